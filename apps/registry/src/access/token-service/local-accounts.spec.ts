import { jest } from '@jest/globals';
import { hash } from 'bcryptjs';
import { rename, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartRefused } from '../../start-refused.js';
import { HtpasswdFile } from './htpasswd-file.js';
import { LocalAccounts } from './local-accounts.js';
import { PasswordChecks } from './password-checks.js';

describe('local accounts', () => {
  const checks = new PasswordChecks();
  afterAll(() => checks.close());

  async function accountsOf(
    passwords: Record<string, string>,
    prefix = '$2b$',
  ): Promise<Map<string, string>> {
    const entries = Object.entries(passwords).map(async ([account, password]): Promise<[string, string]> => [
      account,
      (await hash(password, 4)).replace('$2b$', prefix),
    ]);
    return new Map(await Promise.all(entries));
  }

  it.each(['$2a$', '$2b$', '$2y$'])(
    'are told right passwords from wrong ones by %s hashes',
    async (prefix) => {
      const map = await accountsOf({ alice: 'secret' }, prefix);
      const accounts = new LocalAccounts({ current: () => Promise.resolve(map) }, checks);
      expect(await accounts.isRight({ account: 'alice', password: 'secret' })).toBe(true);
      expect(await accounts.isRight({ account: 'alice', password: 'Secret' })).toBe(false);
      expect(await accounts.isRight({ account: 'bob', password: 'secret' })).toBe(false);
    },
  );

  it('cost a bcrypt of the same cost whether the account or only its password is unknown', async () => {
    const map = await accountsOf({ alice: 'secret' });
    const check = jest.fn((_password: string, _hash: string) => Promise.resolve(false));
    const accounts = new LocalAccounts({ current: () => Promise.resolve(map) }, { check });
    await accounts.isRight({ account: 'alice', password: 'wrong' });
    await accounts.isRight({ account: 'nobody', password: 'wrong' });
    expect(check.mock.calls.map(([, hashed]) => hashed.slice(0, 7))).toEqual(['$2b$04$', '$2b$04$']);
  });

  it('stay unknown even if the hash that stands for nobody had a password', async () => {
    const accounts = new LocalAccounts(
      { current: () => Promise.resolve(new Map()) },
      { check: () => Promise.resolve(true) },
    );
    expect(await accounts.isRight({ account: 'nobody', password: 'any' })).toBe(false);
  });

  it('are not hashed again for a password that was right a moment ago, until their hash changes', async () => {
    let map = await accountsOf({ alice: 'secret' });
    const check = jest.fn((password: string, hashed: string) => checks.check(password, hashed));
    const accounts = new LocalAccounts({ current: () => Promise.resolve(map) }, { check });
    for (let index = 0; index < 3; index++) await accounts.isRight({ account: 'alice', password: 'secret' });
    expect(check).toHaveBeenCalledTimes(1);
    map = await accountsOf({ alice: 'changed' });
    expect(await accounts.isRight({ account: 'alice', password: 'secret' })).toBe(false);
  });

  it('have a fingerprint that ends with the password', async () => {
    let map = await accountsOf({ alice: 'secret' });
    const accounts = new LocalAccounts({ current: () => Promise.resolve(map) }, checks);
    const fingerprint = (await accounts.findFingerprint('alice'))!;
    expect(await accounts.hasFingerprint('alice', fingerprint)).toBe(true);
    expect(await accounts.hasFingerprint('bob', '')).toBe(false);
    map = await accountsOf({ alice: 'secret' });
    expect(await accounts.hasFingerprint('alice', fingerprint)).toBe(false);
  });

  it('are refused when too many wait, and a thread that was closed is replaced', async () => {
    const busy = new PasswordChecks();
    const [hashed = ''] = (await accountsOf({ alice: 'secret' })).values();
    const waiting = Array.from({ length: 64 }, () => busy.check('secret', hashed));
    expect(() => busy.check('secret', hashed)).toThrow(expect.objectContaining({ reason: 'logins-busy' }));
    expect(await Promise.all(waiting)).toEqual(Array(64).fill(true));
    await busy.close();
    expect(await busy.check('secret', hashed)).toBe(true);
    await busy.close();
  });
});

describe('the file of accounts', () => {
  let directory: string;
  let path: string;
  let now: jest.SpiedFunction<typeof Date.now>;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-htpasswd-'));
    path = join(directory, 'accounts');
    await writeFile(path, `alice:${await hash('secret', 4)}\n`);
    now = jest.spyOn(Date, 'now').mockReturnValue(0);
  });
  afterEach(async () => {
    now.mockRestore();
    await rm(directory, { recursive: true });
  });

  it('is read again when it has changed, at most once a second', async () => {
    const file = await HtpasswdFile.open(path, (error) => expect(error).toBeUndefined());
    await writeFile(`${path}.new`, `bob:${await hash('secret', 4)}\n`);
    await rename(`${path}.new`, path);
    expect([...(await file.current()).keys()]).toEqual(['alice']);
    now.mockReturnValue(1000);
    expect([...(await file.current()).keys()]).toEqual(['bob']);
  });

  it('leaves the accounts as they were when it becomes unreadable, and complains once', async () => {
    const complaints: unknown[] = [];
    const file = await HtpasswdFile.open(path, (error) => complaints.push(error));
    await writeFile(path, 'alice:clear text\n');
    await utimes(path, 1, 1);
    for (const time of [1000, 2000]) {
      now.mockReturnValue(time);
      expect((await file.current()).has('alice')).toBe(true);
    }
    expect(complaints).toEqual([expect.any(StartRefused)]);
  });

  it('has to be there at the start', async () => {
    await expect(HtpasswdFile.open(join(directory, 'none'), () => undefined)).rejects.toThrow(/ENOENT/);
    await expect(HtpasswdFile.open(directory, () => undefined)).rejects.toThrow(/EISDIR/);
  });
});
