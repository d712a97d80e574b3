import type { Cursor } from '../cursor.js';
import type { FindingList } from '../finding-list.js';
import { quoted } from '../path.js';
import { deploymentProfiles, type Check } from './check.js';

/** How keys are read: RFC 6901 from the device's properties, or from an item of a list, then also without a slash. */
type KeyForm = 'label' | 'pointer' | 'relative-pointer';

const FAULTY_ESCAPE = /~(?![01])/;
const MISSPELLED = 'ContainersAny';
const NUMERIC = /^-?\d+(?:\.\d+)?$/;

/** SEM-12 */
export const checkMatchExpressions: Check = (description) => {
  for (const deployment of deploymentProfiles(description)) {
    for (const rule of deployment.at('deviceConstraints', 'eligibilityRules').items()) {
      checkSelector(rule.at('labelSelector'), description.findings, 'label');
      checkSelector(rule.at('propertySelector'), description.findings, 'pointer');
    }
  }
};

function checkSelector(selector: Cursor, findings: FindingList, keys: KeyForm): void {
  for (const expression of selector.at('matchExpressions').items()) {
    checkKey(expression.at('key'), findings, keys);
    checkOperator(expression, findings);
    const inner = keys === 'label' ? keys : 'relative-pointer';
    checkSelector(expression.at('itemSelector'), findings, inner);
  }
}

function checkKey(key: Cursor, findings: FindingList, keys: KeyForm): void {
  const { text } = key;
  if (keys === 'label' || text === undefined) return;
  const begins = keys === 'relative-pointer' || text === '' || text.startsWith('/');
  if (begins && !FAULTY_ESCAPE.test(text)) return;
  const message = `${quoted(text)} is not a JSON Pointer. Begin with a slash, such as /cpu/architecture, and write ~0 for ~ and ~1 for a slash inside a name.`;
  findings.add('SEM-12', key.path, { message });
}

function checkOperator(expression: Cursor, findings: FindingList): void {
  const operator = expression.at('operator');
  if (operator.text === MISSPELLED) {
    const message = `"${MISSPELLED}" is a misspelling in the published list of operators. Write ContainsAny.`;
    findings.addTolerated('SEM-12', operator.path, { message, toleratedBy: 'contains-any-spelling' });
  }
  checkValues(operator.text, expression, findings);
}

function checkValues(operator: string | undefined, expression: Cursor, findings: FindingList): void {
  const values = expression.at('values');
  switch (operator) {
    case 'In':
    case 'NotIn':
      return checkChoice(values, findings);
    case 'Exists':
    case 'DoesNotExist':
      return checkNone(operator, values, findings);
    case 'Gt':
    case 'Lt':
      return checkOneNumber(operator, values, findings);
    case 'ContainsAll':
    case 'ContainsAny':
    case MISSPELLED:
      checkNone(operator, values, findings);
      return checkItemSelector(operator, expression.at('itemSelector'), findings);
  }
}

function checkChoice(values: Cursor, findings: FindingList): void {
  const items = values.items();
  const add = (message: string): void => findings.add('SEM-12', values.path, { message });
  if (items.length === 0) return add('In and NotIn compare with values. Add at least one to values.');
  const types = new Set(items.map(({ plain }) => typeof plain));
  if (types.size > 1) return add('The values have different types. Write all as texts or all as numbers.');
  if (types.has('boolean') && items.length > 1)
    return add('There can be one boolean at most. Keep one, or use Exists.');
}

function checkNone(operator: string, values: Cursor, findings: FindingList): void {
  if (!values.exists || values.items().length === 0) return;
  findings.add('SEM-12', values.path, { message: `${operator} takes no values. Leave them out.` });
}

function checkOneNumber(operator: string, values: Cursor, findings: FindingList): void {
  const items = values.items();
  const [only] = items;
  if (items.length === 1 && only?.number !== undefined) return;
  const severity = items.length === 1 && NUMERIC.test(only?.text ?? '') ? 'warning' : undefined;
  const message = `${operator} compares with exactly one number. Write values: [4], without quotes.`;
  findings.add('SEM-12', values.path, { message, severity });
}

function checkItemSelector(operator: string, selector: Cursor, findings: FindingList): void {
  if (selector.at('matchExpressions').items().length > 0) return;
  const message = `${operator} needs an itemSelector with at least one expression. Add what an item must match.`;
  findings.add('SEM-12', selector.path, { message });
}
