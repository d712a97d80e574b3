import type { ErrorObject } from 'ajv/dist/2020.js';
import type { CheckedDescription } from '../cross-references/check.js';
import type { Path } from '../path.js';
import { followPointer } from './instance-path.js';
import { describeError } from './sentence.js';
import { reportUnknownKey } from './unknown-key.js';
import { listSchemaErrors } from './validator.js';

/** Keys whose faults are those of the profile itself. */
const PROFILE_KEYS = ['apiVersion', 'kind'];

/** PKG-03, and what unknown keys break (SEM-16, SEM-17). */
export function checkSchema(description: CheckedDescription): void {
  const { root, profile } = description;
  for (const error of listSchemaErrors(profile, root.plain)) reportError(description, error);
}

function reportError(description: CheckedDescription, error: ErrorObject): void {
  const place = followPointer(description.root, error.instancePath);
  switch (error.keyword) {
    case 'if':
      // What the chosen branch complains about has been reported on its own.
      return;
    case 'additionalProperties':
      return reportUnknownKey(description, place, error.params.additionalProperty as string);
    case 'required':
      return reportMissing(description, [...place.path, error.params.missingProperty as string]);
    default:
      description.findings.add(ruleOf(place.path), place.path, { message: describeError(error, place) });
  }
}

function reportMissing({ findings, profile }: CheckedDescription, path: Path): void {
  const key = String(path.at(-1));
  const message = `${key} is missing. Add it: ${profile.name} demands it here.`;
  findings.add(ruleOf(path), path, { message, at: 'key' });
}

function ruleOf(path: Path): 'PKG-02' | 'PKG-03' {
  return path.length === 1 && PROFILE_KEYS.includes(String(path[0])) ? 'PKG-02' : 'PKG-03';
}
