import type { ActiveFault } from '../../faults/fault-rule.js';
import type { MintedToken } from '../../mint/minted-token.js';
import type { TokenKind } from '../../mint/recipes.js';
import type { PresetReport } from '../../presets/preset.js';
import type { PresetName } from '../../presets/presets.js';
import type { Moment, Span } from '../body/moment.js';
import type { ClockBody, ClockReport } from '../clock-operations.js';
import type { FaultBody } from '../fault-operations.js';
import type { IssuerReport } from '../issuer-report.js';
import type {
  Assertion,
  AssertionFilter,
  AssertionReport,
  JournalFilter,
  JournalReport,
} from '../journal-operations.js';
import type { KeyReport, KeyScenario, KeyScenarioBody } from '../key-operations.js';
import type { MintBody } from '../mint-operations.js';
import type { ScenarioBody } from '../scenario-operations.js';
import { ControlRequests } from './control-request.js';

/**
 * The control API of one issuer as methods; docs/reference/mock-auth-control.md has the details of each.
 * Every method throws MockAuthControlError for a refusal, and what `fetch` throws where nobody answers.
 */
export class MockAuthControl {
  /** Address of the issuer: its endpoints are under it, and its `iss` where the settings name none. */
  readonly url: string;
  private readonly requests: ControlRequests;

  constructor(url: string | URL) {
    this.url = String(url).replace(/\/+$/, '');
    this.requests = new ControlRequests(this.url);
  }

  /** An issuer that nobody else uses, for one test; give it back with {@link deleteNamespace}. */
  async createNamespace(name?: string): Promise<MockAuthControl> {
    const created = await this.requests.send<IssuerReport>('POST', '/issuers', { name });
    return new MockAuthControl(`${this.url}/${created.name}`);
  }

  /** Forgets such an issuer and all it knows. */
  async deleteNamespace(namespace: MockAuthControl): Promise<void> {
    const name = namespace.url.slice(namespace.url.lastIndexOf('/') + 1);
    await this.requests.send('DELETE', `/issuers/${encodeURIComponent(name)}`);
  }

  show(): Promise<IssuerReport> {
    return this.requests.get('');
  }

  reset(): Promise<IssuerReport> {
    return this.requests.send('POST', '/reset');
  }

  /** @param scenario plain data, or the text of a YAML file */
  loadScenario(scenario: ScenarioBody | string): Promise<IssuerReport> {
    return this.requests.send('POST', '/scenario', scenario);
  }

  mint(kind: TokenKind = 'valid', options: Omit<MintBody, 'kind'> = {}): Promise<MintedToken> {
    return this.requests.send('POST', '/tokens', { kind, ...options });
  }

  setFault(rule: FaultBody): Promise<ActiveFault> {
    return this.requests.send('POST', '/faults', rule);
  }

  listFaults(): Promise<ActiveFault[]> {
    return this.requests.get('/faults');
  }

  removeFault(id: string): Promise<void> {
    return this.requests.send('DELETE', `/faults/${encodeURIComponent(id)}`);
  }

  clearFaults(): Promise<void> {
    return this.requests.send('DELETE', '/faults');
  }

  readClock(): Promise<ClockReport> {
    return this.requests.get('/clock');
  }

  moveClock(change: ClockBody): Promise<ClockReport> {
    return this.requests.send('PATCH', '/clock', change);
  }

  advanceClock(span: Span): Promise<ClockReport> {
    return this.moveClock({ advance: span });
  }

  listKeys(): Promise<KeyReport[]> {
    return this.requests.get('/keys');
  }

  playKeys(scenario: KeyScenario, options: Omit<KeyScenarioBody, 'scenario'> = {}): Promise<KeyReport[]> {
    return this.requests.send('POST', '/keys', { scenario, ...options });
  }

  promoteKey(kid: string): Promise<KeyReport[]> {
    return this.requests.send('POST', `/keys/${encodeURIComponent(kid)}/promote`);
  }

  publishKey(kid: string, at?: Moment): Promise<KeyReport[]> {
    return this.requests.send('POST', `/keys/${encodeURIComponent(kid)}/publish`, { at });
  }

  retireKey(kid: string, at?: Moment): Promise<KeyReport[]> {
    return this.requests.send('POST', `/keys/${encodeURIComponent(kid)}/retire`, { at });
  }

  readJournal(filter: JournalFilter = {}): Promise<JournalReport> {
    return this.requests.get('/journal', filter);
  }

  clearJournal(): Promise<void> {
    return this.requests.send('DELETE', '/journal');
  }

  check(assertion: Assertion, filter: AssertionFilter = {}): Promise<AssertionReport> {
    return this.requests.get(`/journal/assertions/${assertion}`, filter);
  }

  /** As {@link check}. @throws Error with every violation where the assertion does not hold */
  async assert(assertion: Assertion, filter: AssertionFilter = {}): Promise<void> {
    const { holds, violations } = await this.check(assertion, filter);
    if (holds) return;
    const lines = violations.map(({ sentence, entries }) => `- ${sentence} (requests ${entries.join(', ')})`);
    throw new Error([`The assertion ${assertion} does not hold.`, ...lines].join('\n'));
  }

  /** @param identities in the shape of the identities file */
  replaceIdentities(identities: object): Promise<unknown> {
    return this.requests.send('PUT', '/identities', identities);
  }

  changeSecret(client: string, secret: string): Promise<void> {
    return this.requests.send('PUT', `/clients/${encodeURIComponent(client)}/secret`, { secret });
  }

  getPreset(name: PresetName): Promise<PresetReport> {
    return this.requests.get(`/presets/${name}`);
  }
}
