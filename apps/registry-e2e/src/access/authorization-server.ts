import { SignJWT, exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Key {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

export const AUDIENCE = 'margo-registry';

/** As far as a registry sees one: a key set, and what it says of opaque tokens. Tests change both, and break them. */
export class AuthorizationServer {
  readonly keys: Key[] = [];
  /** Opaque token → what introspection answers. */
  readonly opaque = new Map<string, Record<string, unknown>>();
  /** Requests by path. */
  readonly asked: string[] = [];
  /** Answers in place of the normal one, for as long as it is set. */
  fault: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<AuthorizationServer> {
    const server = createServer((request, response) => void running.answer(request, response));
    const running = new AuthorizationServer(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await running.addKey('first');
    return running;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Settings of a registry that verifies tokens by its keys. */
  get jwksEnvironment(): Record<string, string> {
    return {
      REGISTRY_ACCESS_MODE: 'bearer',
      REGISTRY_ACCESS_REALM: `${this.url}/token`,
      REGISTRY_ACCESS_ISSUER: this.url,
      REGISTRY_ACCESS_JWKS_URL: `${this.url}/jwks`,
    };
  }

  /** Settings of a registry that asks about tokens that are no JWTs, and about all where `jwksEnvironment` is left out. */
  get introspectionEnvironment(): Record<string, string> {
    return {
      REGISTRY_ACCESS_MODE: 'bearer',
      REGISTRY_ACCESS_REALM: `${this.url}/token`,
      REGISTRY_ACCESS_INTROSPECTION_URL: `${this.url}/introspect`,
      REGISTRY_ACCESS_CLIENT_ID: 'registry',
      REGISTRY_ACCESS_CLIENT_SECRET: 'registry-secret',
    };
  }

  async addKey(kid: string, algorithm = 'ES256'): Promise<Key> {
    const key = await makeKey(kid, algorithm);
    this.keys.push(key);
    return key;
  }

  /** A token that is valid for five minutes unless the claims or the header say otherwise; `undefined` removes a claim. */
  async sign(
    claims: Readonly<Record<string, unknown>> = {},
    { key = this.keys[0] as Key, header = {} as Record<string, unknown> } = {},
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const payload = { iss: this.url, aud: AUDIENCE, sub: 'alice', iat: now, exp: now + 300, ...claims };
    return new SignJWT(JSON.parse(JSON.stringify(payload)) as Record<string, unknown>)
      .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'at+jwt', ...header })
      .sign(key.privateKey);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.asked.push(request.url ?? '');
    if (this.fault) return this.fault(request, response);
    if (request.url === '/jwks') return json(response, 200, { keys: this.keys.map((key) => key.publicJwk) });
    if (request.url !== '/introspect') return json(response, 404, {});
    const right = `Basic ${Buffer.from('registry:registry-secret').toString('base64')}`;
    if (request.headers.authorization !== right) return json(response, 401, { error: 'invalid_client' });
    const token = new URLSearchParams(await readText(request)).get('token') ?? '';
    json(response, 200, this.opaque.get(token) ?? { active: false });
  }
}

export async function makeKey(kid: string, algorithm = 'ES256'): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm);
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' };
  return { kid, privateKey, publicJwk };
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
