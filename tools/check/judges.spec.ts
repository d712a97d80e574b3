import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JUDGES, findJudge, skippedLine } from './judges.mjs';

describe('looking for a judge', () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'judges-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  function place(path: string, mode = 0o755): string {
    const file = join(directory, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, '');
    chmodSync(file, mode);
    return file;
  }

  it('prefers the folder of judges to PATH', () => {
    const own = place('own/oras');
    place('path/oras');
    expect(findJudge('oras', { directory: join(directory, 'own'), path: join(directory, 'path') })).toBe(own);
  });

  it('finds a judge that was installed for everybody on PATH', () => {
    const program = place('second/skopeo');
    const path = `${join(directory, 'first')}:${join(directory, 'second')}`;
    expect(findJudge('skopeo', { directory, path })).toBe(program);
  });

  it('passes over a file that cannot be run', () => {
    place('own/oras', 0o644);
    expect(findJudge('oras', { directory: join(directory, 'own'), path: '' })).toBeUndefined();
  });

  it('takes a library for Python from its own environment only', () => {
    place('path/python');
    expect(findJudge('oras-py', { directory, path: join(directory, 'path') })).toBeUndefined();
    const python = place('oras-py/bin/python');
    expect(findJudge('oras-py', { directory, path: '' })).toBe(python);
  });

  it('names in one line what is absent and where it was looked for', () => {
    expect(skippedLine('oras')).toMatch(/^skipped: no oras at \/.*\/oras or on PATH$/);
    expect(skippedLine('oras-py')).toMatch(/^skipped: no oras-py at \/.*\/oras-py\/bin\/python$/);
  });

  it.each(Object.entries(JUDGES))('has a pinned package of one kind for %s', (_name, { go, apt, pip }) => {
    expect([go, apt, pip].filter(Boolean)).toHaveLength(1);
    if (go) expect(go).toMatch(/@v\d/);
    if (pip) expect(pip).toMatch(/==\d/);
  });
});
