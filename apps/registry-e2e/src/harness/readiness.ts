import type { RegistryClient } from './registry-client.js';

/** What `/health/ready` says, in one line: `503: metadata up, blobs down`. */
export async function probeStores(client: RegistryClient): Promise<string> {
  const answer = await client.get('/health/ready');
  const { details } = answer.json as { details: Readonly<Record<string, { status: string }>> };
  const stores = ['metadata', 'blobs'].map((store) => `${store} ${details[store]?.status}`);
  return `${answer.status}: ${stores.join(', ')}`;
}
