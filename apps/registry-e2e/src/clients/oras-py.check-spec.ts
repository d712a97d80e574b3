import { join } from 'node:path';
import { describeClient } from './describe-client.js';
import { someBytes } from './some-bytes.js';

const SESSION = join(import.meta.dirname, 'oras-py-session.py');
const SMALL = Buffer.from('name: hello\n');
const LARGE = someBytes('oras-py', 1_000_000);

describeClient('oras-py', (meeting) => {
  const repository = (name: string): string => `${meeting.registry.host}/${name}`;

  beforeAll(async () => {
    await meeting.client.write('small.yaml', SMALL);
    await meeting.client.write('large.bin', LARGE);
  });

  /** Makes the calls with one client object; the result of each. */
  async function call(...calls: unknown[][]): Promise<unknown[]> {
    const lines = calls.map((each) => JSON.stringify(each)).join('\n');
    const printed = await meeting.client.runFed(lines, SESSION);
    return printed
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
  }

  it('give back byte for byte what was pushed', async () => {
    const target = `${repository('py/bytes')}:1.0.0`;
    const [digest, count] = await call(
      ['push', target, ['small.yaml', 'large.bin']],
      ['pull', target, 'pulled'],
    );
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(count).toBe(2);
    expect((await meeting.client.read('pulled/small.yaml')).equals(SMALL)).toBe(true);
    expect((await meeting.client.read('pulled/large.bin')).equals(LARGE)).toBe(true);
  });

  it('push in chunks', async () => {
    const target = `${repository('py/chunks')}:1.0.0`;
    await meeting.log.takeRequests();
    await call(['push_in_chunks', target, ['large.bin'], 300_000], ['pull', target, 'pulled-chunks']);
    expect(await meeting.log.takeByMethod('PATCH')).toEqual(
      Array(4).fill('202 /v2/py/chunks/blobs/uploads/…'),
    );
    expect((await meeting.client.read('pulled-chunks/large.bin')).equals(LARGE)).toBe(true);
  });

  it('page through tags', async () => {
    const name = repository('py/tags');
    const pushes = ['1.0.0', '1.1.0', '2.0.0'].map((tag) => ['push', `${name}:${tag}`, ['small.yaml']]);
    const results = await call(...pushes, ['tags', name], ['tags', name, 2]);
    expect(results.slice(-2)).toEqual([
      ['1.0.0', '1.1.0', '2.0.0'],
      ['1.0.0', '1.1.0'],
    ]);
  });

  it('read a manifest', async () => {
    const target = `${repository('py/manifest')}:1.0.0`;
    const [, manifest] = await call(['push', target, ['small.yaml:text/yaml']], ['manifest', target]);
    expect(manifest).toMatchObject({ layers: [{ mediaType: 'text/yaml', size: SMALL.length }] });
  });

  it('open and cancel an upload to learn whether a push is allowed', async () => {
    expect(await call(['dry_run', `${repository('py/dry-run')}:1.0.0`])).toEqual([[202, 204]]);
  });

  it('delete the manifest of a tag', async () => {
    const name = repository('py/delete');
    const results = await call(
      ['push', `${name}:1.0.0`, ['small.yaml']],
      ['delete', name, ['1.0.0']],
      ['tags', name],
    );
    expect(results.slice(1)).toEqual([['1.0.0'], []]);
  });
});
