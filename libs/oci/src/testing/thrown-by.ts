import { isOciError, type OciError } from '../oci-error.js';

/** The refusal that `call` throws. Anything else that it throws, and nothing, fails the test. */
export function thrownBy(call: () => unknown): OciError {
  try {
    call();
  } catch (error) {
    if (isOciError(error)) return error;
    throw error;
  }
  throw new Error('expected an OciError, but nothing was thrown');
}
