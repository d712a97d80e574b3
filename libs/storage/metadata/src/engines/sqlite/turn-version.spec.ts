import { setImmediate as nextTurn } from 'node:timers/promises';
import { TurnVersion } from './turn-version.js';

describe('the version of a turn', () => {
  let stored = 1;
  let reads = 0;
  const version = new TurnVersion(() => {
    reads += 1;
    return stored;
  });

  it('is read once however often it is asked for', () => {
    version.get();
    version.get();
    expect(reads).toBe(1);
  });

  it('is read again in the next turn', async () => {
    stored = 2;
    await nextTurn();
    expect(version.get()).toBe(2);
  });

  it('is read again at once when a commit was told', () => {
    version.get();
    stored = 3;
    version.forget();
    expect(version.get()).toBe(3);
  });
});
