import { jest } from '@jest/globals';
import { Logins } from './logins.js';

const alice = { account: 'alice', password: 'secret' };

describe('logins', () => {
  it('are checked once for equal credentials that arrive at once', async () => {
    const logins = new Logins();
    const check = jest.fn(() => Promise.resolve(true));
    const results = await Promise.all(Array.from({ length: 50 }, () => logins.run(alice, '10.0.0.1', check)));
    expect(results).toEqual(Array(50).fill(true));
    expect(check).toHaveBeenCalledTimes(1);
  });

  it('are refused unchecked after too many failures', async () => {
    const logins = new Logins();
    const check = jest.fn(() => Promise.resolve(undefined));
    for (let index = 0; index < 5; index++)
      expect(await logins.run({ ...alice, password: `guess ${index}` }, '10.0.0.1', check)).toBeUndefined();
    await expect(logins.run(alice, '10.0.0.1', check)).rejects.toMatchObject({ reason: 'too-many-logins' });
    expect(check).toHaveBeenCalledTimes(5);
  });

  it('do not count as failed when nobody could judge them', async () => {
    const logins = new Logins();
    const check = (): Promise<undefined> => Promise.reject(new Error('down'));
    for (let index = 0; index < 30; index++)
      await expect(logins.run(alice, '10.0.0.1', check)).rejects.toThrow('down');
  });
});
