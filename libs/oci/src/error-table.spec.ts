import { OCI_ERRORS } from './error-table.js';

const SPECIFIED = [
  'BLOB_UNKNOWN',
  'BLOB_UPLOAD_INVALID',
  'BLOB_UPLOAD_UNKNOWN',
  'DIGEST_INVALID',
  'MANIFEST_BLOB_UNKNOWN',
  'MANIFEST_INVALID',
  'MANIFEST_UNKNOWN',
  'NAME_INVALID',
  'NAME_UNKNOWN',
  'SIZE_INVALID',
  'UNAUTHORIZED',
  'DENIED',
  'UNSUPPORTED',
  'TOOMANYREQUESTS',
];
const rows = Object.entries(OCI_ERRORS);

describe('the table of errors', () => {
  it.each(rows)(
    'gives %s a code of the specification below 500, and a Docker code above',
    (_reason, { code, status }) => {
      expect(status < 500 ? SPECIFIED : ['UNAVAILABLE', 'UNKNOWN']).toContain(code);
    },
  );

  it.each(rows)('says for %s what is wrong and what to do, in whole sentences', (_reason, { sentence }) => {
    expect(sentence).toMatch(/^[A-Z].*[.;] .*\.$/s);
  });

  it('has every code of the specification', () => {
    expect(new Set(rows.map(([, { code }]) => code))).toEqual(
      new Set([...SPECIFIED, 'UNAVAILABLE', 'UNKNOWN']),
    );
  });

  it('names each reason in lower case with dashes, since logs and pages carry it', () => {
    for (const [reason] of rows) expect(reason).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });
});
