import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { ControlProblem, type BodyFault } from '../control-problem.js';
import { listFields } from './field.js';
import type { BodyClass } from './shapes.js';

/**
 * Plain data as an instance of the class, whatever else it was.
 * @param path where the data stands in something larger; empty for a whole body
 * @throws ControlProblem 400 with every fault by its path
 */
export function readBody<T extends object>(body: BodyClass<T>, data: unknown, path = ''): T {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    const detail = 'Send an object as application/json or application/yaml.';
    throw new ControlProblem(400, detail, path === '' ? [] : [{ path, fault: 'must be an object' }]);
  }
  const instance = plainToInstance(body, data);
  const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true });
  if (errors.length === 0) return instance;
  throw new ControlProblem(
    400,
    'The body is not what this operation takes.',
    errors.flatMap((error) => listFaults(error, path, body)),
  );
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

function listFaults(error: ValidationError, parent: string, body: BodyClass): BodyFault[] {
  const path = joinPath(parent, error.property);
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
    path,
    fault:
      rule === 'whitelistValidation'
        ? describeUnknown(error, body)
        : message.replace(`${error.property} `, ''),
  }));
  const nested =
    listFields(body)
      .find(({ name }) => name === error.property)
      ?.shape.nested?.() ?? body;
  return [...own, ...(error.children ?? []).flatMap((child) => listFaults(child, path, nested))];
}

function describeUnknown({ target }: ValidationError, body: BodyClass): string {
  const owner = (target?.constructor as BodyClass | undefined) ?? body;
  const known = listFields(owner).map(({ name }) => name);
  return `is not known here; known are ${known.join(', ') || 'none'}`;
}

const joinPath = (parent: string, name: string): string =>
  /^\d+$/.test(name) ? `${parent}[${name}]` : parent === '' ? name : `${parent}.${name}`;
