import { createHash } from 'node:crypto';
import { appendFile, cp, mkdir, mkdtemp, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { margoRegistry } from '../harness/command-line.js';
import { listReleases, pathOf } from '../upgrade/kept-releases.js';

const [RELEASE = ''] = listReleases();

describe('a backup that is not as it should be', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-registry-bad-backup-'));
    await cp(pathOf(RELEASE, 'backup'), join(directory, 'backup'), { recursive: true });
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const path = (...names: string[]) => join(directory, 'backup', ...names);
  const environment = () => ({
    REGISTRY_BLOBS_DIRECTORY: join(directory, 'data/blobs'),
    REGISTRY_METADATA_FILE: join(directory, 'data/registry.db'),
  });
  const restore = () => margoRegistry(['restore', '--from', path()], environment());
  const factsFile = async (): Promise<string> =>
    (await readdir(path())).find((name) => name.endsWith('.ndjson'))!;
  const expectNothingBegun = async (reason: RegExp): Promise<void> => {
    const { code, stderr, stdout } = await restore();
    expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({
      code: 1,
      stdout: '',
      lines: 1,
    });
    expect(stderr).toMatch(reason);
    expect(await readdir(directory)).toEqual(['backup']);
  };

  it('is refused before anything is written: cut facts, changed facts, another format, no summary', async () => {
    const summary = JSON.parse(await readFile(path('backup.json'), 'utf8')) as Record<string, unknown>;
    await writeFile(path('backup.json'), JSON.stringify({ ...summary, format: 2 }));
    await expectNothingBegun(/another format \(2\); restore it with the version that made it/);
    await writeFile(path('backup.json'), 'null');
    await expectNothingBegun(/another format/);
    await writeFile(path('backup.json'), JSON.stringify(summary).slice(0, 20));
    await expectNothingBegun(/no whole backup/);
    await writeFile(path('backup.json'), JSON.stringify(summary));
    await truncate(path(await factsFile()), 1000);
    await expectNothingBegun(/are not those of the backup; take another copy/);
  });

  it('is refused where it holds facts that this version does not know', async () => {
    const file = path(await factsFile());
    await writeFile(file, `${JSON.stringify({ fact: 'quota' })}\n${await readFile(file, 'utf8')}`);
    const factsDigest = `sha256:${createHash('sha256')
      .update(await readFile(file))
      .digest('hex')}`;
    const summary = JSON.parse(await readFile(path('backup.json'), 'utf8')) as object;
    await writeFile(path('backup.json'), JSON.stringify({ ...summary, factsDigest }));
    await expectNothingBegun(/of a later version; .*restore it with the version that made it/);
  });

  it('is restored but for a blob that is lost and one that is changed, which are named', async () => {
    const blobs = (await readdir(path('blobs'), { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    const [lost, changed] = blobs.map((entry) => join(entry.parentPath, entry.name));
    await rm(lost!);
    await appendFile(changed!, 'more');
    const { code, stdout } = await restore();
    expect(code).toBe(1);
    for (const { name } of blobs.slice(0, 2)) expect(stdout).toContain(name);
  });

  it('is written into no file, and into no folder of something else', async () => {
    expect((await restore()).code).toBe(0);
    await writeFile(join(directory, 'file'), '');
    await mkdir(join(directory, 'mine'));
    await writeFile(join(directory, 'mine/letter.txt'), 'dear');
    for (const [folder, reason] of [
      ['file', /it is a file|is a file/],
      ['mine', /of no backup \(letter.txt\); name an empty folder/],
      ['data', /of no backup/],
      ['data/blobs', /of no backup/],
    ] as const) {
      const { code, stderr } = await margoRegistry(
        ['backup', '--to', join(directory, folder)],
        environment(),
      );
      expect([folder, code, stderr.trim().split('\n').length]).toEqual([folder, 1, 1]);
      expect(stderr).toMatch(reason);
    }
    expect(await margoRegistry(['verify'], environment())).toMatchObject({ code: 0 });
  });
});
