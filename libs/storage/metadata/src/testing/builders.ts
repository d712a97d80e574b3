import { createHash } from 'node:crypto';
import type { LinkBlob, RecordManifest, ReferenceFact } from '../commands/commands.js';
import type { StoredBlobFact } from '../facts.js';

export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** A small blob in `acme/app` whose bytes are `text`. */
export function aBlob(text: string, changes: Partial<LinkBlob> = {}): LinkBlob {
  const payload = Buffer.from(text);
  return {
    repository: 'acme/app',
    digest: digestOf(text),
    size: payload.length,
    content: { payload },
    ...changes,
  };
}

/** The same blob with its bytes at `location` of a blob store. */
export function aStoredBlob(text: string, location: string, changes: Partial<LinkBlob> = {}): LinkBlob {
  return aBlob(text, { content: { location }, ...changes });
}

export function aReference(text: string, changes: Partial<ReferenceFact> = {}): ReferenceFact {
  return { digest: digestOf(text), kind: 'layer', size: Buffer.byteLength(text), required: true, ...changes };
}

/** A manifest in `acme/app` without references; `text` makes its digest. */
export function aManifest(text: string, changes: Partial<RecordManifest> = {}): RecordManifest {
  return {
    repository: 'acme/app',
    digest: digestOf(text),
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    artifactType: null,
    subject: null,
    payload: Buffer.from(text),
    annotations: null,
    references: [],
    tags: [],
    absentReferences: 'refuse',
    pushedBy: null,
    ...changes,
  };
}

/** A blob as `importFacts` takes it, found undamaged; `text` makes its digest. */
export function aBlobFact(text: string, content: StoredBlobFact['content']): StoredBlobFact {
  return { fact: 'blob', digest: digestOf(text), size: text.length, content, damagedAt: null, createdAt: 5 };
}
