import pg from 'pg';
import { DataSource } from 'typeorm';
import { entities } from '../../entities/entities.js';
import type { ConnectionUse } from '../../metadata-store.js';
import { migrations } from '../../migrations/migrations.postgres.js';
import { postgresColumnTypes } from './column-types.js';
import { TIME_LIMITS } from './time-limits.js';

/** The connections of this process: TypeORM's own pool, used through statements of ours. */
export class PostgresPool {
  private constructor(
    readonly dataSource: DataSource,
    private readonly pool: pg.Pool,
  ) {}

  /** Throws the driver's error when there is no first connection. */
  static async open(url: string, size: number): Promise<PostgresPool> {
    const dataSource = new DataSource({
      type: 'postgres',
      driver: pg,
      entities: entities(postgresColumnTypes),
      migrations,
      installExtensions: false,
      poolSize: size,
      connectTimeoutMS: TIME_LIMITS.connection,
      // A connection that ends while it is idle has left the pool; whoever needs one gets another.
      poolErrorHandler: () => {},
      extra: { connectionString: url, keepAlive: true },
    });
    await dataSource.initialize();
    return new PostgresPool(dataSource, (dataSource.driver as unknown as { master: pg.Pool }).master);
  }

  /**
   * Lends a connection. One that `work` leaves with an error goes back only where `isUsableAfter` says so, else it is closed.
   * Throws the driver's errors.
   */
  async lend<T>(
    work: (client: pg.PoolClient) => Promise<T>,
    isUsableAfter: (error: unknown) => boolean,
  ): Promise<T> {
    const client = await this.pool.connect();
    let isBroken = false;
    // The pool listens to idle connections only, and an error that nobody listens to ends the process.
    const breaks = (): void => void (isBroken = true);
    client.on('error', breaks);
    try {
      return await work(client);
    } catch (error) {
      isBroken ||= !isUsableAfter(error);
      throw error;
    } finally {
      client.off('error', breaks);
      client.release(isBroken);
    }
  }

  use(): ConnectionUse {
    const { totalCount, idleCount, waitingCount } = this.pool;
    return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }

  close(): Promise<void> {
    return this.dataSource.destroy();
  }
}
