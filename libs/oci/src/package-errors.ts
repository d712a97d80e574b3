/** The part of the error table that is about Margo application packages. */
export const PACKAGE_ERRORS = {
  'package-invalid': {
    code: 'MANIFEST_INVALID',
    status: 400,
    sentence: 'The application package is not valid. Correct what the findings name and push it again.',
  },
  'package-unknown': {
    code: 'MANIFEST_UNKNOWN',
    status: 404,
    sentence:
      'This manifest is no application package or component, or was pushed while nobody looked. Push it again to have it looked at.',
  },
  'part-unknown': {
    code: 'BLOB_UNKNOWN',
    status: 404,
    sentence: 'The package has no such part. Ask for one of the parts that the detail names.',
  },
  'input-unsupported': {
    code: 'UNSUPPORTED',
    status: 415,
    sentence:
      'A body of this media type is not looked at. Send a description as application/yaml, or a folder as application/x-tar, application/gzip or application/zip.',
  },
  'input-too-large': {
    code: 'SIZE_INVALID',
    status: 413,
    sentence:
      'The body is larger than what is looked at. Leave out what does not belong to the package, or check it with margo-check.',
  },
  'version-fixed': {
    code: 'DENIED',
    status: 403,
    sentence:
      'An accepted version of an application stays as it is. Push the change under a new version and tag.',
  },
} as const satisfies Record<string, { code: string; status: number; sentence: string }>;
