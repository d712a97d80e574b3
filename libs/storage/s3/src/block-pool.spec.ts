import { jest } from '@jest/globals';
import { BLOCK, BlockPool, toBlocks } from './block-pool.js';

const IDLE = 1000;

describe('BlockPool', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('has a budget of whole blocks', () => {
    expect(new BlockPool(BLOCK + 1).budget.total).toBe(2 * BLOCK);
    expect([0, 1, BLOCK, BLOCK + 1].map(toBlocks)).toEqual([0, BLOCK, BLOCK, 2 * BLOCK]);
  });

  it('hands out again what came back, the last one first', () => {
    const pool = new BlockPool(4 * BLOCK, IDLE);
    const blocks = [pool.take(), pool.take()];
    expect(blocks[0]).not.toBe(blocks[1]);
    pool.give(blocks);
    expect(pool.spare).toBe(2 * BLOCK);
    expect(pool.take()).toBe(blocks[1]);
    expect(pool.take()).toBe(blocks[0]);
    expect(pool.spare).toBe(0);
  });

  it('lets go of blocks that nobody took for a while, and of those alone', () => {
    const pool = new BlockPool(4 * BLOCK, IDLE);
    pool.give([pool.take(), pool.take(), pool.take()]);
    jest.advanceTimersByTime(IDLE);
    expect(pool.spare).toBe(3 * BLOCK);
    pool.give([pool.take()]);
    jest.advanceTimersByTime(IDLE);
    expect(pool.spare).toBe(BLOCK);
    jest.advanceTimersByTime(IDLE);
    expect([pool.spare, jest.getTimerCount()]).toEqual([0, 0]);
  });
});
