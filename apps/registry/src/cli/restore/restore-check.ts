import {
  blobFacts,
  repositoryFacts,
  type Queries,
  type RepositoryFact,
} from '@margo-registry/storage-metadata';
import { StartRefused } from '../../start-refused.js';
import { findMissing } from '../move-store/target-check.js';
import type { MoveSource } from '../move-store/move-source.js';

/** Throws {@link StartRefused} where the target holds what a former run of this restore cannot have written. */
export async function checkEmpty(source: MoveSource, target: Queries): Promise<void> {
  const repository = await findMissing(repositoryFacts(target), repositoriesOf(source), ({ name }) => name);
  const blob = await findMissing(blobFacts(target), generatorOf(source.blobFacts()), ({ digest }) => digest);
  const stranger = repository === undefined ? blob && `the blob ${blob}` : `the repository ${repository}`;
  if (stranger === undefined && (await target.countOpenUploads()) === 0) return;
  throw new StartRefused(
    `The stores are not empty, and what they hold is not of this backup: ${stranger ?? 'an unfinished upload'}. ` +
      'Restore into an empty database and an empty blob store; only a restore of the same backup is continued.',
  );
}

async function* repositoriesOf(source: MoveSource): AsyncGenerator<RepositoryFact> {
  for await (const fact of source.contentFacts()) if (fact.fact === 'repository') yield fact;
}

async function* generatorOf<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  yield* items;
}
