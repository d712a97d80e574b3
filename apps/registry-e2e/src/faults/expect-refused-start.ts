import { refusedStart } from '../harness/refused-start.js';

/** Code 78, one line that says what is the matter, no stack, no secret, and never a ready line. */
export async function expectRefusedStart(
  environment: Readonly<Record<string, string>>,
  ...reasons: readonly RegExp[]
): Promise<void> {
  const { code, stderr, stdout } = await refusedStart(environment);
  expect({ code, lines: stderr.trim().split('\n').length, stdout, stderr }).toEqual({
    code: 78,
    lines: 1,
    stdout: expect.not.stringContaining('listening'),
    stderr,
  });
  for (const reason of reasons) expect(stderr).toMatch(reason);
  const secrets = [environment['REGISTRY_BLOBS_SECRET_KEY'], 'wrong-password', 'registry-password'];
  for (const secret of secrets.filter((word) => word !== undefined)) expect(stderr).not.toContain(secret);
}
