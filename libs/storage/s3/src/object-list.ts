import type { BlobLocation, StoredBlob } from '@margo-registry/storage-core';
import type { Bucket } from './bucket.js';
import type { Layout } from './layout.js';

/** Objects and unfinished multipart uploads behind `after`, in byte order of location. */
export async function* listStored(
  bucket: Bucket,
  layout: Layout,
  after: BlobLocation,
): AsyncGenerator<StoredBlob, void, undefined> {
  const unfinished = await listUnfinished(bucket, layout, after);
  for await (const object of listObjects(bucket, layout, after)) {
    while (unfinished[0] !== undefined && unfinished[0].location < object.location)
      yield unfinished.shift() as StoredBlob;
    yield object;
  }
  yield* unfinished;
}

async function* listObjects(bucket: Bucket, layout: Layout, after: BlobLocation): AsyncGenerator<StoredBlob> {
  for (let start = layout.startKey(after); ;) {
    const page = await bucket.listPage(layout.blobs, start);
    for (const { name, size, lastModified } of page.objects) {
      if (name === undefined) continue;
      start = name;
      const location = layout.findLocation({ key: name });
      if (location === undefined || location <= after) continue;
      yield { location, size: Number(size), modifiedAt: new Date(lastModified) };
    }
    if (!page.isTruncated || page.objects.length === 0) return;
  }
}

/** All of them at once: their order is the service's own. Their size is not told and given as 0. */
async function listUnfinished(bucket: Bucket, layout: Layout, after: BlobLocation): Promise<StoredBlob[]> {
  const found = new Map<BlobLocation, StoredBlob>();
  for (let afterKey = ''; ;) {
    const page = await bucket.listUnfinishedPage(afterKey);
    for (const { key, uploadId, initiated } of page.uploads) {
      const location = layout.findLocation({ key: String(key), uploadId: String(uploadId) });
      if (location === undefined || location <= after) continue;
      found.set(location, { location, size: 0, modifiedAt: initiated });
    }
    if (!page.isTruncated || page.nextKeyMarker <= afterKey) break;
    afterKey = page.nextKeyMarker;
  }
  return [...found.values()].sort((a, b) => (a.location < b.location ? -1 : 1));
}
