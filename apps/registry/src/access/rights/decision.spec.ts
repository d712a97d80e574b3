import type { AccessRule } from '../access-settings.js';
import { factsOf } from '../tokens/claim-checks.js';
import { Caller } from './caller.js';
import { decide } from './decision.js';
import { LocalPolicy } from './local-policy.js';
import type { Need } from './need.js';

type Rule = Partial<AccessRule> & Pick<AccessRule, 'repository' | 'actions'>;

const policyOf = (rules: Rule[], anonymousPull: string[] = []): LocalPolicy =>
  new LocalPolicy({ rules: rules as AccessRule[], anonymousPull });
const on = (repository: string, ...actions: ('pull' | 'push' | 'delete')[]): Need => ({
  kind: 'repository',
  repository,
  actions,
});
const outcome = (need: Need, claims: Record<string, unknown>, policy: LocalPolicy): string =>
  decide(need, Caller.of(factsOf(claims), policy)).outcome;

describe('what a caller may do', () => {
  const policy = policyOf([
    { subject: 'alice', repository: 'acme/*', actions: ['pull', 'push'] },
    { subject: '*', repository: 'commons', actions: ['pull'] },
  ]);
  const all = { scope: 'repository:*:*' };

  it('is what both the token and the rules allow', () => {
    expect(outcome(on('acme/x', 'pull', 'push'), { sub: 'alice', ...all }, policy)).toBe('allowed');
    expect(outcome(on('acme/x', 'delete'), { sub: 'alice', ...all }, policy)).toBe('denied');
    expect(outcome(on('acme/x', 'push'), { sub: 'alice', scope: 'repository:acme/*:pull' }, policy)).toBe(
      'insufficient',
    );
    expect(outcome(on('acme/x', 'pull'), { sub: 'bob', ...all }, policy)).toBe('denied');
  });

  it('is what the rules say where the token names no rights', () => {
    expect(outcome(on('acme/x', 'push'), { sub: 'alice' }, policy)).toBe('allowed');
    expect(outcome(on('other', 'push'), { sub: 'alice', scope: 'openid' }, policy)).toBe('denied');
  });

  it('is what the token says where there are no rules', () => {
    const open = policyOf([]);
    expect(outcome(on('acme/x', 'push'), { sub: 'bob', ...all }, open)).toBe('allowed');
    expect(outcome(on('acme/x', 'push'), { sub: 'bob' }, open)).toBe('insufficient');
  });

  it('by a rule for everybody is for everybody who has a name', () => {
    expect(outcome(on('commons', 'pull'), { sub: 'bob' }, policy)).toBe('allowed');
    expect(outcome(on('commons', 'pull'), { sub: '', ...all }, policy)).toBe('insufficient');
  });

  it('is 403 only where every missing action is out of reach for good', () => {
    const claims = { sub: 'alice', access: [] };
    expect(outcome(on('acme/x', 'pull', 'push'), claims, policy)).toBe('insufficient');
    expect(outcome(on('acme/x', 'pull', 'delete'), claims, policy)).toBe('denied');
  });

  it('can be had by anybody where pulls are open to everybody, and nothing beyond', () => {
    const open = policyOf([{ subject: 'alice', repository: '*', actions: ['push'] }], ['public/*']);
    const anonymous = Caller.anonymous(open);
    expect(decide(on('public/x', 'pull'), anonymous).outcome).toBe('allowed');
    expect(decide(on('public/x', 'pull', 'push'), anonymous).outcome).toBe('unauthenticated');
    expect(decide(on('secret', 'pull'), anonymous).outcome).toBe('unauthenticated');
    expect(outcome(on('public/x', 'pull', 'push'), { sub: 'alice', ...all }, open)).toBe('allowed');
  });

  it('as admin everywhere takes a grant and a rule for all repositories', () => {
    const admins = policyOf([
      { subject: 'root', repository: '*', actions: ['*'] },
      { subject: 'half', repository: 'a/*', actions: ['*'] },
    ]);
    const maintain: Need = { kind: 'registry', action: 'admin' };
    expect(outcome(maintain, { sub: 'root', ...all }, admins)).toBe('allowed');
    expect(outcome(maintain, { sub: 'root', scope: 'repository:*:pull' }, admins)).toBe('insufficient');
    expect(outcome(maintain, { sub: 'half', ...all }, admins)).toBe('denied');
    expect(decide(maintain, Caller.anonymous(admins)).outcome).toBe('unauthenticated');
    expect(decide(maintain, Caller.open).outcome).toBe('allowed');
  });

  it('does not come from claims that are only inherited, or of another kind', () => {
    for (const claim of ['constructor=x', '__proto__.x=y', 'a.b=c'])
      expect(
        outcome(
          on('r', 'pull'),
          { sub: 'eve', a: 'b' },
          policyOf([{ claim, repository: '*', actions: ['*'] }]),
        ),
      ).toBe('denied');
    const admin = policyOf([{ claim: 'admin=true', repository: '*', actions: ['*'] }]);
    expect(outcome(on('r', 'pull'), { sub: 'eve', admin: true }, admin)).toBe('allowed');
    expect(outcome(on('r', 'pull'), { sub: 'eve', admin: { true: 1 } }, admin)).toBe('denied');
  });

  it('is found behind dots, and behind a name that has dots itself', () => {
    const claims = { sub: 'eve', realm_access: { roles: ['a', 'publisher'] }, 'https://x/roles': 'p' };
    for (const claim of ['realm_access.roles=publisher', 'https://x/roles=p'])
      expect(
        outcome(on('r', 'pull'), claims, policyOf([{ claim, repository: 'r', actions: ['pull'] }])),
      ).toBe('allowed');
  });

  it('by a SPIFFE id compares whole segments', () => {
    const spiffe = policyOf([{ spiffe: 'spiffe://a.example/wfm/*', repository: 'r', actions: ['pull'] }]);
    const ids = [
      'spiffe://a.example/wfm/1',
      'spiffe://a.example/wfm/',
      'spiffe://a.example/wfm',
      'spiffe://a.example/wfms/1',
    ];
    expect(ids.map((sub) => outcome(on('r', 'pull'), { sub }, spiffe))).toEqual([
      'allowed',
      'denied',
      'denied',
      'denied',
    ]);
  });
});
