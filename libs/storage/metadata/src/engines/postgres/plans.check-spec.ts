import pg from 'pg';
import type { Statement } from '../../sql/statement.js';
import type { Transaction } from '../../sql/transaction.js';
import { describeOnPostgres } from '../../testing/describe-on-postgres.js';
import { aBlob, aStoredBlob } from '../../testing/builders.js';
import { sendEveryCommand, sendEveryQuery } from '../../testing/every-statement.js';
import { MANIFESTS, MANY_FACTS } from '../../testing/many-facts.js';
import { openPostgresMetadata } from './open.js';
import { PostgresTransaction } from './postgres-transaction.js';
import { linkFreshBlob } from './link-fresh-blob.js';
import { toQuery } from './statement-texts.js';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly PlanNode[];
}

interface Step {
  readonly node: PlanNode;
  readonly statement: string;
}

/** Runs statements and collects what Postgres plans for each of them. */
class PlanRecorder implements Transaction {
  readonly steps: Step[] = [];
  private readonly tx: PostgresTransaction;

  constructor(private readonly client: pg.Client) {
    this.tx = new PostgresTransaction(client);
  }

  async all<Row>(statement: Statement): Promise<Row[]> {
    await this.explain(statement);
    return this.tx.all(statement);
  }

  async run(statement: Statement): Promise<number> {
    await this.explain(statement);
    return this.tx.run(statement);
  }

  private async explain(statement: Statement): Promise<void> {
    const { text, values } = toQuery(statement, 1000);
    const { rows } = await this.client.query(`EXPLAIN (FORMAT JSON) ${text}`, values as unknown[]);
    const [{ Plan: plan }] = (rows[0] as { 'QUERY PLAN': [{ Plan: PlanNode }] })['QUERY PLAN'];
    this.collect(plan, text.replace(/\s+/g, ' ').trim());
  }

  private collect(node: PlanNode, statement: string): void {
    this.steps.push({ node, statement });
    for (const child of node.Plans ?? []) this.collect(child, statement);
  }
}

/** Statements that are about everything in a repository. */
const WHOLE_REPOSITORY = /COUNT|SUM|^DELETE FROM \w+ WHERE (repository_)?id = \$1( RETURNING digest)?$/;
/** These hold a row for each kind of work, or one. */
const FEW_ROWS = new Set(['leases', 'store']);

/** Reads of a whole table, and look-ups by the repository alone where a digest or a name is known too. */
function isSlow({ node, statement }: Step): boolean {
  if (WHOLE_REPOSITORY.test(statement) || FEW_ROWS.has(node['Relation Name'] ?? '')) return false;
  if (node['Node Type'] === 'Seq Scan') return true;
  return /^\(repository_id = [^)]*\)$/.test(node['Index Cond'] ?? '');
}

function toSentence({ node, statement }: Step): string {
  const condition = node['Index Cond']?.slice(0, 100) ?? 'no condition';
  return `${node['Node Type']} of ${node['Relation Name'] ?? 'rows'} by ${condition} in ${statement}`;
}

describeOnPostgres(process.env, 'the plans of Postgres, with 100,000 manifests', (findServer) => {
  let client: pg.Client;
  beforeAll(async () => {
    const database = await findServer().makeDatabase();
    const url = findServer().url(database);
    await (await openPostgresMetadata({ url })).close();
    await findServer().query(MANY_FACTS, database);
    client = new pg.Client(url);
    await client.connect();
  });
  afterAll(() => client.end());
  beforeEach(() => client.query('BEGIN'));
  afterEach(() => client.query('ROLLBACK'));

  it('look up every query by an index, and sort nothing that an index has in order', async () => {
    const recorder = new PlanRecorder(client);
    await sendEveryQuery(recorder);
    const sorted = recorder.steps.filter(({ node }) => /Sort/.test(node['Node Type']));

    expect((await client.query('SELECT count(*) AS n FROM manifests')).rows).toEqual([
      { n: String(MANIFESTS) },
    ]);
    expect(recorder.steps.length).toBeGreaterThan(30);
    expect(recorder.steps.filter(isSlow).map(toSentence)).toEqual([]);
    expect(sorted.filter(({ statement }) => !/lease_until/.test(statement)).map(toSentence)).toEqual([]);
  });

  it('look up every statement of a command by an index', async () => {
    const recorder = new PlanRecorder(client);
    await sendEveryCommand(recorder);
    await linkFreshBlob(recorder, aBlob('fresh'), 1);
    await linkFreshBlob(recorder, aStoredBlob('fresh too', 'l/2'), 1);

    expect(recorder.steps.length).toBeGreaterThan(90);
    expect(recorder.steps.filter(isSlow).map(toSentence)).toEqual([]);
  });

  it('find the rows that a foreign key is about by an index', async () => {
    const { rows } = await client.query(`
      SELECT c.conname FROM pg_constraint c WHERE c.contype = 'f' AND NOT EXISTS (
        SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid
        AND (SELECT array_agg(k ORDER BY k) FROM unnest(c.conkey) k) = (
          SELECT array_agg(k ORDER BY k) FROM unnest((i.indkey::int2[])[0:cardinality(c.conkey) - 1]) k))`);

    expect(rows).toEqual([]);
  });
});
