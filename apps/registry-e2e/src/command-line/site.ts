import { aDescriptor, aManifest, anIndex, digestOf } from '@margo-registry/oci/testing';
import { demand, pushBlob, pushImage, pushManifest } from '../harness/pushes.js';
import type { RegistryClient } from '../harness/registry-client.js';
import { UploadSession } from '../harness/upload-session.js';

/** A blob that lives in the blob store, whatever the threshold is. */
export const LARGE = 'L'.repeat(3_000_000);

/** Pushes something of everything, and leaves an upload open. */
export async function fillSite(client: RegistryClient): Promise<void> {
  await pushImage(client, 'acme/app', 'v1');
  await pushBlob(client, 'acme/app', LARGE);
  await pushBlob(client, 'acme/other', LARGE);
  const image = aManifest().withLayer(aDescriptor(LARGE)).withAnnotation('a', 'b');
  await pushManifest(client, 'acme/app', image, 'large');
  await pushManifest(client, 'acme/app', anIndex().withManifest(image.describe()), 'index');
  await pushManifest(
    client,
    'acme/app',
    aManifest().withSubject(image.describe()).withArtifactType('sbom/x'),
  );
  const upload = await UploadSession.begin(client, 'acme/app');
  demand(await upload.patch('half'), 202);
}

/** What clients see: every list, and the digest of whatever the tags lead to. */
export async function lookAt(client: RegistryClient): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = { catalog: (await client.get('/v2/_catalog')).json };
  const { tags } = (await client.get('/v2/acme/app/tags/list')).json as { tags: string[] };
  for (const tag of tags) {
    const manifest = demand(await client.get(`/v2/acme/app/manifests/${tag}`), 200);
    expect(digestOf(manifest.body)).toBe(manifest.getHeader('docker-content-digest'));
    seen[tag] = [manifest.header('content-type'), manifest.text];
    const { config, layers = [] } = manifest.json as { config?: Described; layers?: Described[] };
    for (const { digest } of [config, ...layers].filter((described) => described !== undefined)) {
      const blob = demand(await client.get(`/v2/acme/app/blobs/${digest}`), 200);
      expect(digestOf(blob.body)).toBe(digest);
      seen[digest] = blob.body.length;
    }
  }
  const subject = (await client.get('/v2/acme/app/manifests/large')).getHeader('docker-content-digest');
  seen['referrers'] = (await client.get(`/v2/acme/app/referrers/${subject}`)).json;
  return seen;
}

interface Described {
  readonly digest: string;
}
