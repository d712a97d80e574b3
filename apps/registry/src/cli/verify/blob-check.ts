import { blobFacts, type StoredBlobFact } from '@margo-registry/storage-metadata';
import { BlobBytes, type Damage } from '../blob-bytes.js';
import type { Found } from './finding.js';
import type { Verification } from './verification.js';

const MOST_NAMED = 20;

/** Reads every blob again. `onLocation` hears of each place that the facts know. */
export async function* checkBlobs(
  verification: Verification,
  onLocation: (location: string) => void,
): AsyncGenerator<Found> {
  const { queries } = verification.stores.metadata;
  for await (const fact of blobFacts(queries)) {
    const location = locationOf(fact);
    if (location !== undefined) onLocation(location);
    verification.counts.blobs += 1;
    const damage = fact.damagedAt === null ? await findDamage(fact, verification) : undefined;
    if (fact.damagedAt !== null)
      yield describe(fact, 'blob-marked', await repositoriesOf(fact, verification));
    else if (damage !== undefined && (await stillStands(fact, verification)))
      yield await report(fact, damage, verification);
  }
}

async function findDamage(
  fact: StoredBlobFact,
  { stores, pace, progress, counts }: Verification,
): Promise<Damage | undefined> {
  const bytes = new BlobBytes(stores.blobs, fact, (length) => progress.add(length));
  try {
    for await (const chunk of bytes.chunks()) {
      await pace.spend(chunk.length);
    }
  } catch {
    // `damage` throws it again where it says nothing about these bytes.
  }
  counts.bytes += bytes.size;
  progress.add(fact.size - bytes.size);
  return bytes.damage();
}

/** A registry that runs beside may have deleted or replaced the blob since its fact was read. */
async function stillStands(fact: StoredBlobFact, { stores }: Verification): Promise<boolean> {
  const [now] = await stores.metadata.queries.findBlobFacts([fact.digest]);
  return now !== undefined && now.damagedAt === null && locationOf(now) === locationOf(fact);
}

async function report(fact: StoredBlobFact, damage: Damage, verification: Verification): Promise<Found> {
  const repositories = await repositoriesOf(fact, verification);
  const finding = describe(fact, `blob-${damage}`, repositories);
  if (!verification.repair) return finding;
  const { commands } = verification.stores.metadata;
  await commands.markBlobDamaged({ digest: fact.digest, location: locationOf(fact) ?? null });
  return { ...finding, repaired: true };
}

function repositoriesOf({ digest }: StoredBlobFact, { stores }: Verification): Promise<readonly string[]> {
  return stores.metadata.queries.listLinkingRepositories(digest, MOST_NAMED);
}

function describe(fact: StoredBlobFact, kind: Found['kind'], repositories: readonly string[]): Found {
  const location = locationOf(fact);
  const { digest, size } = fact;
  return { kind, digest, repositories, ...(location && { location }), size };
}

function locationOf({ content }: StoredBlobFact): string | undefined {
  return content !== null && 'location' in content ? content.location : undefined;
}
