// Resident memory of a registry on S3 while 32 pushes of 100 MiB run at once.
import { listCloudSkips, startCloudRegistry, startCloudStores } from './cloud-server.mjs';
import { memoryRow, watch } from './memory.mjs';

const MOST_ROUNDS = 2;

export const title = 'cloud-memory: resident MiB above idle during parallel pushes to S3';

/** @param {{ rounds: number, isQuick: boolean }} options */
export async function measure({ rounds, isQuick }) {
  const skips = listCloudSkips();
  if (skips.length > 0) return { rows: [], skips };
  const mebibytes = isQuick ? 20 : 100;
  const stores = await startCloudStores();
  try {
    const seen = [];
    for (let round = 0; round < Math.min(rounds, MOST_ROUNDS); round += 1)
      seen.push(await watch(() => startCloudRegistry(stores), mebibytes));
    return { rows: [memoryRow(`32 pushes of ${mebibytes} MiB at once`, seen)], skips: [] };
  } finally {
    await stores.remove();
  }
}
