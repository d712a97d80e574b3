import { setTimeout as delay } from 'node:timers/promises';
import { isContention, isDisconnection } from './postgres-failure.js';

const MOST_RACES = 8;
const SHORTEST_PAUSE = 5;
const LONGEST_PAUSE = 200;
const RECONNECT_PAUSE = 100;

/**
 * Runs `attempt` again when another transaction was in the way, a few times with growing random pauses, and once when the connection was
 * lost. An attempt that failed must have left nothing behind.
 */
export async function withAttempts<T>(attempt: () => Promise<T>): Promise<T> {
  let hasReconnected = false;
  for (let races = 0; ;) {
    try {
      return await attempt();
    } catch (error) {
      if (isContention(error) && races < MOST_RACES) await pause(SHORTEST_PAUSE * 2 ** (races += 1));
      else if (isDisconnection(error) && !hasReconnected) {
        hasReconnected = true;
        await pause(RECONNECT_PAUSE);
      } else throw error;
    }
  }
}

/** Half of the time at least and all of it at most, so that those who met once do not meet again. */
function pause(milliseconds: number): Promise<void> {
  return delay(Math.min(milliseconds, LONGEST_PAUSE) * (0.5 + Math.random() / 2));
}
