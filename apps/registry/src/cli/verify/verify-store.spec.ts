import { aDescriptor, aManifest, anIndex, digestOf } from '@margo-registry/oci/testing';
import { MemoryBlobStore } from '@margo-registry/storage-core';
import { FilesystemBlobStore } from '@margo-registry/storage-filesystem';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NO_PROGRESS, once, SomeStores } from '../testing/some-stores.js';
import type { Finding } from './finding.js';
import { Pace } from './pace.js';
import { VerifyCounts, type Verification } from './verification.js';
import { verifyStore } from './verify-store.js';

const LARGE = 'L'.repeat(100_000);

describe('verifying a store', () => {
  let stores: SomeStores;
  let counts: VerifyCounts;
  beforeEach(async () => {
    stores = await SomeStores.open((directory) => new FilesystemBlobStore(directory));
    counts = new VerifyCounts();
  });
  afterEach(() => stores.close());

  const verify = async (changes: Partial<Verification> = {}): Promise<Finding[]> => {
    const findings: Finding[] = [];
    const plain = { pace: new Pace(), progress: NO_PROGRESS, repair: false, orphanAge: 0 };
    for await (const finding of verifyStore({ stores, counts, ...plain, ...changes })) findings.push(finding);
    return findings;
  };
  const fileOf = async (digest: string): Promise<string> => {
    const location = (await stores.metadata.queries.findBlob('acme/app', digest))!.location!;
    return join(stores.directory, 'blobs', location.slice(0, 2), location);
  };
  const overwriteSmall = async (digest: string, content: string): Promise<void> => {
    const [fact] = await stores.metadata.queries.findBlobFacts([digest]);
    await stores.metadata.commands.importFacts({
      facts: [{ ...fact!, content: { payload: Buffer.from(content) } }],
    });
  };

  it('finds nothing where nothing is wrong, and tells what it has read', async () => {
    await stores.pushLarge('acme/app', LARGE);
    await stores.pushSmall('acme/app', '');
    await stores.pushImage('acme/app', 'v1');

    expect(await verify()).toEqual([]);
    expect(counts).toMatchObject({
      blobs: 4,
      bytes: 100_000 + 2 + 'layer of v1'.length,
      manifests: 1,
      faults: 0,
    });
  });

  it('finds a flipped byte, a short file and a lost one, each with those that have the blob', async () => {
    const wrong = await stores.pushLarge('acme/app', LARGE);
    await stores.metadata.commands.mountBlob({ repository: 'acme/other', digest: wrong });
    const short = await stores.pushLarge('acme/app', `${LARGE}short`);
    const lost = await stores.pushLarge('acme/app', `${LARGE}lost`);
    await writeFile(await fileOf(wrong), `${LARGE.slice(1)}l`);
    await truncate(await fileOf(short), 10);
    await stores.blobs.delete((await stores.metadata.queries.findBlob('acme/app', lost))!.location!);

    const found = new Map((await verify()).map(({ digest, ...finding }) => [digest, finding]));
    expect(found.get(wrong)).toMatchObject({ kind: 'blob-wrong', repositories: ['acme/app', 'acme/other'] });
    expect(found.get(short)).toMatchObject({ kind: 'blob-short', severity: 'fault' });
    expect(found.get(lost)).toMatchObject({ kind: 'blob-missing', size: LARGE.length + 4 });
    expect(found.size).toBe(3);
    expect(counts.faults).toBe(3);
  });

  it('reads small blobs and manifests too', async () => {
    const small = await stores.pushSmall('acme/app', 'small');
    await overwriteSmall(small, 'smell');
    await stores.pushImage('acme/app', 'v1');
    const { items } = await stores.metadata.queries.listManifestFacts('acme/app', { limit: 1 });
    const digest = digestOf('another');
    await stores.metadata.commands.importFacts({ facts: [{ ...items[0]!, digest }] });

    expect(await verify()).toMatchObject([
      { kind: 'blob-wrong', digest: small },
      { kind: 'manifest-wrong', digest, repositories: ['acme/app'] },
    ]);
  });

  it('changes nothing unless it is asked to repair', async () => {
    const digest = await stores.pushLarge('acme/app', LARGE);
    await writeFile(await fileOf(digest), 'wrong');
    await verify();

    expect(await stores.metadata.queries.findBlob('acme/app', digest)).toBeDefined();
  });

  it('marks damaged blobs on request, large and small, so that the next push brings them back', async () => {
    const large = await stores.pushLarge('acme/app', LARGE);
    const small = await stores.pushSmall('acme/app', 'small');
    await writeFile(await fileOf(large), 'wrong');
    await overwriteSmall(small, 'smell');

    expect(await verify({ repair: true })).toMatchObject([{ repaired: true }, { repaired: true }]);
    for (const digest of [large, small])
      expect(await stores.metadata.queries.findBlob('acme/app', digest)).toBeUndefined();
    expect((await verify()).map(({ kind }) => kind)).toEqual(['blob-marked', 'blob-marked']);

    await stores.pushLarge('acme/app', LARGE);
    await stores.pushSmall('acme/app', 'small');
    expect(await verify()).toMatchObject([{ kind: 'doomed', severity: 'note', count: 1 }]);
    expect((await stores.metadata.queries.findBlob('acme/app', small))?.payload?.toString()).toBe('small');
  });

  it('lists apart what a manifest was accepted without', async () => {
    const sparse = aManifest().withLayer(aDescriptor('never pushed'));
    await stores.pushSmall('acme/app', '{}');
    await stores.pushManifest('acme/app', anIndex().withManifest(aManifest().describe()));
    const manifest = await stores.pushManifest('acme/app', sparse);

    const found = await verify();
    expect(found).toHaveLength(2);
    expect(found).toContainEqual(
      expect.objectContaining({
        kind: 'reference-waiting',
        severity: 'note',
        digest: digestOf('never pushed'),
        manifest,
      }),
    );
    expect(counts).toMatchObject({ faults: 0, notes: 2 });
  });

  it('finds what is here and not held by the manifest that lists it, until that is pushed again', async () => {
    const sparse = aManifest().withLayer(aDescriptor('late'));
    await stores.pushSmall('acme/app', '{}');
    const manifest = await stores.pushManifest('acme/app', sparse);
    const digest = await stores.pushSmall('acme/other', 'late');
    const link = { fact: 'link', repository: 'acme/app', digest, touchedAt: 1 } as const;
    await stores.metadata.commands.importFacts({ facts: [link] });

    expect(await verify()).toMatchObject([
      { kind: 'reference-unlinked', severity: 'fault', digest, manifest, repositories: ['acme/app'] },
    ]);
    await stores.pushManifest('acme/app', sparse);
    expect(await verify()).toEqual([]);
  });

  it('finds references on record that are not those of the manifest', async () => {
    const payload = aManifest().withLayer(aDescriptor('layer')).build();
    await stores.pushImage('acme/app', 'v1');
    const { items } = await stores.metadata.queries.listManifestFacts('acme/app', { limit: 1 });
    const digest = digestOf(payload);
    await stores.metadata.commands.importFacts({ facts: [{ ...items[0]!, digest, payload }] });

    expect(await verify()).toMatchObject([{ kind: 'references-differ', digest }]);
  });

  it('says how many rows of a repository lead to nothing', async () => {
    await stores.pushImage('acme/app', 'v1');
    const lost = { linksWithoutBlob: 1, tagsWithoutManifest: 2, referencesWithoutTarget: 0 };
    const queries = { ...stores.metadata.queries, countDangling: () => Promise.resolve(lost) };
    const metadata = { ...stores.metadata, queries } as typeof stores.metadata;

    expect(await verify({ stores: { blobs: stores.blobs, metadata } })).toMatchObject([
      { kind: 'link-without-blob', count: 1, repositories: ['acme/app'] },
      { kind: 'tag-without-manifest', count: 2, repositories: ['acme/app'] },
    ]);
  });

  it('finds bytes that no fact knows, and knows those of uploads and of deleted content', async () => {
    const orphan = await stores.store(Buffer.from('orphan'));
    await stores.metadata.commands.doomLocations({ locations: [await stores.store(Buffer.from('doomed'))] });
    const state = await stores.blobs.append(stores.blobs.begin(), once(Buffer.from('half')));
    const claim = {
      id: 'u1',
      repository: 'acme/app',
      caller: null,
      purpose: 'appending',
      create: true,
    } as const;
    await stores.metadata.commands.claimUpload({ ...claim, leaseMilliseconds: 1000 });
    await stores.metadata.commands.publishUpload({ id: 'u1', fence: 1, state, bytes: null, size: 4 });

    expect(await verify()).toMatchObject([
      { kind: 'doomed', count: 1 },
      { kind: 'orphan', severity: 'fault', location: orphan, size: 6 },
    ]);
  });

  it('takes young bytes for those of a push under way where a registry may run beside', async () => {
    await stores.store(Buffer.from('about to be written down'));

    expect(await verify({ orphanAge: 60_000 })).toEqual([]);
  });

  it('does not blame a blob that was deleted while it was read', async () => {
    const digest = await stores.pushLarge('acme/app', LARGE);
    const blobs = new MemoryBlobStore();
    blobs.open = async function* () {
      await stores.metadata.commands.unlinkBlob({ repository: 'acme/app', digest });
      yield Buffer.from('gone');
    };

    expect(await verify({ stores: { blobs, metadata: stores.metadata } })).toMatchObject([
      { kind: 'doomed' },
    ]);
  });

  it('ends where the store does not answer, because that says nothing about the bytes', async () => {
    await stores.pushLarge('acme/app', LARGE);
    await stores.blobs.close();

    await expect(verify()).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('reads no faster than it may', async () => {
    await stores.pushLarge('acme/app', LARGE);
    const start = performance.now();
    await verify({ pace: new Pace(500_000) });

    expect(performance.now() - start).toBeGreaterThan(180);
  });
});
