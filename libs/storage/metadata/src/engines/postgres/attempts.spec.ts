import { LostRace } from '../../sql/lock.js';
import { withAttempts } from './attempts.js';

/** An attempt that fails with each of the errors in turn and then succeeds. */
function failing(...errors: Error[]): { attempt(): Promise<string>; readonly calls: number } {
  const state = {
    calls: 0,
    attempt: async () => {
      state.calls += 1;
      const error = errors.shift();
      if (error !== undefined) throw error;
      return 'done';
    },
  };
  return state;
}

const withCode = (code: string): Error => Object.assign(new Error(code), { code, severity: 'ERROR' });
const lost = (): Error => new Error('Connection terminated unexpectedly');

describe('attempts', () => {
  it.each(['40001', '40P01', '23503', '23505'])(
    'are repeated when SQLSTATE %s tells of a race',
    async (code) => {
      const work = failing(withCode(code), withCode(code));

      expect(await withAttempts(work.attempt)).toBe('done');
      expect(work.calls).toBe(3);
    },
  );

  it('are repeated when a command itself has found that it lost a race', async () => {
    expect(await withAttempts(failing(new LostRace('x')).attempt)).toBe('done');
  });

  it('end after a few races with the error of the last one', async () => {
    const work = failing(...Array.from({ length: 20 }, () => withCode('40001')));

    await expect(withAttempts(work.attempt)).rejects.toMatchObject({ code: '40001' });
    expect(work.calls).toBe(9);
  });

  it.each([lost(), withCode('57P01'), withCode('53300'), withCode('08P01'), withCode('ECONNREFUSED')])(
    'are repeated once on another connection after "%s"',
    async (error) => {
      expect(await withAttempts(failing(error).attempt)).toBe('done');
      const work = failing(error, error);
      await expect(withAttempts(work.attempt)).rejects.toBe(error);
      expect(work.calls).toBe(2);
    },
  );

  it.each([withCode('22P02'), withCode('53100'), withCode('57014'), new Error('Query read timeout')])(
    'are not repeated after "%s"',
    async (error) => {
      const work = failing(error);
      await expect(withAttempts(work.attempt)).rejects.toBe(error);
      expect(work.calls).toBe(1);
    },
  );
});
