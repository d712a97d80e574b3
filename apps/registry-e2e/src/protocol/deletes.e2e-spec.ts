import { aManifest, anIndex, digestOf } from '@margo-registry/oci/testing';
import { anImageIn, demand, pushBlob, pushImage, pushManifest } from '../harness/pushes.js';
import { expectRefusal } from '../harness/refusal.js';
import { shareRegistry } from '../harness/shared-registry.js';

const REPOSITORY = 'deletes';
const PATH = `/v2/${REPOSITORY}`;

describe('a delete', () => {
  const shared = shareRegistry();

  it('39 delete-semantics: of a tag removes the tag alone, the digest and other tags stay [END9-01]', async () => {
    const digest = await pushImage(shared.client, REPOSITORY, 'one');
    await pushManifest(shared.client, REPOSITORY, await anImageIn(shared.client, REPOSITORY, 'one'), 'two');
    const answer = await shared.client.delete(`${PATH}/manifests/one`);
    expect([answer.status, answer.header('content-length')]).toEqual([202, '0']);
    expectRefusal(await shared.client.get(`${PATH}/manifests/one`), 'manifest-unknown');
    expect((await shared.client.head(`${PATH}/manifests/${digest}`)).status).toBe(200);
    expect((await shared.client.head(`${PATH}/manifests/two`)).status).toBe(200);
  });

  it('39 delete-semantics: of a digest takes every tag along, at once [END9-02, END3-09]', async () => {
    const digest = await pushImage(shared.client, REPOSITORY, 'all');
    await pushManifest(
      shared.client,
      REPOSITORY,
      await anImageIn(shared.client, REPOSITORY, 'all'),
      'all-again',
    );
    expect((await shared.client.get(`${PATH}/manifests/all`)).status).toBe(200);
    expect((await shared.client.delete(`${PATH}/manifests/${digest}`)).status).toBe(202);
    for (const reference of [digest, 'all', 'all-again']) {
      expectRefusal(await shared.client.get(`${PATH}/manifests/${reference}`), 'manifest-unknown');
      expect((await shared.client.head(`${PATH}/manifests/${reference}`)).status).toBe(404);
    }
    expect((await shared.client.get(`${PATH}/tags/list`)).text).not.toContain('all');
  });

  it('39 delete-semantics: of a blob in one repository leaves the mounted one [END10-01, END11-08]', async () => {
    const digest = await pushBlob(shared.client, REPOSITORY, 'mounted elsewhere');
    demand(
      await shared.client.post(`/v2/deletes/other/blobs/uploads/?mount=${digest}&from=${REPOSITORY}`),
      201,
    );
    expect((await shared.client.delete(`${PATH}/blobs/${digest}`)).status).toBe(202);
    expect((await shared.client.head(`${PATH}/blobs/${digest}`)).status).toBe(404);
    expect((await shared.client.get(`/v2/deletes/other/blobs/${digest}`)).text).toBe('mounted elsewhere');
  });

  it('of what is not there answers 404 with the code of what is missing [END9-01, END9-02, END10-01]', async () => {
    await pushBlob(shared.client, REPOSITORY, '{}');
    expectRefusal(await shared.client.delete(`${PATH}/manifests/absent`), 'manifest-unknown');
    expectRefusal(await shared.client.delete(`${PATH}/manifests/${digestOf('absent')}`), 'manifest-unknown');
    expectRefusal(await shared.client.delete(`${PATH}/blobs/${digestOf('absent')}`), 'blob-unknown');
    expectRefusal(await shared.client.delete('/v2/deletes/nowhere/manifests/v1'), 'name-unknown');
    expectRefusal(
      await shared.client.delete(`/v2/deletes/nowhere/manifests/${digestOf('absent')}`),
      'name-unknown',
    );
    expectRefusal(
      await shared.client.delete(`/v2/deletes/nowhere/blobs/${digestOf('absent')}`),
      'name-unknown',
    );
  });

  it('repeated answers 404, and a push afterwards brings everything back [END9-02, END10-01]', async () => {
    const digest = await pushImage(shared.client, REPOSITORY, 'back');
    demand(await shared.client.delete(`${PATH}/manifests/${digest}`), 202);
    expectRefusal(await shared.client.delete(`${PATH}/manifests/${digest}`), 'manifest-unknown');
    demand(await shared.client.delete(`${PATH}/blobs/${digestOf('layer of back')}`), 202);
    expect(await pushImage(shared.client, REPOSITORY, 'back')).toBe(digest);
    expect((await shared.client.get(`${PATH}/manifests/back`)).status).toBe(200);
  });

  it('of a blob that a manifest here uses answers 405, until that manifest is gone [END10-02, END9-03]', async () => {
    const digest = await pushImage(shared.client, REPOSITORY, 'using');
    const blob = `${PATH}/blobs/${digestOf('layer of using')}`;
    const refused = await shared.client.delete(blob);
    expectRefusal(refused, 'blob-in-use');
    expect(refused.header('allow')).toBe('GET, HEAD');
    expect((await shared.client.get(blob)).text).toBe('layer of using');
    demand(await shared.client.delete(`${PATH}/manifests/${digest}`), 202);
    expect((await shared.client.delete(blob)).status).toBe(202);
  });

  it('of a child of an index answers 405, until that index is gone; its tags may go [END9-04, END9-03]', async () => {
    const child = await anImageIn(shared.client, REPOSITORY, 'child');
    await pushManifest(shared.client, REPOSITORY, child, 'child');
    const index = await pushManifest(
      shared.client,
      REPOSITORY,
      anIndex().withManifest(child.describe()),
      'index',
    );
    const path = `${PATH}/manifests/${child.describe().digest}`;
    expectRefusal(await shared.client.delete(path), 'manifest-in-use');
    expect((await shared.client.delete(`${PATH}/manifests/child`)).status).toBe(202);
    demand(await shared.client.delete(`${PATH}/manifests/${index}`), 202);
    expect((await shared.client.delete(path)).status).toBe(202);
  });

  it('of a manifest leaves its referrers where they are [END9-05]', async () => {
    const subject = await anImageIn(shared.client, REPOSITORY, 'subject');
    await pushManifest(shared.client, REPOSITORY, subject);
    const referrer = await pushManifest(
      shared.client,
      REPOSITORY,
      aManifest().withSubject(subject.describe()),
    );
    demand(await shared.client.delete(`${PATH}/manifests/${subject.describe().digest}`), 202);
    expect((await shared.client.get(`${PATH}/manifests/${referrer}`)).status).toBe(200);
  });
});
