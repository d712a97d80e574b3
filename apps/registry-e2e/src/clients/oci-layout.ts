import { aDescriptor, aManifest, digestOf } from '@margo-registry/oci/testing';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Client } from './client.js';
import { someBytes } from './some-bytes.js';

const OCI_CONFIG = 'application/vnd.oci.image.config.v1+json';
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';

/** An image in an OCI layout, as clients read it from disk. */
export interface LayoutImage {
  readonly manifest: Uint8Array;
  readonly digest: string;
  readonly config: string;
  /** Digest and bytes of each layer, in order. */
  readonly layers: ReadonlyMap<string, Buffer>;
}

/** Writes an image with one layer per size into the folder `name` of a client, under one tag; the seed makes its bytes unlike others'. */
export async function writeLayout(
  client: Client,
  name: string,
  { tag = 'v1', sizes = [2_000, 300_000] } = {},
): Promise<LayoutImage> {
  const plain = sizes.map((size, at) => aTar(someBytes(`${name} ${at}`, size)));
  const layers = plain.map((content) => gzipSync(content));
  const config = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: plain.map((content) => digestOf(content)) },
    }),
  );
  const builder = aManifest().withConfig(aDescriptor(config, OCI_CONFIG));
  for (const layer of layers) builder.withLayer(aDescriptor(layer, LAYER));
  const manifest = builder.build();
  for (const content of [config, ...layers, manifest]) {
    await client.write(`${name}/blobs/sha256/${createHash('sha256').update(content).digest('hex')}`, content);
  }
  const entry = { ...builder.describe(), annotations: { 'org.opencontainers.image.ref.name': tag } };
  await client.write(`${name}/oci-layout`, '{"imageLayoutVersion":"1.0.0"}');
  await client.write(`${name}/index.json`, JSON.stringify({ schemaVersion: 2, manifests: [entry] }));
  const named = new Map(layers.map((layer) => [digestOf(layer) as string, layer]));
  return { manifest, digest: digestOf(manifest), config: digestOf(config), layers: named };
}

/** A tar archive with one file, `data` (POSIX.1-1988 ustar: 512-byte blocks, two empty ones at the end). */
export function aTar(content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  header.write('data', 0);
  header.write('0000644\0' + '0000000\0' + '0000000\0', 100);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0` + '00000000000\0' + '        0', 124);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([
    header,
    content,
    Buffer.alloc((512 - (content.length % 512)) % 512),
    Buffer.alloc(1024),
  ]);
}

/** The bytes of a blob in a layout that a client wrote. */
export function readLayoutBlob(client: Client, name: string, digest: string): Promise<Buffer> {
  return client.read(`${name}/blobs/${digest.replace(':', '/')}`);
}
