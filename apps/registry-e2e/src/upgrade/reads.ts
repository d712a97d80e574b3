import { digestOf } from '@margo-registry/oci/testing';
import { createHash } from 'node:crypto';
import { demand } from '../harness/pushes.js';
import type { RegistryClient } from '../harness/registry-client.js';
import type { Contents } from './kept-releases.js';

/** Pulls all that a release has acknowledged; each must have the bytes that its digest says. */
export async function pullAll(client: RegistryClient, { blobs, manifests }: Contents): Promise<void> {
  expect(Math.min(blobs.length, manifests.length)).toBeGreaterThan(5);
  for (const { repository, digest, size } of blobs) {
    const { body } = demand(await client.get(`/v2/${repository}/blobs/${digest}`), 200);
    expect([digest, body.length, hashOf(digest, body)]).toEqual([digest, size, digest]);
  }
  for (const { repository, digest, size, mediaType } of manifests) {
    const answer = demand(await client.get(`/v2/${repository}/manifests/${digest}`), 200);
    expect([answer.body.length, hashOf(digest, answer.body)]).toEqual([size, digest]);
    expect(answer.getHeader('content-type')).toBe(mediaType);
    expect(answer.getHeader('docker-content-digest')).toBe(digest);
  }
}

/** Every tag leads where it led. */
export async function followTags(client: RegistryClient, { tags }: Contents): Promise<void> {
  expect(tags.length).toBeGreaterThan(5);
  for (const { repository, tag, digest } of tags) {
    const { body } = demand(await client.get(`/v2/${repository}/manifests/${tag}`), 200);
    expect([repository, tag, digestOf(body)]).toEqual([repository, tag, digest]);
  }
}

/** Lists, catalogue and reports say what they said; a later release may say more in an object. */
export async function compareAnswers(client: RegistryClient, { answers }: Contents): Promise<void> {
  expect(answers.map(({ path }) => path).join()).toMatch(/_catalog.*tags.*referrers.*packages.*report/);
  for (const { path, json } of answers) {
    const answer = demand(await client.get(path), 200);
    expect({ path, json: answer.json }).toMatchObject({ path, json });
  }
}

/** What was deleted stays so. */
export async function missAbsent(client: RegistryClient, { absent }: Contents): Promise<void> {
  expect(absent).not.toEqual([]);
  for (const path of absent) expect([path, (await client.get(path)).status]).toEqual([path, 404]);
}

function hashOf(digest: string, bytes: Uint8Array): string {
  const [algorithm = ''] = digest.split(':');
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}
