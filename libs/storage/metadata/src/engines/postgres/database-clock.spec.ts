import { jest } from '@jest/globals';
import { DatabaseClock } from './database-clock.js';

describe('the clock of the database', () => {
  afterEach(() => jest.restoreAllMocks());

  it('goes on from what the database said last, whatever the clock of this machine says', () => {
    let monotonic = 5000.5;
    jest.spyOn(performance, 'now').mockImplementation(() => monotonic);
    jest.spyOn(Date, 'now').mockReturnValue(0);
    const clock = new DatabaseClock();
    clock.set(1_000_000);
    expect(clock.now()).toBe(1_000_000);
    monotonic += 250;
    expect(clock.now()).toBe(1_000_250);
    clock.set(900_000);
    expect(clock.now()).toBe(900_000);
  });
});
