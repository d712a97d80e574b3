import { OCI_MANIFEST } from '@margo-registry/oci';
import { aManifest, digestOf } from '@margo-registry/oci/testing';
import { beginUpload, demand, pushBlob, pushManifest, putManifest } from '../harness/pushes.js';
import { expectRefusal } from '../harness/refusal.js';
import { shareRegistry } from '../harness/shared-registry.js';

const HEX = digestOf('x').slice('sha256:'.length);
const MALFORMED = [
  'sha256:baddigeststring',
  `sha256:${HEX.slice(1)}`,
  `sha256:${HEX}0`,
  `sha256:${HEX.toUpperCase()}`,
  `sha256:${'g'.repeat(64)}`,
  `SHA256:${HEX}`,
  `sha512:${HEX}`,
  `sha1:${HEX.slice(0, 40)}`,
  `blake3:${HEX}`,
  `sha256+:${HEX}`,
  'sha256:',
  `:${HEX}`,
];

describe('digests', () => {
  const shared = shareRegistry();

  it.each(MALFORMED)(
    'refuse %s when a blob is pushed in one request [DIG-01, DIG-02, DIG-04, DIG-05]',
    async (digest) => {
      const path = `/v2/digests/blobs/uploads/?digest=${encodeURIComponent(digest)}`;
      expectRefusal(await shared.client.post(path, { body: 'x' }), 'digest-invalid');
    },
  );

  it.each(MALFORMED)(
    'refuse %s when an upload is closed [DIG-01, DIG-02, DIG-04, DIG-05]',
    async (digest) => {
      const location = await beginUpload(shared.client, 'digests');
      const answer = await shared.client.put(`${location}?digest=${encodeURIComponent(digest)}`, {
        body: 'x',
      });
      expectRefusal(answer, 'digest-invalid');
    },
  );

  it.each(MALFORMED)('answer a read of the manifest %s with 404 [DIG-06]', async (digest) => {
    await pushBlob(shared.client, 'digests', '{}');
    expectRefusal(await shared.client.get(`/v2/digests/manifests/${digest}`), 'manifest-unknown');
    expect((await shared.client.head(`/v2/digests/manifests/${digest}`)).status).toBe(404);
  });

  it.each(MALFORMED)(
    'answer a read of the blob %s, and of its referrers, with 400 [DIG-05, DIG-06]',
    async (digest) => {
      expectRefusal(await shared.client.get(`/v2/digests/blobs/${digest}`), 'digest-invalid');
      expectRefusal(await shared.client.get(`/v2/digests/referrers/${digest}`), 'digest-invalid');
    },
  );

  it('are known in upper case nowhere: the same blob has one spelling [DIG-02]', async () => {
    const digest = await pushBlob(shared.client, 'digests', 'spelled');
    const upper = `sha256:${digest.slice('sha256:'.length).toUpperCase()}`;
    expect((await shared.client.head(`/v2/digests/blobs/${digest}`)).status).toBe(200);
    expect((await shared.client.head(`/v2/digests/blobs/${upper}`)).status).toBe(400);
  });

  it('of the same bytes in sha256 and sha512 are two addresses of two blobs [DIG-03, DIG-07]', async () => {
    const short = await pushBlob(shared.client, 'digests', 'twice');
    const long = digestOf('twice', 'sha512');
    expectRefusal(await shared.client.get(`/v2/digests/blobs/${long}`), 'blob-unknown');
    demand(await shared.client.post(`/v2/digests/blobs/uploads/?digest=${long}`, { body: 'twice' }), 201);
    for (const digest of [short, long]) {
      const answer = await shared.client.get(`/v2/digests/blobs/${digest}`);
      expect([answer.text, answer.header('docker-content-digest')]).toEqual(['twice', digest]);
    }
  });

  it('that were asked for are the ones that are answered, and of a tag the one it was pushed under [DIG-07]', async () => {
    await pushBlob(shared.client, 'digests', '{}');
    const manifest = aManifest().withAnnotation('algorithms', 'two');
    const long = digestOf(manifest.build(), 'sha512');
    const short = await pushManifest(shared.client, 'digests', manifest, 'in-sha256');
    demand(await putManifest(shared.client, `/v2/digests/manifests/${long}?tag=in-sha512`, manifest), 201);
    for (const [reference, digest] of [
      [short, short],
      [long, long],
      ['in-sha256', short],
      ['in-sha512', long],
    ] as const) {
      const answer = await shared.client.get(`/v2/digests/manifests/${reference}`);
      expect([answer.header('docker-content-digest'), answer.header('content-type')]).toEqual([
        digest,
        OCI_MANIFEST,
      ]);
    }
  });
});
