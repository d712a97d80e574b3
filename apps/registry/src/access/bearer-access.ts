import type { RegistrySettings } from '../settings.js';
import { StartRefused } from '../start-refused.js';
import { isLoopback } from './open-access.js';

/** Mode bearer needs somebody who issues tokens and somebody who verifies them. Throws {@link StartRefused}. */
export function checkBearerAccess(settings: RegistrySettings): void {
  const faults = [realmFault(settings), verifierFault(settings), ...ruleFaults(settings)].filter(
    (fault) => fault !== undefined,
  );
  if (faults.length > 0)
    throw new StartRefused(faults.map((fault) => `Access mode bearer ${fault}`).join('\n'));
}

function realmFault({ http, access }: RegistrySettings): string | undefined {
  if (access.realm !== undefined) return undefined;
  const issues = access.tokenUrl ?? access.htpasswd ?? access.anonymousPull[0];
  if (issues === undefined)
    return (
      'has no realm: nobody would issue tokens. Set REGISTRY_ACCESS_REALM to the token endpoint that clients ask, ' +
      'or give the own /token something to answer with: REGISTRY_ACCESS_TOKEN_URL, REGISTRY_ACCESS_HTPASSWD or REGISTRY_ACCESS_ANONYMOUS_PULL.'
    );
  if (http.publicUrl !== undefined || isLoopback(http.host)) return undefined;
  return (
    `has no realm that clients could reach: http.host is ${http.host}. ` +
    'Set REGISTRY_HTTP_PUBLIC_URL to the URL under which they know the registry, or REGISTRY_ACCESS_REALM.'
  );
}

function verifierFault({ access }: RegistrySettings): string | undefined {
  const { jwksUrl, introspectionUrl, issuer, clientId, clientSecret } = access;
  if (jwksUrl !== undefined && issuer === undefined)
    return 'needs REGISTRY_ACCESS_ISSUER beside REGISTRY_ACCESS_JWKS_URL: without it, tokens of anybody with such keys would count.';
  if (introspectionUrl !== undefined && (clientId === undefined || clientSecret === undefined))
    return 'needs REGISTRY_ACCESS_CLIENT_ID and REGISTRY_ACCESS_CLIENT_SECRET beside REGISTRY_ACCESS_INTROSPECTION_URL: the endpoint asks who is asking (RFC 7662, 2.1).';
  const own = access.htpasswd ?? access.anonymousPull[0];
  if (jwksUrl ?? introspectionUrl ?? own) return undefined;
  return 'has nothing to verify tokens with. Set REGISTRY_ACCESS_JWKS_URL with REGISTRY_ACCESS_ISSUER, or REGISTRY_ACCESS_INTROSPECTION_URL.';
}

function ruleFaults({ access }: RegistrySettings): string[] {
  return access.rules.flatMap(({ subject, claim, spiffe }, index) =>
    [subject, claim, spiffe].filter((key) => key !== undefined).length === 1
      ? []
      : [
          `has a rule that does not say of whom it speaks: give access.rules[${index}] one of subject, claim and spiffe.`,
        ],
  );
}
