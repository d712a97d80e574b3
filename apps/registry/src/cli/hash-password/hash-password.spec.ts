import { PassThrough } from 'node:stream';
import { compare } from 'bcryptjs';
import { parseHtpasswd } from '../../access/token-service/htpasswd.js';
import { runCommandLine } from '../command-line.js';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(typed: string, args: readonly string[], isTTY = false): Promise<Ended> {
  const [input, out, err] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const terminal = { input: Object.assign(input, { isTTY }), out, err, environment: {} };
  input.write(typed);
  if (!isTTY) input.end();
  const code = await runCommandLine(['hash-password', ...args], terminal);
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}

describe('margo-registry hash-password', () => {
  it('prints the line of an htpasswd file for the password on stdin, without its line end', async () => {
    const { code, out, err } = await run('sécret word\n', ['alice', '--cost', '8']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^alice:\$2b\$08\$.{53}\n$/);
    const hash = parseHtpasswd(out, 'stdin').get('alice')!;
    expect(await compare('sécret word', hash)).toBe(true);
    expect(await compare('sécret word\n', hash)).toBe(false);
  });

  it('asks on a terminal and does not show what is typed', async () => {
    const { code, out, err } = await run('secret\r', ['alice', '--cost', '8'], true);
    expect([code, err]).toEqual([0, 'Password of alice: \n']);
    expect(await compare('secret', parseHtpasswd(out, 'stdin').get('alice')!)).toBe(true);
  });

  it.each([
    ['', 'is empty'],
    ['\n', 'is empty'],
    ['two\nlines', 'control characters'],
    ['ä'.repeat(37), 'longer than 72 bytes'],
  ])('refuses %j', async (password, fault) => {
    expect(await run(password, ['alice'])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining(fault),
    });
  });

  it.each([
    [[]],
    [['a:b']],
    [['#a']],
    [['']],
    [[' a']],
    [['alice', '--cost', '4']],
    [['alice', '--cost', 'x']],
    [['alice', 'password']],
  ])('ends with 2 for %j', async (args) => {
    expect(await run('secret', args)).toMatchObject({ code: 2, out: '' });
  });
});
