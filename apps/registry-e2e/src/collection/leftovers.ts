import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegistryClient } from '../harness/registry-client.js';
import type { RunningRegistry } from '../harness/running-registry.js';

/** Files of blobs and of uploads; what stands beside their folders is the store's own. */
export async function countStored({ directory }: Pick<RunningRegistry, 'directory'>): Promise<number> {
  const blobs = join(directory, 'blobs');
  const entries = await readdir(blobs, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && entry.parentPath !== blobs).length;
}

export async function listRepositories(client: RegistryClient): Promise<readonly string[]> {
  return ((await client.get('/v2/_catalog')).json as { repositories: string[] }).repositories;
}

/** Every tag; with nothing to hold them, the rest goes by itself where the settings say so. */
export async function deleteEverything(client: RegistryClient): Promise<void> {
  for (const repository of await listRepositories(client)) {
    const answer = await client.get(`/v2/${repository}/tags/list`);
    const tags = answer.status === 200 ? (answer.json as { tags: string[] }).tags : [];
    for (const tag of tags) await client.delete(`/v2/${repository}/manifests/${tag}`);
  }
}
