import type { AccessRule, AccessSettings } from '../access-settings.js';
import type { TokenFacts } from '../tokens/token-facts.js';
import { expandActions, type Action } from './action.js';
import { Grants } from './grants.js';

/** Of whom a rule can speak: the verified caller. */
export type Person = Pick<TokenFacts, 'subject' | 'claims'>;

/** What the settings allow, whatever a token says: the rules, and what everybody may pull. */
export class LocalPolicy {
  readonly hasRules: boolean;
  readonly everybody: Grants;
  private readonly rules: readonly AccessRule[];
  private readonly anonymousPull: readonly string[];

  constructor({ rules, anonymousPull }: Pick<AccessSettings, 'rules' | 'anonymousPull'>) {
    this.rules = rules;
    this.anonymousPull = anonymousPull;
    this.hasRules = rules.length > 0;
    this.everybody = new Grants(anonymousPull.map((pattern) => ({ pattern, actions: ['pull'] })));
  }

  /** What the rules give a caller: the union of those that speak of them. Without any rules: everything. */
  grantsOf(person: Person): Grants {
    if (!this.hasRules) return Grants.all();
    const own = this.rules.filter((rule) => speaksOf(rule, person));
    return new Grants(
      own.map(({ repository, actions }) => ({ pattern: repository, actions: expandActions(actions) })),
    );
  }

  /** The rule that allows this, in words for the log; `undefined` where none does. */
  nameRule(person: Person | undefined, repository: string, action: Action): string | undefined {
    if (person === undefined) return this.namePublic(repository, action);
    if (!this.hasRules) return 'no rules: the token alone';
    const index = this.rules.findIndex(
      (rule) =>
        speaksOf(rule, person) &&
        new Grants([{ pattern: rule.repository, actions: expandActions(rule.actions) }]).allows(
          repository,
          action,
        ),
    );
    const rule = this.rules[index];
    if (!rule) return this.namePublic(repository, action);
    return `rules[${index}] ${nameCondition(rule)} on ${rule.repository}`;
  }

  private namePublic(repository: string, action: Action): string | undefined {
    if (action !== 'pull') return undefined;
    const pattern = this.anonymousPull.find((one) =>
      new Grants([{ pattern: one, actions: ['pull'] }]).allows(repository, action),
    );
    return pattern === undefined ? undefined : `anonymousPull ${pattern}`;
  }
}

function nameCondition({ subject, claim, spiffe }: AccessRule): string {
  if (subject !== undefined) return `subject ${subject}`;
  return claim === undefined ? `spiffe ${spiffe}` : `claim ${claim}`;
}

function speaksOf({ subject, claim, spiffe }: AccessRule, person: Person): boolean {
  if (person.subject === '') return false;
  if (subject !== undefined) return subject === '*' || subject === person.subject;
  if (claim !== undefined) return hasClaim(person.claims, claim);
  return spiffe !== undefined && isSpiffeId(person.subject, spiffe);
}

function hasClaim(claims: Readonly<Record<string, unknown>>, condition: string): boolean {
  const mark = condition.indexOf('=');
  const [path, wanted] = [condition.slice(0, mark), condition.slice(mark + 1)];
  const value = claims[path] ?? findByPath(claims, path.split('.'));
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.some((one) => ['string', 'number', 'boolean'].includes(typeof one) && String(one) === wanted);
}

function findByPath(claims: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Record<string, unknown>)[name]
        : undefined,
    claims,
  );
}

/** Segments are compared as they stand; a pattern's `/*` needs at least one more. */
function isSpiffeId(subject: string, pattern: string): boolean {
  if (!pattern.endsWith('/*')) return subject === pattern;
  return subject.startsWith(pattern.slice(0, -1)) && subject.length > pattern.length - 1;
}
