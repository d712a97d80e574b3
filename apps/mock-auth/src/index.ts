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
export { MockAuthControl } from './control/client/mock-auth-control.js';
export { MockAuthControlError } from './control/client/control-request.js';
export type { BodyFault } from './control/control-problem.js';
export type { Moment, Span } from './control/body/moment.js';
export type { ClockBody, ClockReport } from './control/clock-operations.js';
export type { DelayBody, FaultBody } from './control/fault-operations.js';
export type { IssuerReport } from './control/issuer-report.js';
export type {
  Assertion,
  AssertionFilter,
  AssertionReport,
  JournalFilter,
  JournalReport,
} from './control/journal-operations.js';
export type { KeyReport, KeyScenario, KeyScenarioBody } from './control/key-operations.js';
export type { MintBody } from './control/mint-operations.js';
export type { ScenarioBody } from './control/scenario-operations.js';
export type { ActiveFault, FaultKind } from './faults/fault-rule.js';
export type { Violation } from './journal/journal-checks.js';
export type { Endpoint, JournalEntry } from './journal/journal-entry.js';
export type { MintedToken } from './mint/minted-token.js';
export { TOKEN_KINDS, type TokenKind } from './mint/recipes.js';
export type { PresetReport } from './presets/preset.js';
export type { PresetName } from './presets/presets.js';
