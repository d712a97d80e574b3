import { until } from '../harness/condition.js';
import { demand } from '../harness/pushes.js';
import type { RegistryClient } from '../harness/registry-client.js';
import type { Contents } from './kept-releases.js';

const PATIENCE = 20_000;

/** Waits until the collector has taken what was idle, and its bytes and those of deleted content, and nothing else. */
export async function expectCollected(
  client: RegistryClient,
  { idle, stored, doomed }: Contents,
): Promise<void> {
  expect([idle.length, doomed]).not.toContain(0);
  for (const { repository, digest } of idle) {
    // A HEAD would tell the collector that somebody wants it.
    const path = `/v2/${repository}/blobs/${digest}`;
    await until(async () => (await client.get(path)).status === 404, PATIENCE);
  }
  await until(async () => (await countStored(client)) <= stored - doomed, PATIENCE);
  expect(await countStored(client)).toBe(stored - doomed);
}

async function countStored(client: RegistryClient): Promise<number> {
  const swept = demand(await client.post('/api/v1/maintenance/sweep-orphans'), 200);
  return (swept.json as { stored: number }).stored;
}
