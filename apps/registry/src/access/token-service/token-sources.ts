import type { Logger } from 'pino';
import type { AccessSettings } from '../access-settings.js';
import { LocalPolicy } from '../rights/local-policy.js';
import { Bridge } from './bridge.js';
import { HtpasswdFile } from './htpasswd-file.js';
import { LocalAccounts } from './local-accounts.js';
import { Logins } from './logins.js';
import { OwnTokenService } from './own-token-service.js';
import type { OwnTokens } from './own-tokens.js';
import { PasswordChecks } from './password-checks.js';
import { Relay } from './relay.js';
import { Upstream, type UpstreamLimits } from './upstream.js';

/** Everything that can answer `/token`, as the settings say. */
export interface TokenSources {
  readonly own: OwnTokenService;
  readonly bridge?: Bridge;
  readonly relay?: Relay;
  readonly logins: Logins;
  close(): Promise<void>;
}

export const TOKEN_SOURCES = Symbol('TOKEN_SOURCES');

export interface TokenSourceParts {
  readonly access: AccessSettings;
  readonly tokens: OwnTokens;
  readonly logger: Pick<Logger, 'error'>;
  readonly limits?: UpstreamLimits;
}

/** @throws StartRefused when the htpasswd file cannot be taken */
export async function openTokenSources({
  access,
  tokens,
  logger,
  limits,
}: TokenSourceParts): Promise<TokenSources> {
  const checks = new PasswordChecks();
  const logins = new Logins();
  const accounts = await openAccounts(access, checks, logger);
  const upstream = access.tokenUrl === undefined ? undefined : new Upstream(limits);
  return {
    own: new OwnTokenService(tokens, new LocalPolicy(access), accounts, logins),
    logins,
    ...(upstream && openForeign(access, upstream)),
    close: async () => {
      upstream?.close();
      await checks.close();
    },
  };
}

async function openAccounts(
  { htpasswd }: AccessSettings,
  checks: PasswordChecks,
  logger: Pick<Logger, 'error'>,
): Promise<LocalAccounts | undefined> {
  if (htpasswd === undefined) return undefined;
  const file = await HtpasswdFile.open(htpasswd, (err) =>
    logger.error({ err }, 'the htpasswd file has changed and cannot be taken; its last version stays'),
  );
  return new LocalAccounts(file, checks);
}

function openForeign(
  { tokenUrl: url = '', tokenKind, clientId, clientSecret }: AccessSettings,
  upstream: Upstream,
): Pick<TokenSources, 'bridge' | 'relay'> {
  if (tokenKind === 'docker') return { relay: new Relay(url, upstream) };
  return { bridge: new Bridge({ url, grant: tokenKind, clientId, clientSecret }, upstream) };
}
