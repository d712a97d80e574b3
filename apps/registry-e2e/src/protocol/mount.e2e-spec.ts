import { digestOf } from '@margo-registry/oci/testing';
import { demand, pushBlob } from '../harness/pushes.js';
import { shareRegistry } from '../harness/shared-registry.js';

const UPLOAD = /^\/v2\/mount\/target\/blobs\/uploads\/[^?]+$/;

describe('a mount', () => {
  const shared = shareRegistry();
  const mount = (query: string) => shared.client.post(`/v2/mount/target/blobs/uploads/?${query}`);

  it.each([
    ['small', 'to mount'],
    ['large', 'm'.repeat(100_000)],
  ])('of a %s blob answers 201 with its address in the target [END11-01, END6-01]', async (size, content) => {
    const digest = await pushBlob(shared.client, `mount/${size}`, content);
    const answer = await mount(`mount=${digest}&from=mount/${size}`);
    expect(answer.status).toBe(201);
    expect(answer.header('location')).toBe(`/v2/mount/target/blobs/${digest}`);
    expect(answer.header('docker-content-digest')).toBe(digest);
    expect((await shared.client.get(`/v2/mount/target/blobs/${digest}`)).text).toBe(content);
  });

  it.each([
    ['an unknown blob', `mount=${digestOf('nowhere')}&from=mount/source`],
    ['an unknown source', `mount=${digestOf('known')}&from=mount/absent`],
    ['a source without that blob', `mount=${digestOf('known')}&from=mount/other`],
    ['a malformed digest', 'mount=sha256:short&from=mount/source'],
    ['an invalid source', `mount=${digestOf('known')}&from=Mount/Source`],
    ['an unknown blob and no source', `mount=${digestOf('nowhere')}`],
    ['an empty digest', 'mount='],
  ])(
    'of %s begins an upload instead, whose Location does not mention it [END11-02, END4-13]',
    async (_what, query) => {
      await pushBlob(shared.client, 'mount/source', 'known');
      await pushBlob(shared.client, 'mount/other', 'other');
      const answer = await mount(query);
      expect(answer.status).toBe(202);
      expect(answer.header('location')).toMatch(UPLOAD);
      expect((await shared.client.get(answer.getHeader('location'))).status).toBe(204);
    },
  );

  it('28 mount-anonymous: without from it finds the blob in a readable repository and answers 201 [END11-03]', async () => {
    const digest = await pushBlob(shared.client, 'mount/somewhere', 'found anywhere');
    const answer = await mount(`mount=${digest}`);
    expect([answer.status, answer.header('location')]).toEqual([201, `/v2/mount/target/blobs/${digest}`]);
  });

  it('28 mount-anonymous: a blob that is in no readable repository answers 202 [END11-02]', async () => {
    const digest = await pushBlob(shared.client, 'mount/deleted', 'deleted again');
    demand(await shared.client.delete(`/v2/mount/deleted/blobs/${digest}`), 202);
    expect((await mount(`mount=${digest}`)).status).toBe(202);
  });

  it('that fell back to an upload can be pushed or cancelled like any other [END11-06]', async () => {
    const digest = digestOf('pushed after all');
    const first = await mount(`mount=${digest}&from=mount/absent`);
    expect((await shared.client.delete(first.getHeader('location'))).status).toBe(204);
    const second = await mount(`mount=${digest}&from=mount/absent`);
    const answer = await shared.client.put(`${second.getHeader('location')}?digest=${digest}`, {
      body: 'pushed after all',
    });
    expect(answer.status).toBe(201);
  });

  it('takes no notice of origin= [END11-07]', async () => {
    const digest = await pushBlob(shared.client, 'mount/source', 'with origin');
    expect((await mount(`mount=${digest}&from=mount/source&origin=r.example`)).status).toBe(201);
  });

  it('stays when the source is deleted [END11-08]', async () => {
    const digest = await pushBlob(shared.client, 'mount/source', 'independent');
    demand(await mount(`mount=${digest}&from=mount/source`), 201);
    demand(await shared.client.delete(`/v2/mount/source/blobs/${digest}`), 202);
    expect((await shared.client.get(`/v2/mount/source/blobs/${digest}`)).status).toBe(404);
    expect((await shared.client.get(`/v2/mount/target/blobs/${digest}`)).text).toBe('independent');
  });
});
