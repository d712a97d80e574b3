import { fileURLToPath } from 'node:url';
import { CONFIG, readParts, writeManifest } from '../demo/package-folder.mjs';
import { MANIFEST_TYPE, describe, digestOf, imageOf, indexOf, referrerOf, someBytes } from './content.mjs';

/** @typedef {import('./recorder.mjs').Recorder} Recorder */

const PACKAGE = fileURLToPath(new URL('../../examples/hello-package', import.meta.url));

/** The threshold of small content in settings.yaml. */
export const INLINE = 4096;
/** Just above it. */
export const LARGE = INLINE + 1;

/** Pushes one of everything that a store can hold. @param {Recorder} recorder */
export async function fill(recorder) {
  const first = await pushPackages(recorder);
  await pushImages(recorder, first);
  const waiting = await pushMirror(recorder);
  await leaveTraces(recorder);
  await recorder.countStored();
  await recorder.record(listAnswers(first.digest));
  return { ...recorder.contents, waiting };
}

/** Two versions under `enforce`, with an alias that moves; one with faults under `warn`. @param {Recorder} recorder */
async function pushPackages(recorder) {
  const first = await pushPackage(recorder, 'acme/apps/hello', ['1.0.0', 'latest']);
  await pushPackage(recorder, 'acme/apps/hello', ['1.1.0', 'latest'], (text) =>
    text.replace("version: '1.0.0'", "version: '1.1.0'"),
  );
  await pushPackage(recorder, 'acme/drafts/hello', ['draft'], (text) =>
    text.replace('type: helm', 'type: unheard-of'),
  );
  recorder.contents.fixedTags.push({ repository: 'acme/apps/hello', tag: '1.0.0' });
  return first;
}

/** @param {Recorder} recorder @param {string} repository @param {string[]} tags @param {(description: string) => string} [change] */
async function pushPackage(recorder, repository, tags, change = (text) => text) {
  const parts = (await readParts(PACKAGE)).map((part) => {
    if (part.title !== 'margo.yaml') return part;
    const bytes = Buffer.from(change(part.bytes.toString()));
    return { ...part, bytes, digest: digestOf(bytes) };
  });
  for (const { bytes } of [CONFIG, ...parts]) await recorder.pushBlob(repository, bytes);
  return recorder.pushManifest(repository, writeManifest(parts), tags);
}

/** Images with small and large layers, an index, a mount, referrers, sha512. @param {Recorder} recorder @param {import('./content.mjs').Descriptor} signed */
async function pushImages(recorder, signed) {
  const repository = 'acme/images';
  const [small, large, chunked] = [
    someBytes('small', 500),
    someBytes('large', LARGE),
    someBytes('chunked', LARGE),
  ];
  for (const content of ['{}', small, large]) await recorder.pushBlob(repository, content);
  const upload = await recorder.upload(repository, [chunked.subarray(0, 3000), chunked.subarray(3000)]);
  await recorder.ask(201, 'PUT', `${upload}?digest=${digestOf(chunked)}`);
  recorder.contents.blobs.push({ repository, digest: digestOf(chunked), size: LARGE });

  const one = await recorder.pushManifest(repository, imageOf('one', [describe(small), describe(large)]));
  const two = await recorder.pushManifest(repository, imageOf('two', [describe(chunked)]));
  const index = await recorder.pushManifest(repository, indexOf([one, two]), ['stable', 'v1']);
  await recorder.pushManifest(repository, imageOf('by sha512', [describe(small)]), [], {
    algorithm: 'sha512',
  });

  await recorder.pushBlob('acme/copies', '{}');
  await recorder.mount('acme/copies', digestOf(large), repository, LARGE);
  await recorder.pushManifest('acme/copies', imageOf('copy', [describe(large)]), ['copy']);

  await recorder.pushManifest(repository, referrerOf('application/vnd.example.sbom', index, describe(small)));
  const signature = Buffer.from('signature');
  await recorder.pushBlob('acme/apps/hello', signature);
  const statement = referrerOf('application/vnd.example.signature', signed, describe(signature));
  await recorder.pushManifest('acme/apps/hello', statement);
}

/** An index whose child has not come yet, as mirrors have them. @param {Recorder} recorder */
async function pushMirror(recorder) {
  const repository = 'mirror/sparse';
  await recorder.pushBlob(repository, '{}');
  const child = imageOf('late', []);
  const parent = await recorder.pushManifest(repository, indexOf([describe(child, MANIFEST_TYPE)]), ['all']);
  return { repository, child, mediaType: MANIFEST_TYPE, parent: parent.digest };
}

/** Open uploads in the database and in the blob store, and what a collector is going to take. @param {Recorder} recorder */
async function leaveTraces(recorder) {
  const repository = 'acme/images';
  await recorder.leaveUpload(repository, [someBytes('begun', 1000)], someBytes('rest', 200));
  const parts = [someBytes('begun large', LARGE), someBytes('more', 2000)];
  await recorder.leaveUpload(repository, parts, someBytes('end', 3000));
  await recorder.leaveUpload(repository, [], someBytes('not begun', 300));

  const passing = 'acme/passing';
  await recorder.pushBlob(passing, '{}');
  await recorder.pushManifest(passing, imageOf('stays', []));
  const layer = someBytes('layer of the deleted', LARGE);
  const deleted = imageOf('deleted', [describe(layer)]);
  await recorder.pushBlob(passing, layer);
  await recorder.pushManifest(passing, deleted);
  await recorder.deleteManifest(passing, digestOf(deleted));
  recorder.leaveIdle(passing, digestOf(layer));
  await recorder.deleteBlob(passing, await recorder.pushBlob(passing, someBytes('deleted', LARGE)));
}

/** What clients list and look up. @param {string} packageDigest */
function listAnswers(packageDigest) {
  const hello = '/api/v1/packages/acme%2Fapps%2Fhello';
  return [
    '/v2/_catalog',
    '/v2/acme/apps/hello/tags/list',
    '/v2/acme/images/tags/list',
    `/v2/acme/apps/hello/referrers/${packageDigest}`,
    '/api/v1/packages',
    `${hello}/1.0.0`,
    `${hello}/1.0.0/report`,
    '/api/v1/packages/acme%2Fdrafts%2Fhello/draft/report',
  ];
}
