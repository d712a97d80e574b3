import type { Fact, LinkFact, RepositoryFact, TagFact } from '../facts.js';
import { rows, slices, sql, type SqlValue } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { ImportFacts } from './commands.js';
import { importBlob } from './import-blob.js';
import { importManifest } from './import-manifest.js';
import { findRepositoryId } from './repositories.js';

const ROWS_PER_STATEMENT = 64;

/** One transaction; what a fact needs goes before it, whatever their order is. */
export async function importFacts(tx: Transaction, { facts }: ImportFacts, now: number): Promise<void> {
  const of = <Kind extends Fact['fact']>(kind: Kind) =>
    facts.filter((fact): fact is Extract<Fact, { fact: Kind }> => fact.fact === kind);
  await importRepositories(tx, of('repository'));
  for (const blob of of('blob')) await importBlob(tx, blob, now);
  const ids = new RepositoryIds(tx);
  await importLinks(tx, of('link'), ids);
  for (const manifest of of('manifest'))
    await importManifest(tx, await ids.get(manifest.repository), manifest);
  await importTags(tx, of('tag'), ids);
}

/** Ids by name, each asked for once. */
class RepositoryIds {
  private readonly known = new Map<string, number>();

  constructor(private readonly tx: Transaction) {}

  async get(name: string): Promise<number> {
    const id = this.known.get(name) ?? (await findRepositoryId(this.tx, name));
    if (id === undefined) throw new Error(`The repository ${name} must be imported before what is in it.`);
    this.known.set(name, id);
    return id;
  }

  /** `list` as rows that begin with the id of their repository. One statement at a time: that is all a transaction can do. */
  async rows<T extends { readonly repository: string }>(
    list: readonly T[],
    valuesOf: (item: T) => readonly SqlValue[],
  ): Promise<SqlValue[][]> {
    const found: SqlValue[][] = [];
    for (const item of list) found.push([await this.get(item.repository), ...valuesOf(item)]);
    return found;
  }
}

async function importRepositories(tx: Transaction, list: readonly RepositoryFact[]): Promise<void> {
  for (const slice of slices(list, ROWS_PER_STATEMENT)) {
    const named = rows(slice.map(({ name, createdAt }) => [name, createdAt]));
    await tx.run(
      sql`INSERT INTO repositories (name, created_at) VALUES ${named} ON CONFLICT (name) DO NOTHING`,
    );
  }
}

async function importLinks(tx: Transaction, list: readonly LinkFact[], ids: RepositoryIds): Promise<void> {
  for (const slice of slices(list, ROWS_PER_STATEMENT)) {
    const links = rows(await ids.rows(slice, ({ digest, touchedAt }) => [digest, touchedAt]));
    await tx.run(sql`
      INSERT INTO repository_blobs (repository_id, digest, touched_at) VALUES ${links}
      ON CONFLICT (repository_id, digest) DO NOTHING`);
  }
}

async function importTags(tx: Transaction, list: readonly TagFact[], ids: RepositoryIds): Promise<void> {
  for (const slice of slices(list, ROWS_PER_STATEMENT)) {
    const tags = rows(await ids.rows(slice, ({ name, manifest, updatedAt }) => [name, manifest, updatedAt]));
    await tx.run(sql`
      INSERT INTO tags (repository_id, name, manifest_digest, updated_at) VALUES ${tags}
      ON CONFLICT (repository_id, name) DO NOTHING`);
  }
}
