import { OwnTokenVerifier } from '../../access/token-service/own-token-verifier.js';
import { OwnTokens } from '../../access/token-service/own-tokens.js';
import { readTokenText } from '../../access/tokens/token-text.js';
import { tokensOf } from '../../access/tokens/tokens-of.js';
import type { Tokens } from '../../access/tokens/tokens.js';
import type { SetUp } from '../../set-up.js';
import { closeStores, openExistingStores } from '../stopped-stores.js';

const OWN_ISSUER = /^margo-registry:/;

/**
 * The verifiers of a registry with these settings. The key of its own tokens is derived from the store's, so for one of those
 * the database is opened. Throws `StartRefused` where that cannot be done, or where a running registry holds it.
 */
export async function tokensFor(setUp: SetUp, token: string | undefined): Promise<Tokens> {
  const { access } = setUp.settings;
  const issuer = token === undefined ? undefined : readTokenText(token).unverified?.['iss'];
  if (typeof issuer !== 'string' || !OWN_ISSUER.test(issuer)) return tokensOf(access);
  const stores = await openExistingStores(setUp);
  const own = new OwnTokens({ ...stores.metadata.identity, audience: access.audience });
  await closeStores(stores);
  return tokensOf(access, [new OwnTokenVerifier(own)]);
}
