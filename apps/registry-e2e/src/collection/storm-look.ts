import { digestOf } from '@margo-registry/oci/testing';
import type { RegistryClient } from '../harness/registry-client.js';
import type { StormManifest } from './storm-ledger.js';

/** `absent` also where it went while somebody looked. */
export type Sight = 'whole' | 'absent' | 'broken';

export async function lookAt(
  client: RegistryClient,
  { repository, digest, blobs }: Pick<StormManifest, 'repository' | 'digest' | 'blobs'>,
): Promise<Sight> {
  const path = `/v2/${repository}`;
  const isThere = async (): Promise<boolean> =>
    (await client.get(`${path}/manifests/${digest}`)).status === 200;
  if (!(await isThere())) return 'absent';
  const answers = await Promise.all(blobs.map((blob) => client.get(`${path}/blobs/${blob}`)));
  const isWhole = answers.every(
    (answer, index) => answer.status === 200 && digestOf(answer.body) === blobs[index],
  );
  if (isWhole) return 'whole';
  return (await isThere()) ? 'broken' : 'absent';
}

/** Everything that is tagged in a repository, promised or not: what is visible has to be whole. */
export async function lookAtTags(client: RegistryClient, repository: string): Promise<Map<string, Sight>> {
  const sights = new Map<string, Sight>();
  const answer = await client.get(`/v2/${repository}/tags/list`);
  if (answer.status !== 200) return sights;
  for (const tag of (answer.json as { tags: string[] }).tags) {
    const found = await client.get(`/v2/${repository}/manifests/${tag}`);
    const { config, layers } = found.json as { config: { digest: string }; layers: { digest: string }[] };
    const blobs = [config, ...layers].map((descriptor) => descriptor.digest);
    const digest = found.getHeader('docker-content-digest');
    sights.set(`${repository}:${tag}`, await lookAt(client, { repository, digest, blobs }));
  }
  return sights;
}
