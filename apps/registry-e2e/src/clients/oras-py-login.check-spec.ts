import { join } from 'node:path';
import { passwordOf } from '../access/local-accounts.js';
import { describeLogin } from './describe-login.js';
import { someBytes } from './some-bytes.js';

const SESSION = join(import.meta.dirname, 'oras-py-session.py');
const CONTENT = someBytes('oras-py login', 100_000);

describeLogin('oras-py', (meeting) => {
  const repository = (name: string): string => `${meeting.registry.host}/${name}`;

  beforeAll(() => meeting.client.write('content.bin', CONTENT));

  /** Makes the calls with one client object, behind a login; the result of each. */
  async function call(account: string, ...calls: unknown[][]): Promise<unknown[]> {
    const login = ['login', meeting.registry.host, account, passwordOf(account)];
    const lines = [login, ...calls].map((each) => JSON.stringify(each)).join('\n');
    const printed = await meeting.client.runFed(lines, SESSION);
    const results = printed.toString().trim().split('\n');
    return results.slice(1).map((line) => JSON.parse(line) as unknown);
  }

  it('log in and push, although it keeps the token of the first challenge', async () => {
    const target = `${repository('acme/py')}:1.0.0`;
    const [digest] = await call('publisher', ['push', target, ['content.bin']]);
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await call('wfm', ['pull', target, 'pulled'])).toEqual([1]);
    expect((await meeting.client.read('pulled/content.bin')).equals(CONTENT)).toBe(true);
  });

  it('push in chunks, and list tags', async () => {
    const name = repository('acme/py-chunks');
    await call('publisher', ['push_in_chunks', `${name}:1.0.0`, ['content.bin'], 30_000]);
    expect(await call('wfm', ['tags', name])).toEqual([['1.0.0']]);
  });

  it('open and cancel an upload to learn whether a push is allowed', async () => {
    expect(await call('publisher', ['dry_run', `${repository('acme/py-dry-run')}:1.0.0`])).toEqual([
      [202, 204],
    ]);
  });
});
