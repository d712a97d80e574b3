import { OCI_ERRORS, type OciErrorReason } from '@margo-registry/oci';
import type { Answer } from './answer.js';

/** Expects the status and the code that the error table has for a reason, in the OCI form, as JSON, with a sentence. */
export function expectRefusal(answer: Answer, reason: OciErrorReason): void {
  const { code, status } = OCI_ERRORS[reason];
  expect({ status: answer.status, body: answer.text }).toEqual({
    status,
    body: expect.stringContaining(code),
  });
  expect(answer.header('content-type')).toBe('application/json');
  expect(answer.json).toEqual({
    errors: [expect.objectContaining({ code, message: expect.stringMatching(/\S/) })],
  });
}
