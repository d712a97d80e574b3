import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { compilePattern } from '../patterns.js';
import type { Profile } from '../profiles/profile.js';

/** Patterns are matched in linear time, whatever the text: some of the specification's own would take its square. */
const linearPatterns = Object.assign(compileForAjv, { code: 'linearPatterns' });

const validators = new WeakMap<Profile, ValidateFunction>();

/** What is wrong with plain data by the schema of a profile, in words of JSON Schema. */
export function listSchemaErrors(profile: Profile, plain: unknown): readonly ErrorObject[] {
  const validate = validatorOf(profile);
  validate(plain);
  return validate.errors ?? [];
}

/** Compiles the schema of a profile beforehand, which takes some tens of milliseconds; else the first description waits for it. */
export function prepareProfile(profile: Profile): void {
  validatorOf(profile);
}

function validatorOf(profile: Profile): ValidateFunction {
  const validate = validators.get(profile) ?? compile(profile);
  validators.set(profile, validate);
  return validate;
}

/** NOTE ajv tells patterns apart by their `toString()`: without one, all would be the first. */
function compileForAjv(pattern: string): { test(text: string): boolean; toString(): string } {
  const { test } = compilePattern(pattern);
  return { test, toString: () => pattern };
}

function compile(profile: Profile): ValidateFunction {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: false,
    logger: false,
    code: { regExp: linearPatterns },
  });
  return ajv.compile(profile.schema(profile.deploymentTypes));
}
