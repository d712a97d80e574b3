import { EMPTY_DIGEST, EMPTY_TYPE, IMAGE_MANIFEST_TYPE } from '@margo-registry/margo';
import { digestOf } from '@margo-registry/oci/testing';
import { pushPackage } from './package-push.js';
import type { RegistryInProcess } from './registry-in-process.js';

const COMPOSE_TYPE = 'application/vnd.org.margo.component.compose+json';
const COMPOSE_ARCHIVE = 'application/vnd.org.margo.component.compose.tar+gzip';
const CHART_CONFIG = 'application/vnd.cncf.helm.config.v1+json';
const CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

/** Bytes and the manifest round them, ready to push. */
export interface PackedComponent {
  readonly archive: Buffer;
  readonly manifest: string;
}

/** A Compose component of version 1.0.0 round whatever its archive is. */
export function composeOf(archive: Buffer): PackedComponent {
  const annotations = {
    'org.margo.component.type': 'compose',
    'org.margo.component.version': '1.0.0',
    ...Object.fromEntries(
      ['title', 'authors', 'description'].map((name) => [`org.opencontainers.image.${name}`, 'viewer']),
    ),
    'org.opencontainers.image.version': '1.0.0',
  };
  const layer = { ...descriptorOf(COMPOSE_ARCHIVE, archive), annotations };
  const config = { mediaType: EMPTY_TYPE, digest: EMPTY_DIGEST, size: 2 };
  return { archive, manifest: manifestOf({ artifactType: COMPOSE_TYPE, config, layers: [layer] }) };
}

/** A chart as helm pushes it, but for its config, which is `{}`. */
export function chartOf(archive: Buffer): PackedComponent {
  const config = { mediaType: CHART_CONFIG, digest: EMPTY_DIGEST, size: 2 };
  return { archive, manifest: manifestOf({ config, layers: [descriptorOf(CHART_LAYER, archive)] }) };
}

/** Pushes the archive and then the manifest, and returns the answer to the latter. */
export function pushComponent(
  registry: RegistryInProcess,
  reference: string,
  { archive, manifest }: PackedComponent,
): Promise<Response> {
  return pushPackage(registry, reference, [{ title: '', mediaType: '', content: archive }], manifest);
}

function descriptorOf(mediaType: string, content: Buffer): object {
  return { mediaType, digest: digestOf(content), size: content.length };
}

function manifestOf(parts: object): string {
  return JSON.stringify({ schemaVersion: 2, mediaType: IMAGE_MANIFEST_TYPE, ...parts });
}
