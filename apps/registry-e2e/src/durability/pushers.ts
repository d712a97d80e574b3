import { aDescriptor, aManifest, digestOf } from '@margo-registry/oci/testing';
import { demand, pushBlob, putManifest } from '../harness/pushes.js';
import type { Random } from '../harness/random.js';
import type { RegistryClient } from '../harness/registry-client.js';
import { UploadSession } from '../harness/upload-session.js';
import type { Ledger } from './ledger.js';

export const REPOSITORY = 'durability/packages';
const CHUNK = 60_000;

export interface Pusher {
  readonly client: RegistryClient;
  readonly ledger: Ledger;
  readonly random: Random;
}

export type Push = (pusher: Pusher, name: string) => Promise<void>;

/** Pushes one thing after the other until `isOver`, or until the registry is gone (then it returns too). */
export async function pushUntil(isOver: () => boolean, pusher: Pusher, name: string): Promise<void> {
  for (let count = 0; !isOver(); count += 1) {
    try {
      await pickPush(pusher.random)(pusher, `${name}-${count}`);
    } catch (error) {
      if (isOver()) return;
      throw error;
    }
  }
}

/** A push of any kind; more often of a package. */
export function pickPush(random: Random): Push {
  return [pushPackage, pushPackage, pushPackage, pushLargeBlob, pushInChunks][random.below(5)]!;
}

/** Three small layers, a config, a manifest under a tag of its own. Whatever was acknowledged goes into the ledger. */
export const pushPackage: Push = async ({ client, ledger }, name) => {
  const contents = ['config', 'layer 1', 'layer 2', 'layer 3'].map((part) => `${part} of ${name}`);
  await Promise.all(
    contents.map((content) => ledger.record(content, () => pushBlob(client, REPOSITORY, content))),
  );
  const [config, ...layers] = contents.map((content) => aDescriptor(content));
  const manifest = layers.reduce(
    (document, layer) => document.withLayer(layer),
    aManifest().withConfig(config!),
  );
  const answer = await putManifest(client, `/v2/${REPOSITORY}/manifests/${name}`, manifest);
  ledger.addManifest(demand(answer, 201).getHeader('docker-content-digest'), name);
};

const pushLargeBlob: Push = async ({ client, ledger, random }) => {
  const content = random.bytes(200 * 1024);
  await ledger.record(content, () => pushBlob(client, REPOSITORY, content));
};

/** One chunk of an upload that nobody closes. */
export async function leaveUnfinished({ client, ledger, random }: Pusher): Promise<void> {
  const content = random.bytes(CHUNK);
  const upload = await UploadSession.begin(client, REPOSITORY);
  const acknowledged = CHUNK / 2;
  demand(await upload.patch(content.subarray(0, acknowledged), 0), 202);
  ledger.uploads.set(upload.location, { acknowledged, content });
}

/** A few chunks, sometimes left unfinished; the ledger knows how far each upload came. */
const pushInChunks: Push = async ({ client, ledger, random }) => {
  const chunks = Array.from({ length: 1 + random.below(4) }, () => random.bytes(2 + random.below(CHUNK)));
  const content = Buffer.concat(chunks);
  const upload = await UploadSession.begin(client, REPOSITORY);
  let size = 0;
  for (const chunk of chunks) {
    ledger.uploads.set(upload.location, { acknowledged: size, content });
    demand(await upload.patch(chunk, size), 202);
    size += chunk.length;
    ledger.uploads.set(upload.location, { acknowledged: size, content });
  }
  if (random.below(4) === 0) return;
  ledger.uploads.delete(upload.location);
  await ledger.record(content, async () => demand(await upload.close(digestOf(content)), 201));
};
