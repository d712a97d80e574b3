import { COMMANDS } from '../commands/command-table.js';
import type { Statement } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import { aBlob, aManifest, aReference, aStoredBlob, digestOf } from '../testing/builders.js';
import { useStore } from '../testing/temporary-store.js';
import { SqliteConnection } from '../engines/sqlite/sqlite-connection.js';
import { isSameBlob } from './blobs.js';
import { isSameManifest } from './manifests.js';
import { queriesOf } from './query-table.js';

/** Runs statements and collects what SQLite plans for each of them, on another connection, because libsql's EXPLAIN freezes its own. */
class PlanRecorder implements Transaction {
  readonly steps: { readonly detail: string; readonly statement: string }[] = [];

  constructor(
    private readonly connection: SqliteConnection,
    private readonly explainer: SqliteConnection,
  ) {}

  all<Row>(statement: Statement): Row[] {
    this.explain(statement);
    return this.connection.all(statement);
  }

  run(statement: Statement): number {
    this.explain(statement);
    return this.connection.run(statement);
  }

  private explain({ strings, values }: Statement): void {
    const [first, ...others] = strings;
    const plan = this.explainer.all<{ detail: string }>({
      strings: [`EXPLAIN QUERY PLAN ${first}`, ...others],
      values,
    });
    const statement = strings.join('?').replace(/\s+/g, ' ');
    this.steps.push(...plan.map(({ detail }) => ({ detail, statement })));
  }
}

/** Statements that are about everything in a repository, or about its row, whose foreign keys stop at the first row found. */
const WHOLE_REPOSITORY =
  /COUNT|SUM|SELECT t\.name|INSERT INTO repositories|DELETE FROM \w+ WHERE (repository_)?id = \?( RETURNING digest)?$/;

/** Reads of a whole table, and look-ups by the repository alone where a digest is known too. */
function isSlow({ detail, statement }: { detail: string; statement: string }): boolean {
  if (/^SCAN (?!json_each|\d+ CONSTANT)/.test(detail)) return true;
  return /^SEARCH .*\(repository_id=\?\)$/.test(detail) && !WHOLE_REPOSITORY.test(statement);
}

describe('the plans of SQLite', () => {
  const given = useStore();
  let explainer: SqliteConnection;
  beforeEach(async () => {
    explainer = await SqliteConnection.open(given.file);
  });
  afterEach(() => explainer.close());

  it('look up every query by an index', async () => {
    const recorder = new PlanRecorder(given.beside, explainer);
    const queries = queriesOf(recorder);
    const digest = digestOf('a');
    await queries.findManifest('r', { tag: 't' });
    await queries.findManifest('r', { digest });
    await isSameManifest(
      recorder,
      'r',
      { tag: 't' },
      { digest, mediaType: '', size: 0, payload: Buffer.alloc(0) },
    );
    await isSameManifest(
      recorder,
      'r',
      { digest },
      { digest, mediaType: '', size: 0, payload: Buffer.alloc(0) },
    );
    await queries.findBlob('r', digest);
    await isSameBlob(recorder, 'r', { digest, size: 0, location: 'l', payload: null });
    await queries.hasRepository('r');
    await queries.listTags('r', { limit: 1 });
    await queries.listRepositories({ limit: 1 });
    await queries.findRepositoryRow('r');
    await queries.listReferrers('r', digest, [], { limit: 1 });
    await queries.listReferrers('r', digest, ['t'], { limit: 1 });
    await queries.findUpload('u');
    await queries.listExpiredUploads(1, 1, 1);
    await queries.countOpenUploads();
    await queries.listDoomedLocations(1, 1);

    expect(recorder.steps.length).toBeGreaterThan(20);
    expect(recorder.steps.filter(isSlow)).toEqual([]);
    expect(
      recorder.steps.filter(
        ({ detail, statement }) => /TEMP B-TREE/.test(detail) && !/lease_until/.test(statement),
      ),
    ).toEqual([]);
  });

  it('look up every statement of a command by an index, foreign keys too', async () => {
    const tx = new PlanRecorder(given.beside, explainer);
    const digest = digestOf('a');
    const references = [aReference('a'), aReference('child', { kind: 'manifest' })];
    const upload = { id: 'u', repository: 'acme/app', caller: 'c', maxOpen: 9 };
    await COMMANDS.claimUpload(
      tx,
      { ...upload, leaseMilliseconds: 1, purpose: 'appending', create: true },
      1,
    );
    await COMMANDS.renewUpload(tx, { id: 'u', fence: 1, leaseMilliseconds: 1 }, 1);
    await COMMANDS.linkBlob(tx, aStoredBlob('a', 'l', { upload: { id: 'u', fence: 1 } }), 1);
    await COMMANDS.markBlobDamaged(tx, { digest, location: 'l' }, 1);
    await COMMANDS.linkBlob(tx, aBlob('a'), 1);
    await COMMANDS.mountBlob(tx, { repository: 'b', digest, from: 'acme/app' }, 1);
    await COMMANDS.mountBlob(tx, { repository: 'c', digest }, 1);
    await COMMANDS.recordManifest(
      tx,
      aManifest('m', { references, tags: ['t'], ifNoneMatch: ['*'], absentReferences: 'accept' }),
      1,
    );
    await COMMANDS.recordManifest(
      tx,
      aManifest('m', { references, absentReferences: 'accept', ifMatch: ['*'] }),
      1,
    );
    await COMMANDS.recordManifest(tx, aManifest('child'), 1);
    await COMMANDS.unlinkBlob(tx, { repository: 'b', digest }, 1);
    await COMMANDS.deleteTag(tx, { repository: 'acme/app', tag: 't' }, 1);
    await COMMANDS.deleteManifest(tx, { repository: 'acme/app', digest: digestOf('m') }, 1);
    await COMMANDS.keepUploadBytes(
      tx,
      { ...upload, id: 'v', caller: null, expectedSize: 0, bytes: Buffer.from('a') },
      1,
    );
    await COMMANDS.publishUpload(tx, { id: 'v', fence: 1, state: null, bytes: null, size: 0 }, 1);
    await COMMANDS.cancelUpload(tx, { id: 'v', repository: 'acme/app' }, 1);
    await COMMANDS.forgetUploads(tx, { before: 1, limit: 1 }, 1);
    await COMMANDS.deleteRepository(tx, { repository: 'acme/app' }, 1);
    await COMMANDS.forgetDoomedLocations(tx, { locations: ['l'] }, 1);
    await COMMANDS.takeLease(tx, { name: 'n', holder: 'h', ttlMilliseconds: 1 }, 1);
    await COMMANDS.releaseLease(tx, { name: 'n', holder: 'h' }, 1);

    expect(tx.steps.length).toBeGreaterThan(50);
    expect(tx.steps.filter(isSlow)).toEqual([]);
  });
});
