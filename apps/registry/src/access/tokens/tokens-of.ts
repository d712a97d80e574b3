import type { AccessSettings } from '../access-settings.js';
import { IntrospectionVerifier } from './introspection-verifier.js';
import { JwtVerifier } from './jwt-verifier.js';
import type { TokenVerifier } from './token-verifier.js';
import { Tokens } from './tokens.js';

/** The verifiers that the settings ask for. The registry's own tokens come first: no other is tried for their issuer. */
export function tokensOf(access: AccessSettings, own: readonly TokenVerifier[] = []): Tokens {
  const { jwksUrl, introspectionUrl, clientId = '', clientSecret = '' } = access;
  const verifiers: TokenVerifier[] = [...own];
  if (jwksUrl !== undefined) verifiers.push(new JwtVerifier({ ...access, jwksUrl }));
  if (introspectionUrl === undefined) return new Tokens(verifiers);
  const introspection = new IntrospectionVerifier({ ...access, introspectionUrl, clientId, clientSecret });
  return new Tokens([...verifiers, introspection], introspection);
}
