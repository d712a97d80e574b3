import { findBlob, isSameBlob } from '../../queries/blobs.js';
import { findManifest, isSameManifest } from '../../queries/manifests.js';
import type { BlobRow, ManifestRow, Queries } from '../../queries/queries.js';
import { queriesOf } from '../../queries/query-table.js';
import { ProvenCache } from './proven-cache.js';
import type { GuardedReader } from './guarded-reader.js';
import type { TurnVersion } from './turn-version.js';

/** Rough size of an entry beside its payload. */
const ENTRY_BYTES = 500;

/** The queries, with the answers that pulls ask for again and again out of a cache. `reader` must be a connection that never writes. */
export function provenQueries(reader: GuardedReader, version: TurnVersion, maxBytes: number): Queries {
  const answers = new ProvenCache<ManifestRow | BlobRow>(
    () => version.get(),
    ({ payload }) => ENTRY_BYTES + (payload?.byteLength ?? 0),
    maxBytes,
  );
  return {
    ...queriesOf(reader),
    findManifest: (repository, reference) => {
      const key =
        'tag' in reference
          ? `tag ${repository} ${reference.tag}`
          : `manifest ${repository} ${reference.digest}`;
      return answers.find(key, {
        load: () => findManifest(reader, repository, reference),
        isSame: (known) => isSameManifest(reader, repository, reference, known as ManifestRow),
      }) as Promise<ManifestRow | undefined>;
    },
    findBlob: (repository, digest) =>
      answers.find(`blob ${repository} ${digest}`, {
        load: () => findBlob(reader, repository, digest),
        isSame: (known) => isSameBlob(reader, repository, known as BlobRow),
      }) as Promise<BlobRow | undefined>,
  };
}
