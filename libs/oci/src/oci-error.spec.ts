import { OCI_ERRORS } from './error-table.js';
import { OciError, isOciError, renderErrors } from './oci-error.js';

describe('an OCI error', () => {
  it('takes code, status and sentence from the table', () => {
    const error = new OciError('blob-unknown');
    const { code, status, sentence } = OCI_ERRORS['blob-unknown'];
    expect(error).toMatchObject({ reason: 'blob-unknown', code, status, message: sentence, headers: {} });
  });

  it('prefers its own message and keeps detail, cause and headers', () => {
    const cause = new Error('disk');
    const error = new OciError('storage-full', {
      message: 'Full.',
      detail: { free: 0 },
      cause,
      headers: { 'retry-after': '5' },
    });
    expect(error).toMatchObject({
      message: 'Full.',
      detail: { free: 0 },
      cause,
      headers: { 'retry-after': '5' },
    });
  });

  it('has no cause of its own when none is given', () => {
    expect(Object.hasOwn(new OciError('internal'), 'cause')).toBe(false);
  });

  it('is recognised when another copy of the package made it', () => {
    const foreign = Object.assign(new Error('x'), {
      [Symbol.for('@margo-registry/oci-error')]: true,
      reason: 'denied',
    });
    expect(isOciError(foreign)).toBe(true);
    expect(isOciError(foreign, 'denied')).toBe(true);
    expect(isOciError(foreign, 'internal')).toBe(false);
  });

  it.each([undefined, null, 'denied', new Error('x'), { reason: 'denied' }])('is not seen in %p', (value) => {
    expect(isOciError(value)).toBe(false);
  });
});

describe('rendering errors', () => {
  it('writes the shape of the specification and nothing of cause, reason or stack', () => {
    const error = new OciError('denied', { message: 'No.', detail: { a: 1 }, cause: new Error('secret') });
    expect(JSON.parse(JSON.stringify(renderErrors(error)))).toEqual({
      errors: [{ code: 'DENIED', message: 'No.', detail: { a: 1 } }],
    });
  });

  it('leaves an absent detail out', () => {
    expect(Object.keys(renderErrors(new OciError('denied')).errors[0] ?? {})).toEqual(['code', 'message']);
  });

  it('keeps the order of several errors', () => {
    const { errors } = renderErrors([new OciError('denied'), new OciError('name-invalid')]);
    expect(errors.map(({ code }) => code)).toEqual(['DENIED', 'NAME_INVALID']);
  });
});
