import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { ask, Patience } from './patience.js';

const MINUTE = 60_000;

describe('Patience', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('gives up on a service that says nothing for a minute', async () => {
    const answer = ask(({ abortSignal }) => silence(abortSignal));
    mock.timers.tick(MINUTE - 1);
    assert.equal(await Promise.race([answer, Promise.resolve('still waiting')]), 'still waiting');
    mock.timers.tick(1);
    await assert.rejects(answer, { name: 'AbortError' });
  });

  it('does not count the time between two answers', async () => {
    const patience = new Patience();
    for (const answer of ['first', 'second']) {
      assert.equal(await patience.wait(Promise.resolve(answer)), answer);
      mock.timers.tick(10 * MINUTE);
    }
    assert.equal(patience.signal.aborted, false);
  });

  it('ends with the caller', () => {
    const caller = new AbortController();
    const patience = new Patience(caller.signal);
    caller.abort(new Error('gone'));
    assert.equal(patience.signal.reason, caller.signal.reason);
  });
});

function silence(signal: AbortSignal): Promise<string> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
}
