import { accessSync, constants } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { PASSWORD, USER, type PostgresServer } from './postgres-server.js';
import { findFreePort, makeServerFolder, ServerProcess } from './server-process.js';

const MOST_ATTEMPTS = 200;

export const SKIPPED = 'skipped: no pgbouncer on PATH or at /usr/sbin\n';

export function findPgbouncer(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const folders = [...(environment.PATH ?? '').split(delimiter).filter(Boolean), '/usr/sbin'];
  return folders
    .map((folder) => join(folder, 'pgbouncer'))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** A pooler in transaction mode before a Postgres: many clients share few connections, and none keeps one between two transactions. */
export class PgbouncerServer {
  private constructor(
    private readonly process: ServerProcess,
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(program: string, server: PostgresServer, connections: number): Promise<PgbouncerServer> {
    const folder = await makeServerFolder('pgbouncer-');
    const port = await findFreePort();
    await writeFile(join(folder, 'users.txt'), `"${USER}" "${PASSWORD}"\n`, { mode: 0o644 });
    await writeFile(join(folder, 'pgbouncer.ini'), settings(folder, port, server.port, connections), {
      mode: 0o644,
    });
    const pooler = new PgbouncerServer(
      ServerProcess.start(program, [join(folder, 'pgbouncer.ini')], folder),
      folder,
      port,
    );
    await pooler.waitUntilReady();
    return pooler;
  }

  url(database: string): string {
    return `postgres://${USER}:${PASSWORD}@127.0.0.1:${this.port}/${database}`;
  }

  /** On one of the connections that clients share. */
  async query<Row extends pg.QueryResultRow>(database: string, text: string): Promise<Row[]> {
    const client = new pg.Client(this.url(database));
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }

  async destroy(): Promise<void> {
    await this.process.end('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }

  private async waitUntilReady(): Promise<void> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS && !this.process.hasEnded; attempt += 1) {
      const client = new pg.Client(this.url('pgbouncer'));
      try {
        await client.connect();
        return;
      } catch {
        await delay(50);
      } finally {
        await client.end().catch(() => {});
      }
    }
    throw new Error(`pgbouncer does not answer: ${this.process.said}`);
  }
}

function settings(folder: string, port: number, serverPort: number, connections: number): string {
  return `[databases]
* = host=127.0.0.1 port=${serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${join(folder, 'users.txt')}
admin_users = ${USER}
pool_mode = transaction
default_pool_size = ${connections}
max_client_conn = 200
server_login_retry = 1
server_check_delay = 0
`;
}
