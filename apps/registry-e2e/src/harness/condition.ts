import { setTimeout as sleep } from 'node:timers/promises';

/** Asks every 25 ms until the answer is yes. Throws after `patience` milliseconds. */
export async function until(condition: () => boolean | Promise<boolean>, patience = 5000): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`this did not come true within ${patience} ms: ${condition}`);
    await sleep(25);
  }
}
