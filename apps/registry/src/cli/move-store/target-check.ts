import {
  blobFacts,
  linkFacts,
  manifestFacts,
  repositoryFacts,
  tagFacts,
  type Queries,
} from '@margo-registry/storage-metadata';
import { StartRefused } from '../../start-refused.js';

/** Throws {@link StartRefused} where the target holds what a former run of this move cannot have written. */
export async function checkTarget(source: Queries, target: Queries): Promise<void> {
  const stranger = (await findStranger(source, target)) ?? (await findUpload(target));
  if (stranger === undefined) return;
  throw new StartRefused(
    `The target is not empty, and what it holds is not of this source: ${stranger}. ` +
      'Move into an empty database and an empty blob store; only a move from the same source is continued.',
  );
}

async function findUpload(target: Queries): Promise<string | undefined> {
  return (await target.countOpenUploads()) > 0 ? 'an unfinished upload' : undefined;
}

async function findStranger(source: Queries, target: Queries): Promise<string | undefined> {
  const repository = await findMissing(repositoryFacts(target), repositoryFacts(source), ({ name }) => name);
  if (repository !== undefined) return `the repository ${repository}`;
  const blob = await findMissing(blobFacts(target), blobFacts(source), ({ digest }) => digest);
  if (blob !== undefined) return `the blob ${blob}`;
  for await (const { name } of repositoryFacts(target)) {
    const inside = await findStrangerIn(name, source, target);
    if (inside !== undefined) return `${inside} in ${name}`;
  }
  return undefined;
}

async function findStrangerIn(name: string, source: Queries, target: Queries): Promise<string | undefined> {
  const link = await findMissing(linkFacts(target, name), linkFacts(source, name), ({ digest }) => digest);
  if (link !== undefined) return `the blob ${link}`;
  const manifest = await findMissing(
    manifestFacts(target, name),
    manifestFacts(source, name),
    ({ digest }) => digest,
  );
  if (manifest !== undefined) return `the manifest ${manifest}`;
  // A blank is smaller than whatever a tag may hold, so the order of the tags stays.
  const tag = await findMissing(
    tagFacts(target, name),
    tagFacts(source, name),
    (fact) => `${fact.name} ${fact.manifest}`,
  );
  return tag === undefined ? undefined : `the tag ${tag.replace(' ', ' → ')}`;
}

/** The key of the first of `some` that is not among `all`; both come in the order of their keys. */
export async function findMissing<T>(
  some: AsyncIterable<T>,
  all: AsyncGenerator<T>,
  keyOf: (item: T) => string,
): Promise<string | undefined> {
  for await (const item of some) {
    const key = keyOf(item);
    let next = await all.next();
    while (!next.done && keyOf(next.value) < key) next = await all.next();
    if (next.done || keyOf(next.value) !== key) return key;
  }
  return undefined;
}
