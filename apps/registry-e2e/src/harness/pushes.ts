import { OCI_MANIFEST } from '@margo-registry/oci';
import {
  aDescriptor,
  aManifest,
  digestOf,
  type DocumentBuilder,
  type ManifestBuilder,
} from '@margo-registry/oci/testing';
import type { Answer } from './answer.js';
import type { RegistryClient } from './registry-client.js';

/** Pushes in one request and answers with the digest; throws unless it was created. */
export async function pushBlob(
  client: RegistryClient,
  repository: string,
  content: string | Uint8Array,
): Promise<string> {
  const digest = digestOf(content);
  const answer = await client.post(`/v2/${repository}/blobs/uploads/?digest=${digest}`, { body: content });
  demand(answer, 201);
  return digest;
}

/** Begins an upload; the path that `Location` names. */
export async function beginUpload(client: RegistryClient, repository: string): Promise<string> {
  return demand(await client.post(`/v2/${repository}/blobs/uploads/`), 202).getHeader('location');
}

/** `headers` may also replace the Content-Type, which is otherwise the document's own media type. */
export function putManifest(
  client: RegistryClient,
  path: string,
  document: DocumentBuilder | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const body = document instanceof Uint8Array ? document : document.build();
  return client.put(path, { body, headers: { 'Content-Type': mediaTypeOf(body), ...headers } });
}

/** Pushes under a tag or by digest, answers with the digest; throws unless it was created. */
export async function pushManifest(
  client: RegistryClient,
  repository: string,
  document: DocumentBuilder,
  reference: string = digestOf(document.build()),
): Promise<string> {
  const answer = await putManifest(client, `/v2/${repository}/manifests/${reference}`, document);
  return demand(answer, 201).getHeader('docker-content-digest');
}

/** A manifest over one layer of its own and the blob `{}`, both pushed; `name` makes its digest unlike others. */
export async function anImageIn(
  client: RegistryClient,
  repository: string,
  name: string,
): Promise<ManifestBuilder> {
  await pushBlob(client, repository, '{}');
  await pushBlob(client, repository, `layer of ${name}`);
  return aManifest()
    .withLayer(aDescriptor(`layer of ${name}`))
    .withAnnotation('name', name);
}

/** Pushes {@link anImageIn} under a tag; its digest. */
export async function pushImage(client: RegistryClient, repository: string, tag: string): Promise<string> {
  return pushManifest(client, repository, await anImageIn(client, repository, tag), tag);
}

/** Throws, with the answer's body, unless it has this status. */
export function demand(answer: Answer, status: number): Answer {
  if (answer.status === status) return answer;
  throw new Error(`expected ${status}, but the registry answered ${answer.status}: ${answer.text}`);
}

function mediaTypeOf(document: Uint8Array): string {
  try {
    const { mediaType } = JSON.parse(Buffer.from(document).toString()) as { mediaType?: string };
    return mediaType ?? OCI_MANIFEST;
  } catch {
    return OCI_MANIFEST;
  }
}
