import 'reflect-metadata';
import { MockAuthControl } from './control/client/mock-auth-control.js';
import { createLogger } from './http/logger.js';
import { readIdentities } from './identities/read-identities.js';
import { DEVELOPMENT_IDENTITIES } from './identities/development-identities.js';
import { MockAuthSettings } from './settings.js';
import { start } from './start.js';

/** What may be otherwise than at a start from the command line. Times are seconds. */
export interface MockAuthOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** 127.0.0.1 by default. */
  readonly host?: string;
  /** Issuer of every token; by default the address by which each caller asks. */
  readonly issuer?: string;
  /** Clients, users, workloads and trust domains, shaped as the identities file; by default the development identities. */
  readonly identities?: object;
  /** Audience of a token when the request names none. */
  readonly audience?: string;
  /** Lifetime of an access token where its client has none of its own. */
  readonly lifetime?: number;
  /** What `/token` grants on a named repository: all that the account holds, or what was asked for. */
  readonly dockerGrant?: 'held' | 'asked';
  /** Same seed, same keys and ids in every run. */
  readonly seed?: string;
  /** Every clock stands still at this second since 1970 from the start. */
  readonly at?: number;
  /** Silent by default. */
  readonly logLevel?: string;
}

/** A mock that listens. */
export interface MockAuth {
  /** Its address; also the base of every endpoint. */
  readonly url: string;
  /** `iss` of the root issuer's tokens, for callers that use {@link url}. */
  readonly issuer: string;
  /** Everything that a test may do to the root issuer, and through it to further ones. */
  readonly control: MockAuthControl;
  /** The root issuer as at the start, all others gone. */
  reset(): Promise<void>;
  /** Ends at once; what is under way is cut. */
  close(): Promise<void>;
}

/**
 * Starts a mock in this process.
 * @throws SettingsError for identities that are wrong, StartRefused where it cannot listen
 */
export async function startMockAuth(options: MockAuthOptions = {}): Promise<MockAuth> {
  const settings = settingsOf(options);
  const identities = await readIdentities(options.identities ?? DEVELOPMENT_IDENTITIES);
  const mock = await start({ settings, identities, warnings: [] }, createLogger(settings.log.level));
  return {
    url: mock.url,
    issuer: settings.issuer ?? mock.url,
    control: new MockAuthControl(mock.url),
    reset: async () => mock.worlds.reset(),
    close: () => mock.stop(0),
  };
}

function settingsOf(options: MockAuthOptions): MockAuthSettings {
  const settings = new MockAuthSettings();
  const { host, issuer, audience, lifetime, dockerGrant, seed, at } = options;
  const given = (values: object): object =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  Object.assign(settings, given({ issuer }));
  Object.assign(settings.http, given({ host, port: options.port ?? 0 }));
  Object.assign(settings.log, { level: options.logLevel ?? 'silent' });
  Object.assign(settings.tokens, given({ audience, lifetime: lifetime && lifetime * 1000 }));
  Object.assign(settings.docker, given({ grant: dockerGrant }));
  Object.assign(settings.reproducible, given({ seed, at }));
  return settings;
}
