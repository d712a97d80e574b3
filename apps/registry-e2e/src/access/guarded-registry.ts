import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../harness/answer.js';
import { RegistryClient, type Sending } from '../harness/registry-client.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { AuthorizationServer } from './authorization-server.js';

export interface Guarded {
  readonly server: AuthorizationServer;
  readonly registry: RunningRegistry;
  readonly client: RegistryClient;
}

export interface GuardedOptions {
  /** `jwks` by default. */
  readonly by?: 'jwks' | 'introspection' | 'both';
  readonly environment?: Readonly<Record<string, string>>;
  /** `access.rules` of the settings file. */
  readonly rules?: readonly Readonly<Record<string, unknown>>[];
}

/** A registry in mode bearer with its authorization server, for all tests of a file. Registers the hooks. */
export function guardRegistry(options: GuardedOptions = {}): Guarded {
  const shared: { -readonly [Key in keyof Guarded]?: Guarded[Key] } = {};
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-registry-access-'));
    shared.server = await AuthorizationServer.start();
    const environment = await environmentOf(shared.server, options, directory);
    shared.registry = await RunningRegistry.start({ environment });
    shared.client = new RegistryClient(shared.registry.url);
  }, 30_000);
  afterAll(async () => {
    await shared.client?.close();
    await shared.registry?.stop();
    await shared.server?.stop();
    await rm(directory, { recursive: true, force: true });
  }, 40_000);
  return shared as Guarded;
}

async function environmentOf(
  server: AuthorizationServer,
  { by = 'jwks', environment, rules }: GuardedOptions,
  directory: string,
): Promise<Record<string, string>> {
  const verified = {
    ...(by === 'introspection' ? {} : server.jwksEnvironment),
    ...(by === 'jwks' ? {} : server.introspectionEnvironment),
  };
  if (rules === undefined) return { ...verified, ...environment };
  const file = join(directory, 'settings.yaml');
  await writeFile(file, JSON.stringify({ access: { rules } }));
  return { ...verified, REGISTRY_SETTINGS: file, ...environment };
}

/** A client that sends a token with everything. */
export class BearerClient extends RegistryClient {
  constructor(
    url: string,
    readonly token: string,
  ) {
    super(url);
  }

  override send(method: string, path: string, { headers, body }: Sending = {}): Promise<Answer> {
    return super.send(method, path, { body, headers: { authorization: `Bearer ${this.token}`, ...headers } });
  }
}

/** A scope of the OAuth grammar, for claims. */
export function scope(...entries: readonly string[]): { scope: string } {
  return { scope: entries.join(' ') };
}

/** A client with a token of these claims. */
export async function clientFor(
  given: { registry: { url: string }; server: { sign(claims: Record<string, unknown>): Promise<string> } },
  claims: Record<string, unknown>,
): Promise<BearerClient> {
  return new BearerClient(given.registry.url, await given.server.sign(claims));
}
