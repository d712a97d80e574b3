import type { Statement } from '../../sql/statement.js';
import type { Reader } from '../../sql/transaction.js';
import { withAttempts } from './attempts.js';
import { isUsableAfter } from './postgres-failure.js';
import type { PostgresPool } from './postgres-pool.js';
import { toQuery } from './statement-texts.js';
import { TIME_LIMITS } from './time-limits.js';

/** Each statement on a connection of its own, in one round trip; tried once more when the connection was lost. */
export class PostgresReader implements Reader {
  constructor(private readonly pool: PostgresPool) {}

  all<Row>(statement: Statement): Promise<Row[]> {
    return withAttempts(() =>
      this.pool.lend(
        async (client) => (await client.query(toQuery(statement, TIME_LIMITS.query))).rows as Row[],
        isUsableAfter,
      ),
    );
  }
}
