import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refusedStart } from '../harness/refused-start.js';

describe('a start with an htpasswd file that cannot be taken', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-registry-htpasswd-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  it.each([
    ['alice:$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/\n', 'MD5 hash'],
    ['alice:hunter2\n', 'password in clear text'],
    ['alice\n', 'is not "account:hash"'],
    [undefined, 'cannot be read (ENOENT)'],
  ])('ends with 78 and one sentence that says what to do: %j', async (content, sentence) => {
    const htpasswd = join(directory, content === undefined ? 'absent' : 'htpasswd');
    if (content !== undefined) await writeFile(htpasswd, content);
    const { code, stderr, stdout } = await refusedStart({
      REGISTRY_ACCESS_MODE: 'bearer',
      REGISTRY_ACCESS_HTPASSWD: htpasswd,
    });
    expect(code).toBe(78);
    expect(stderr).toContain(sentence);
    expect(`${stderr}${stdout}`).not.toMatch(/hunter2|\n\s+at /);
  });
});
