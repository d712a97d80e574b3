import type { ParameterDescription } from './operation.js';

const LONGEST_NAME = 254;
const NAME = '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*';
const TAG = '[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}';
const DIGEST = '(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})';

/** `repository:tag` or `repository@digest`, as a pattern. */
export const FULL_REFERENCE = `^${NAME}(:${TAG}|@${DIGEST})$`;

/** A repository's name in a path. */
export const REPOSITORY_PARAMETER: ParameterDescription = {
  describe: 'Name of the repository, as one percent-encoded segment.',
  schema: {
    type: 'string',
    maxLength: LONGEST_NAME,
    pattern: `^${NAME}$`,
    examples: ['acme/pump-viewer'],
  },
};

/** A tag or a digest in a path. */
export const REFERENCE_PARAMETER: ParameterDescription = {
  describe: 'A tag or a digest.',
  schema: {
    type: 'string',
    pattern: `^(${TAG}|${DIGEST})$`,
    examples: ['1.0.0'],
  },
};
