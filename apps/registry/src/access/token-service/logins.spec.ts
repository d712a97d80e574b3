import { jest } from '@jest/globals';
import { Logins } from './logins.js';

const alice = { account: 'alice', password: 'secret' };

describe('logins', () => {
  it('are checked once for equal credentials that arrive at once', async () => {
    const logins = new Logins();
    const check = jest.fn(() => Promise.resolve({ isRight: true, result: 'token' }));
    const login = { credentials: alice, address: '10.0.0.1' };
    const results = await Promise.all(Array.from({ length: 50 }, () => logins.run(login, check)));
    expect(results).toEqual(Array(50).fill('token'));
    expect(check).toHaveBeenCalledTimes(1);
    await Promise.all(['a', 'b'].map((question) => logins.run({ ...login, question }, check)));
    expect(check).toHaveBeenCalledTimes(3);
  });

  it('are refused unchecked after too many failures', async () => {
    const logins = new Logins();
    const check = jest.fn(() => Promise.resolve({ isRight: false, result: undefined }));
    const guess = (password: string): Promise<undefined> =>
      logins.run({ credentials: { ...alice, password }, address: '10.0.0.1' }, check);
    for (let index = 0; index < 5; index++) expect(await guess(`guess ${index}`)).toBeUndefined();
    await expect(guess('secret')).rejects.toMatchObject({ reason: 'too-many-logins' });
    expect(check).toHaveBeenCalledTimes(5);
  });

  it('do not count as failed when nobody could judge them', async () => {
    const logins = new Logins();
    const check = (): Promise<never> => Promise.reject(new Error('down'));
    for (let index = 0; index < 30; index++)
      await expect(logins.run({ credentials: alice, address: '10.0.0.1' }, check)).rejects.toThrow('down');
  });
});
