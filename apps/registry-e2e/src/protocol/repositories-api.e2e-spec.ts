import { digestOf } from '@margo-registry/oci/testing';
import { demand, pushBlob, pushImage } from '../harness/pushes.js';
import type { Answer } from '../harness/answer.js';
import { shareRegistry } from '../harness/shared-registry.js';

const API = '/api/v1/repositories';

interface Repository {
  readonly name: string;
  readonly [field: string]: unknown;
}

describe('the own API of repositories', () => {
  const shared = shareRegistry();
  const listed = (answer: Answer) =>
    (demand(answer, 200).json as { repositories: Repository[] }).repositories;

  beforeAll(async () => {
    for (const name of ['acme/pump', 'acme/valve', 'zeta']) await pushImage(shared.client, name, 'v1');
  });

  it('lists repositories in order, page by page, with their sizes', async () => {
    const answer = await shared.client.get(API);
    expect(listed(answer).map(({ name }) => name)).toEqual(['acme/pump', 'acme/valve', 'zeta']);
    expect(answer.header('content-type')).toBe('application/json');
    const first = await shared.client.get(`${API}?n=2`);
    expect(first.nextPage).toBe(`${API}?n=2&last=acme%2Fvalve`);
    expect(listed(await shared.client.get(first.nextPage!)).map(({ name }) => name)).toEqual(['zeta']);
  });

  it('answers one by its percent-encoded name, as the list has it, and it grows with a push', async () => {
    const one = async () => demand(await shared.client.get(`${API}/acme%2Fpump`), 200).json as Repository;
    const before = await one();
    expect(listed(await shared.client.get(API))).toContainEqual(before);
    await pushBlob(shared.client, 'acme/pump', 'b'.repeat(100_000));
    const after = await one();
    const grown = Object.keys(after).filter(
      (field) => typeof after[field] === 'number' && after[field] === (before[field] as number) + 100_000,
    );
    expect(grown).toHaveLength(1);
  });

  it('deletes one with everything in it, and nothing of another', async () => {
    const digest = await pushImage(shared.client, 'acme/doomed', 'v1');
    await pushImage(shared.client, 'acme/spared', 'v1');
    expect((await shared.client.delete(`${API}/acme%2Fdoomed`)).status).toBe(204);
    for (const path of [
      'manifests/v1',
      `manifests/${digest}`,
      `blobs/${digestOf('layer of v1')}`,
      'tags/list',
    ]) {
      expect((await shared.client.get(`/v2/acme/doomed/${path}`)).status).toBe(404);
    }
    expect((await shared.client.get('/v2/_catalog')).text).not.toContain('doomed');
    expect((await shared.client.get(`/v2/acme/spared/blobs/${digestOf('layer of v1')}`)).text).toBe(
      'layer of v1',
    );
    expect(await pushImage(shared.client, 'acme/doomed', 'v1')).toBe(digest);
  });

  it.each([
    ['GET', `${API}/absent`, 404],
    ['DELETE', `${API}/absent`, 404],
    ['GET', `${API}/Not%20a%20name`, 400],
    ['GET', `${API}?n=x`, 400],
    ['GET', `${API}/acme/pump`, 404],
    ['GET', '/api/v1/nothing', 404],
    ['GET', '/', 404],
  ])('answers %s %s with a problem of RFC 9457', async (method, path, status) => {
    const answer = await shared.client.send(method, path);
    expect([answer.status, answer.header('content-type')]).toEqual([status, 'application/problem+json']);
    const text = expect.stringMatching(/\S/);
    expect(answer.json).toMatchObject({ type: text, title: text, status, detail: text });
  });
});
