/**
 * A mock authorization server inside a test: `startMockAuth()` gives a server on a free port of loopback with keys, clients
 * and users of its own. Not for production; not a client of OAuth 2.0. Start at {@link startMockAuth}.
 */
export { startMockAuth, type MockAuth, type MockAuthOptions } from './start-mock-auth.js';
export {
  createTrustDomain,
  type SvidOptions,
  type TestTrustDomain,
  type TestSvid,
} from './svid/trust-domain.js';
export { DEVELOPMENT_IDENTITIES } from './identities/development-identities.js';
