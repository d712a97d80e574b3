import type { ParameterDescription } from './operation.js';

/** A repository's name in a path. */
export const REPOSITORY_PARAMETER: ParameterDescription = {
  describe: 'Name of the repository, as one percent-encoded segment.',
  schema: {
    type: 'string',
    maxLength: 254,
    pattern: '^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$',
    examples: ['acme/pump-viewer'],
  },
};

/** A tag or a digest in a path. */
export const REFERENCE_PARAMETER: ParameterDescription = {
  describe: 'A tag or a digest.',
  schema: {
    type: 'string',
    pattern: '^([a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}|sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$',
    examples: ['1.0.0'],
  },
};
