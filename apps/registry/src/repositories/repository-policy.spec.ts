import 'reflect-metadata';
import { RegistrySettings, type RepositoryRule } from '../settings.js';
import { RepositoryPolicy } from './repository-policy.js';

const policyOf = (...rules: RepositoryRule[]): RepositoryPolicy =>
  new RepositoryPolicy(Object.assign(new RegistrySettings(), { repositories: rules }));

describe('the policy of a repository', () => {
  it('is the general setting where no pattern matches', () => {
    expect(policyOf({ pattern: 'mirror/*', references: 'accept' }).references('acme/hello')).toBe('require');
  });

  it('comes from the longest pattern that matches, wherever it stands', () => {
    const policy = policyOf(
      { pattern: '*', references: 'accept' },
      { pattern: 'mirror/own', references: 'require' },
      { pattern: 'mirror/*', references: 'accept' },
    );
    expect(policy.references('mirror/own')).toBe('require');
    expect(policy.references('mirror/other')).toBe('accept');
    expect(policy.references('acme')).toBe('accept');
  });

  it('does not take a prefix for a name that only begins alike', () => {
    const policy = policyOf(
      { pattern: 'mirror/*', references: 'accept' },
      { pattern: 'acme', references: 'accept' },
    );
    expect(policy.references('mirrors/x')).toBe('require');
    expect(policy.references('acme/hello')).toBe('require');
  });

  it('passes over a rule that says nothing of references', () => {
    expect(
      policyOf({ pattern: 'acme/hello' }, { pattern: 'acme/*', references: 'accept' }).references(
        'acme/hello',
      ),
    ).toBe('accept');
  });
});
