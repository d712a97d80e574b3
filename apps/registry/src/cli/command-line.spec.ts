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

  describe('settings check', () => {
    it('lists what the registry would run with, who said it, and ends with 0', async () => {
      const path = await settings(
        'good',
        'http:\n  port: 5001\nblobs:\n  driver: filesystem\n  directory: /d\n',
      );
      const text = await run('settings', 'check', path);
      expect(text).toMatchObject({ code: 0, err: '' });
      expect(text.out).toMatch(new RegExp(`^http.port +5001 +${path}:2:3$`, 'm'));
      expect(text.out).toMatch(new RegExp(`^blobs.directory +/d +${path}:5:3$`, 'm'));
      expect(text.out).toMatch(/^log.level +info +default$/m);
      const json = JSON.parse((await run('settings', 'check', path, '--format', 'json')).out);
      expect(json).toMatchObject({ acceptable: true, faults: [] });
    });

    it('lists the faults of the registry, of the driver, and of what cannot work together, and ends with 78', async () => {
      const faulty = 'http: { prot: 1 }\nblobs: { driver: s3, inline: 9MiB, bukket: a }\n';
      const { code, out } = await run('settings', 'check', await settings('faulty', faulty));
      expect(code).toBe(78);
      expect(out).toMatch(/faulty.yaml:1:9: http.prot: is not a setting \(did you mean "port"\?\)/);
      expect(out).toMatch(/faulty.yaml:2:22: blobs.inline: must be 1MiB at most/);
      expect(out).toMatch(/faulty.yaml:2:36: blobs.bukket: is not a setting \(did you mean "bucket"\?\)/);
      expect(out).toMatch(/REGISTRY_BLOBS_ENDPOINT: is missing/);
      expect(out).toMatch(/\d faults: the registry would not start/);
    });

    it('goes on to the files that the settings name, and to a package that is not installed', async () => {
      const combined = 'http: { host: 0.0.0.0, workers: 2, tlsCert: /nowhere/c, tlsKey: /nowhere/k }\n';
      const { code, out } = await run('settings', 'check', await settings('combined', combined));
      expect(code).toBe(78);
      expect(out).toMatch(/REGISTRY_ACCESS_OPEN=true[\s\S]*REGISTRY_HTTP_WORKERS is 2[\s\S]*\/nowhere\/c/);
      const plugin = await settings('plugin', 'blobs: { driver: "@vendor/tape" }\nhttp: { port: x }\n');
      const both = await run('settings', 'check', plugin);
      expect(both.out).toMatch(/http.port: must be[\s\S]*"@vendor\/tape" is not installed/);
    });
  });

  it('prints the schema of the settings', async () => {
    const { code, out } = await run('settings', 'schema');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      $schema: expect.stringContaining('2020-12'),
      type: ['object', 'null'],
    });
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
