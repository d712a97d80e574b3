import { FewAtOnce } from './few-at-once.js';

describe('a gate for a few tasks', () => {
  it('runs no more of them at once, and all of them, also when some fail', async () => {
    const gate = new FewAtOnce(2);
    let running = 0;
    const counts: number[] = [];
    const task = async (index: number) => {
      counts.push((running += 1));
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (index % 3 === 0) throw new Error('fails');
    };
    const ends = await Promise.allSettled([...Array(10).keys()].map((index) => gate.run(() => task(index))));

    expect(Math.max(...counts)).toBe(2);
    expect(counts).toHaveLength(10);
    expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(4);
  });
});
