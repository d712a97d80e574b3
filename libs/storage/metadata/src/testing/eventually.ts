import { setTimeout as delay } from 'node:timers/promises';

const MOST_ATTEMPTS = 100;
const PAUSE = 100;

/** Tries until it succeeds, ten seconds at most; then fails as the last try did. */
export async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (attempts >= MOST_ATTEMPTS) throw error;
      await delay(PAUSE);
    }
  }
}
