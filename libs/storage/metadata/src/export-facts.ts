import type { Fact, LinkFact, RepositoryFact, StoredBlobFact, TagFact } from './facts.js';
import type { FactQueries } from './queries/fact-queries.js';
import type { Page, PageRequest } from './queries/queries.js';

/** Facts per page; those with bytes come in small pages, because a manifest may have 4 MiB and a small blob 1 MiB. */
const PAGE = 500;
const PAGE_WITH_BYTES = 16;

/**
 * Every fact but uploads, leases and doomed locations, in the order in which they can be imported: blobs, then each repository and what is
 * in it. Each page sees what was committed when it is read.
 */
export async function* exportFacts(queries: FactQueries): AsyncGenerator<Fact> {
  yield* blobFacts(queries);
  yield* contentFacts(queries);
}

/** Every fact but the blobs: each repository, its links, its manifests, its tags. */
export async function* contentFacts(queries: FactQueries): AsyncGenerator<Exclude<Fact, StoredBlobFact>> {
  for await (const repository of repositoryFacts(queries)) {
    const { name } = repository;
    yield repository;
    yield* linkFacts(queries, name);
    yield* manifestFacts(queries, name);
    yield* tagFacts(queries, name);
  }
}

export function repositoryFacts(queries: FactQueries): AsyncGenerator<RepositoryFact> {
  return pagesOf(
    PAGE,
    (page) => queries.listRepositoryFacts(page),
    ({ name }) => name,
  );
}

export function blobFacts(queries: FactQueries) {
  return pagesOf(
    PAGE_WITH_BYTES,
    (page) => queries.listBlobFacts(page),
    ({ digest }) => digest,
  );
}

export function manifestFacts(queries: FactQueries, repository: string) {
  return pagesOf(
    PAGE_WITH_BYTES,
    (page) => queries.listManifestFacts(repository, page),
    ({ digest }) => digest,
  );
}

export function linkFacts(queries: FactQueries, repository: string): AsyncGenerator<LinkFact> {
  return pagesOf(
    PAGE,
    (page) => queries.listLinkFacts(repository, page),
    ({ digest }) => digest,
  );
}

export function tagFacts(queries: FactQueries, repository: string): AsyncGenerator<TagFact> {
  return pagesOf(
    PAGE,
    (page) => queries.listTagFacts(repository, page),
    ({ name }) => name,
  );
}

/** The items of all pages, one after the other. */
export async function* pagesOf<T>(
  limit: number,
  list: (page: PageRequest) => Promise<Page<T>>,
  keyOf: (item: T) => string,
): AsyncGenerator<T> {
  let after: string | undefined;
  for (;;) {
    const { items, more } = await list({ after, limit });
    yield* items;
    const last = items.at(-1);
    if (!more || last === undefined) return;
    after = keyOf(last);
  }
}
