import { digestOf } from '@margo-registry/oci/testing';
import { demand, pushImage } from '../harness/pushes.js';
import type { RegistryClient } from '../harness/registry-client.js';
import { UploadSession } from '../harness/upload-session.js';
import type { Contents } from './kept-releases.js';

/** Every upload that was open stands where it stood, and comes to its end. */
export async function finishUploads(client: RegistryClient, { uploads }: Contents): Promise<void> {
  expect(uploads.filter(({ stored }) => stored > 0).length).toBeGreaterThan(1);
  for (const { location, repository, stored, rest, digest } of uploads) {
    const session = UploadSession.at(client, location);
    const status = demand(await session.status(), 204);
    if (stored > 0) expect(status.getHeader('range')).toBe(`0-${stored - 1}`);
    demand(await session.close(digest, Buffer.from(rest, 'base64'), stored), 201);
    const { body } = demand(await client.get(`/v2/${repository}/blobs/${digest}`), 200);
    expect(digestOf(body)).toBe(digest);
  }
}

/** A version stays where it is, and an alias moves. */
export async function keepVersions(
  client: RegistryClient,
  { fixedTags, tags, manifests }: Contents,
): Promise<void> {
  expect(fixedTags).not.toEqual([]);
  for (const { repository, tag } of fixedTags) {
    const path = `/v2/${repository}/manifests`;
    const newest = tags.find((one) => one.repository === repository && one.tag === 'latest')!;
    const { mediaType } = manifests.find(({ digest }) => digest === newest.digest)!;
    const headers = { 'Content-Type': mediaType };
    const other = await client.get(`${path}/${newest.digest}`);
    const moved = await client.put(`${path}/${tag}`, { body: other.body, headers });
    expect([400, 403]).toContain(moved.status);
    expect((await client.delete(`${path}/${tag}`)).status).toBe(403);

    const first = await client.get(`${path}/${tag}`);
    demand(await client.put(`${path}/latest`, { body: first.body, headers }), 201);
    expect((await client.get(`${path}/latest`)).body).toEqual(first.body);
    demand(await client.put(`${path}/latest`, { body: other.body, headers }), 201);
  }
}

/** What an index has waited for arrives, and is held by it from then on. */
export async function fillWaiting(
  client: RegistryClient,
  { waiting: { repository, child, mediaType, parent } }: Contents,
): Promise<void> {
  const path = `/v2/${repository}/manifests/${digestOf(child)}`;
  expect((await client.get(path)).status).toBe(404);
  demand(await client.put(path, { body: child, headers: { 'Content-Type': mediaType } }), 201);
  const refused = demand(await client.delete(path), 405);
  expect(refused.text).toContain(parent);
}

/** Pushes go on, beside what was there and in repositories of their own. */
export async function pushMore(client: RegistryClient): Promise<void> {
  for (const repository of ['acme/images', 'acme/later']) {
    const digest = await pushImage(client, repository, 'later');
    expect(digestOf((await client.get(`/v2/${repository}/manifests/later`)).body)).toBe(digest);
  }
}
