import fc from 'fast-check';
import { MemoryBudget, type Share } from './memory-budget.js';

const REASON = new Error('gone');

describe('MemoryBudget', () => {
  it('lets shares grow while there is memory, and counts what they hold', async () => {
    const budget = new MemoryBudget(100);
    const [a, b] = [budget.open(50), budget.open(50)];
    await a.grow(30);
    await b.grow(50);
    expect(budget.held).toBe(80);
    a.release();
    a.release();
    expect([budget.held, budget.peak]).toEqual([50, 80]);
  });

  it('refuses a share that the whole budget could not fill', () => {
    expect(() => new MemoryBudget(100).open(101)).toThrow(RangeError);
  });

  it('keeps enough aside for the share that is nearest to its end', async () => {
    const budget = new MemoryBudget(100);
    const [a, b] = [budget.open(100), budget.open(100)];
    await a.grow(60);
    const later = settled(b.grow(10));
    expect(await later()).toBe(false);
    await a.grow(100);
    a.release();
    expect(await later()).toBe(true);
  });

  it('serves first who came first', async () => {
    const budget = new MemoryBudget(10);
    const full = budget.open(10);
    await full.grow(10);
    const order: string[] = [];
    const waiting = ['a', 'b', 'c'].map(async (name) => {
      const share = budget.open(10);
      await share.grow(10);
      order.push(name);
      share.release();
    });
    full.release();
    await Promise.all(waiting);
    expect(order).toEqual(['a', 'b', 'c']);
  });

  it('lets nobody wait longer than until the signal', async () => {
    const budget = new MemoryBudget(10);
    const full = budget.open(10);
    await full.grow(10);
    const aborter = new AbortController();
    const grown = budget.open(10).grow(1, aborter.signal);
    const next = budget.open(10);
    const later = settled(next.grow(1));
    aborter.abort(REASON);
    await expect(grown).rejects.toBe(REASON);
    await expect(budget.open(10).grow(1, aborter.signal)).rejects.toBe(REASON);
    full.release();
    expect(await later()).toBe(true);
  });

  it('never holds more than its total and never comes to a standstill, whoever grows by how much and when', async () => {
    const step = fc.record({ most: fc.integer({ min: 1, max: 20 }), by: fc.integer({ min: 1, max: 7 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        const budget = new MemoryBudget(20);
        await Promise.all(steps.map((one, index) => fill(budget.open(one.most), one, index)));
        expect(budget.held).toBe(0);
        expect(budget.peak).toBeLessThanOrEqual(20);
      }),
      { numRuns: 300 },
    );
  });
});

/** Grows step by step with pauses of its own, is sent for a while, and gives back. */
async function fill(share: Share, { most, by }: { most: number; by: number }, index: number): Promise<void> {
  for (let held = 0; held < most;) {
    held = Math.min(held + by, most);
    await share.grow(held);
    for (let pause = 0; pause < index % 3; pause += 1) await Promise.resolve();
  }
  share.seal();
  await new Promise(setImmediate);
  share.release();
}

/** Tells, whenever asked, whether `work` is done. */
function settled(work: Promise<void>): () => Promise<boolean> {
  let isDone = false;
  void work.then(() => (isDone = true));
  return async () => {
    await new Promise(setImmediate);
    return isDone;
  };
}
