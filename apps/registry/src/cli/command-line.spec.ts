import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { runCommandLine } from './command-line.js';

/** What a command answered. */
interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(...args: string[]): Promise<Ended> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const code = await runCommandLine(args, { input: new PassThrough(), out, err, environment: {} });
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}

describe('margo-registry', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-cli-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));
  const settings = async (name: string, text: string): Promise<string> => {
    const path = join(directory, `${name}.yaml`);
    await writeFile(path, text);
    return path;
  };

  it('helps on request, with commands, exit codes and an example, and ends with 0', async () => {
    const help = await run('--help');
    expect(help).toMatchObject({ code: 0, err: '' });
    expect(help.out).toMatch(/move-store[\s\S]*verify[\s\S]*Exit codes:[\s\S]*78/);
    expect((await run('move-store', '--help')).out).toContain('$ margo-registry move-store --from');
    expect((await run('verify', '--help')).out).toContain('--pace 50MiB/s');
  });

  it('says its version', async () => {
    expect(await run('--version')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it.each([
    ['without a command', [], 'Usage:'],
    ['with an unknown command', ['mend'], "unknown command 'mend'"],
    ['without a needed option', ['move-store', '--from', 'a.yaml'], "required option '--to"],
    ['with an unknown option', ['verify', '--fast'], "unknown option '--fast'"],
    ['with a pace that is none', ['verify', '--pace', 'slowly'], 'such as 50MiB/s'],
    ['with a word too many', ['verify', 'please'], 'too many arguments'],
  ])('ends with 2 %s, on stderr', async (_how, args, sentence) => {
    expect(await run(...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(sentence) });
  });

  it('ends with 78 for settings that cannot be read or are faulty, and names them', async () => {
    const absent = await run('verify', '--settings', join(directory, 'absent.yaml'));
    expect(absent).toMatchObject({ code: 78, err: expect.stringContaining('absent.yaml') });
    const faulty = await run('verify', '--settings', await settings('faulty', 'blobs: { inline: 2MiB }'));
    expect(faulty).toMatchObject({ code: 78, err: expect.stringContaining('blobs.inline') });
  });

  it('makes no database where none is', async () => {
    const file = join(directory, 'nothing.db');
    const text = `metadata: { file: ${file} }\nblobs: { directory: ${join(directory, 'blobs')} }`;
    const ended = await run('verify', '--settings', await settings('wrong-path', text));

    expect(ended).toMatchObject({ code: 78, err: expect.stringContaining(file) });
    await expect(rm(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('moves no database into itself', async () => {
    const file = await settings('same', `metadata: { file: ${join(directory, 'same.db')} }`);

    expect(await run('move-store', '--from', file, '--to', file)).toMatchObject({
      code: 78,
      err: expect.stringContaining('the same database'),
    });
  });
});
