import type { Statement } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import { sendEveryCommand, sendEveryQuery } from '../testing/every-statement.js';
import { useStore } from '../testing/temporary-store.js';
import { SqliteConnection } from '../engines/sqlite/sqlite-connection.js';

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

/** Reads of a whole table (`store` is one row), and look-ups by the repository alone where a digest is known too. */
function isSlow({ detail, statement }: { detail: string; statement: string }): boolean {
  if (/^SCAN (?!json_each|store$|\d+ CONSTANT)/.test(detail)) return true;
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
    await sendEveryQuery(recorder);

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
    await sendEveryCommand(tx);

    expect(tx.steps.length).toBeGreaterThan(50);
    expect(tx.steps.filter(isSlow)).toEqual([]);
  });
});
