import { validateSync, type ValidationError } from 'class-validator';
import { ControlProblem, type BodyFault } from '../control-problem.js';
import { listFields } from './field.js';
import type { BodyClass } from './shapes.js';

/**
 * Plain data as an instance of the class, whatever else it was.
 * @throws ControlProblem 400 with every fault by its path
 */
export function readBody<T extends object>(body: BodyClass<T>, data: unknown): T {
  if (!isObject(data)) {
    throw new ControlProblem(400, 'Send an object as the body, as application/json or application/yaml.');
  }
  const unknown = listUnknown(body, data, '');
  const instance = unknown.length === 0 ? instanceOf(body, data) : new body();
  const faults =
    unknown.length === 0 ? listFaults(validateSync(instance, { stopAtFirstError: true }), '') : unknown;
  if (faults.length === 0) return instance;
  throw new ControlProblem(400, 'The body is not what this operation takes.', faults);
}

/** Query parameters by the same rules: a number comes as its digits. Given twice, the last counts. */
export function readQuery<T extends object>(body: BodyClass<T>, query: unknown): T {
  const types = new Map(listFields(body).map(({ name, shape }) => [name, shape.schema.type]));
  const values = Object.entries(query as Record<string, string | string[]>).map(([name, value]) => {
    const last = [value].flat().at(-1) ?? '';
    const isNumber = ['integer', 'number'].includes(String(types.get(name)));
    return [name, isNumber && /^-?\d+(\.\d+)?$/.test(last) ? Number(last) : last];
  });
  return readBody(body, Object.fromEntries(values));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Only what is declared is copied; a value inside is data, whatever its keys are called. */
function instanceOf<T extends object>(body: BodyClass<T>, data: Record<string, unknown>): T {
  const values = listFields(body)
    .filter(({ name }) => Object.hasOwn(data, name))
    .map(({ name, shape }) => {
      const nested = shape.nested?.();
      return [name, nested === undefined ? data[name] : nestedIn(nested, data[name])];
    });
  return Object.assign(new body(), Object.fromEntries(values));
}

function nestedIn(body: BodyClass, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => nestedIn(body, one));
  return isObject(value) ? instanceOf(body, value) : value;
}

/** Keys that no field has; found before anything is made of the data, so that none can do harm. */
function listUnknown(body: BodyClass, data: unknown, path: string): BodyFault[] {
  if (!isObject(data)) return [];
  const fields = listFields(body);
  return Object.entries(data).flatMap(([key, value]) => {
    const here = joinPath(path, key);
    const field = fields.find(({ name }) => name === key);
    if (field === undefined) return [{ path: here, fault: describeUnknown(fields.map(({ name }) => name)) }];
    const nested = field.shape.nested?.();
    if (nested === undefined) return [];
    if (!Array.isArray(value)) return listUnknown(nested, value, here);
    return value.flatMap((one: unknown, index) => listUnknown(nested, one, joinPath(here, String(index))));
  });
}

const describeUnknown = (known: readonly string[]): string =>
  `is not known here; known are ${known.join(', ') || 'none'}`;

function listFaults(errors: readonly ValidationError[], parent: string): BodyFault[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const path = joinPath(parent, property);
    const own = Object.values(constraints).map((message) => ({
      path,
      fault: message.replace(`${property} `, ''),
    }));
    return [...own, ...listFaults(children, path)];
  });
}

const joinPath = (parent: string, name: string): string => {
  if (/^\d+$/.test(name)) return `${parent}[${name}]`;
  return parent === '' ? name : `${parent}.${name}`;
};
