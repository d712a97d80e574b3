import { accessSync, constants, readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { findFreePort, makeServerFolder, ServerProcess } from './server-process.js';

const DEBIAN = '/usr/lib/postgresql';
const MOST_ATTEMPTS = 400;
export const USER = 'margo';
export const PASSWORD = 'margo-secret';
const ADMIN_PASSWORD = 'admin-secret';

/** The folder with `initdb` and `postgres`: on `PATH`, else where Debian puts them; undefined where there is none. */
export function findPostgres(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const onPath = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  return [...onPath, ...listDebianFolders()].find((folder) =>
    ['initdb', 'postgres'].every((program) => isExecutable(join(folder, program))),
  );
}

/** What a test prints instead of running without the server. */
export const SKIPPED = `skipped: no postgres at ${DEBIAN}/*/bin or on PATH\n`;

function listDebianFolders(): string[] {
  try {
    return readdirSync(DEBIAN)
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(DEBIAN, version, 'bin'));
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A Postgres of its own on a free port of 127.0.0.1, with its data in a temporary folder; commits reach the disk. */
export class PostgresServer {
  private server: ServerProcess | undefined;
  private databases = 0;

  private constructor(
    private readonly programs: string,
    private readonly folder: string,
    readonly port: number,
    private readonly settings: readonly string[],
  ) {}

  /** `settings` as the server knows them: `max_connections=12`. */
  static async start(programs: string, ...settings: string[]): Promise<PostgresServer> {
    const folder = await makeServerFolder('postgres-');
    await writeFile(join(folder, 'password'), ADMIN_PASSWORD, { mode: 0o644 });
    const parameters = ['-D', join(folder, 'data'), '-U', 'postgres', '--auth=scram-sha-256', '--no-sync'];
    const locale = ['--encoding=UTF8', '--locale=C.UTF-8', `--pwfile=${join(folder, 'password')}`];
    await ServerProcess.run(join(programs, 'initdb'), [...parameters, ...locale], folder);
    const server = new PostgresServer(programs, folder, await findFreePort(), settings);
    await server.run();
    await server.query(`CREATE ROLE ${USER} LOGIN PASSWORD '${PASSWORD}'`);
    return server;
  }

  /** Starts the server again on the same data and port. */
  async run(): Promise<void> {
    const own = ['listen_addresses=127.0.0.1', `unix_socket_directories=${this.folder}`];
    const parameters = [...own, ...this.settings].flatMap((setting) => ['-c', setting]);
    const start = ['-D', join(this.folder, 'data'), '-p', String(this.port), ...parameters];
    this.server = ServerProcess.start(join(this.programs, 'postgres'), start, this.folder);
    await this.waitUntilReady(this.server);
  }

  /** Ends all connections and stops; `crash` leaves everything as it lies. */
  async stop(how: 'fast' | 'crash' = 'fast'): Promise<void> {
    await this.server?.end(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
  }

  async destroy(): Promise<void> {
    await this.stop('crash');
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Makes an empty database that {@link USER} owns. It sorts as people do, so that an order that forgets to ask for bytes shows. */
  async makeDatabase(): Promise<string> {
    const name = `facts_${(this.databases += 1)}`;
    await this.query(
      `CREATE DATABASE ${name} OWNER ${USER} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'`,
    );
    return name;
  }

  url(database: string, user = USER, password = PASSWORD): string {
    return `postgres://${user}:${password}@127.0.0.1:${this.port}/${database}`;
  }

  /** As the administrator. */
  async query<Row extends pg.QueryResultRow>(text: string, database = 'postgres'): Promise<Row[]> {
    const client = new pg.Client(this.url(database, 'postgres', ADMIN_PASSWORD));
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }

  private async waitUntilReady(server: ServerProcess): Promise<void> {
    let reason: unknown;
    for (let attempt = 0; attempt < MOST_ATTEMPTS && !server.hasEnded; attempt += 1) {
      try {
        return void (await this.query('SELECT 1'));
      } catch (error) {
        reason = error;
        await delay(50);
      }
    }
    throw new Error(`Postgres does not answer: ${server.said}`, { cause: reason });
  }
}
