import { digestOf } from '@margo-registry/oci/testing';
import { demand } from '../harness/pushes.js';
import type { RegistryClient } from '../harness/registry-client.js';

interface Descriptor {
  readonly digest: string;
  readonly size: number;
}

interface Manifest {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/**
 * Everything that belongs to references (`repository:tag`), read over HTTP and hashed: manifests, their config and layers, the
 * referrers of each, and theirs. One line each, sorted, so that two registries can be compared.
 */
export async function listHoldings(client: RegistryClient, references: readonly string[]): Promise<string[]> {
  const lines = await Promise.all(
    references.map(async (reference) => {
      const [repository, tag] = reference.split(':') as [string, string];
      const digest = demand(await client.head(`/v2/${repository}/manifests/${tag}`), 200).getHeader(
        'docker-content-digest',
      );
      return [`${reference} is ${digest}`, ...(await listManifest(client, repository, digest))];
    }),
  );
  return lines.flat().sort();
}

async function listManifest(client: RegistryClient, repository: string, digest: string): Promise<string[]> {
  const answer = demand(await client.get(`/v2/${repository}/manifests/${digest}`), 200);
  const { config, layers } = answer.json as Manifest;
  const lines = [`${repository} manifest ${digestOf(answer.body)} ${answer.getHeader('content-type')}`];
  for (const part of [config, ...layers]) {
    const { body } = demand(await client.get(`/v2/${repository}/blobs/${part.digest}`), 200);
    lines.push(`${repository} blob ${digestOf(body)} of ${digest}`);
  }
  const referrers = demand(await client.get(`/v2/${repository}/referrers/${digest}`), 200);
  for (const referrer of (referrers.json as { manifests: Descriptor[] }).manifests) {
    lines.push(`${repository} referrer of ${digest}: ${JSON.stringify(sorted(referrer))}`);
    lines.push(...(await listManifest(client, repository, referrer.digest)));
  }
  return lines;
}

function sorted(descriptor: object): object {
  return Object.fromEntries(Object.entries(descriptor).sort(([a], [b]) => (a < b ? -1 : 1)));
}
