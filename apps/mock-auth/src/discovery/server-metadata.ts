import { CLIENT_AUTHENTICATION_METHODS } from '../authentication/method.js';
import { ASSERTION_ALGORITHMS } from '../authentication/private-key-jwt.js';
import { GRANT_TYPES } from '../grants/grant-type.js';
import { PATHS } from '../http/endpoints.js';
import { SIGNING_ALGORITHMS } from '../keys/signing-key.js';

/**
 * RFC 8414 section 2 and OpenID Connect Discovery 1.0 section 3, in one document. There is no authorization endpoint, so
 * no response type is supported; the members about ID tokens are there because clients demand them.
 */
export function describeServer(issuer: string, endpoint: (path: string) => string): Record<string, unknown> {
  const methods = CLIENT_AUTHENTICATION_METHODS;
  const confidential = methods.filter((method) => method !== 'none');
  return {
    issuer,
    token_endpoint: endpoint(PATHS.token),
    jwks_uri: endpoint(PATHS.jwks),
    introspection_endpoint: endpoint(PATHS.introspect),
    revocation_endpoint: endpoint(PATHS.revoke),
    scopes_supported: ['repository:*:pull', 'repository:*:push', 'repository:*:delete', 'registry:catalog:*'],
    response_types_supported: [],
    grant_types_supported: GRANT_TYPES,
    token_endpoint_auth_methods_supported: methods,
    token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    introspection_endpoint_auth_methods_supported: confidential,
    introspection_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    revocation_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: SIGNING_ALGORITHMS,
  };
}
