import { createHash } from 'node:crypto';
import { RunningHash, RunningHashes } from './running-hash.js';

const sha256 = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

describe('a running hash', () => {
  it('knows the digest so far and can go on afterwards', () => {
    const hash = new RunningHash(['sha256']);
    hash.update(Buffer.from('mar'));
    expect(hash.digest('sha256')).toBe(sha256('mar'));
    hash.update(Buffer.from('go'));
    expect(hash.digest('sha256')).toBe(sha256('margo'));
    expect(hash.size).toBe(5);
  });

  it('says nothing about an algorithm that did not run along', () => {
    expect(new RunningHash(['sha256']).digest('sha512')).toBeUndefined();
  });

  it('passes chunks on unchanged', async () => {
    const hash = new RunningHash(['sha256']);
    const passed: string[] = [];
    for await (const chunk of hash.along(chunksOf('a', 'b', 'c'))) passed.push(Buffer.from(chunk).toString());
    expect(passed).toEqual(['a', 'b', 'c']);
    expect(hash.digest('sha256')).toBe(sha256('abc'));
  });
});

describe('the running hashes of a process', () => {
  it('give a hash away only when it covers exactly the bytes that are stored', () => {
    const hashes = new RunningHashes();
    const hash = new RunningHash(['sha256']);
    hash.update(Buffer.from('abc'));
    hashes.keep('one', hash);
    expect(hashes.take('one', 2)).toBeUndefined();
    hashes.keep('one', hash);
    expect(hashes.take('one', 3)).toBe(hash);
    expect(hashes.take('one', 3)).toBeUndefined();
  });

  it('forget the oldest instead of growing without end', () => {
    const hashes = new RunningHashes();
    for (let index = 0; index <= 1000; index += 1) hashes.keep(`upload ${index}`, new RunningHash([]));
    expect(hashes.take('upload 0', 0)).toBeUndefined();
    expect(hashes.take('upload 1000', 0)).toBeDefined();
  });
});

async function* chunksOf(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}
