import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ServerProcess, findFreePort, findServerUser, makeServerFolder } from './server-process.mjs';

/** The ordinary role that owns every database; what only an administrator may do stays out of its reach. */
const ROLE = 'registry';
const PASSWORD = 'registry-password';
const ADMINISTRATOR_PASSWORD = 'administrator-password';

/** A Postgres of its own; what it has committed is on disk as in production. */
export class PostgresServer {
  /** @type {ServerProcess | undefined} */
  #server;
  #databases = 0;

  /** @param {string} programs folder with `postgres` and `initdb` @param {string} folder @param {number} port @param {readonly string[]} settings */
  constructor(programs, folder, port, settings) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
    this.settings = settings;
  }

  /**
   * Resolves when it answers.
   *
   * @param {string} program path of `postgres`
   * @param {...string} settings as the server names them: `max_connections=20`
   */
  static async start(program, ...settings) {
    const folder = makeServerFolder('postgres');
    const password = join(folder, 'password');
    writeFileSync(password, ADMINISTRATOR_PASSWORD);
    const server = new PostgresServer(dirname(program), folder, await findFreePort(), settings);
    const access = ['-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${password}`];
    await server.#run('initdb', ['-D', join(folder, 'data'), ...access, '--encoding=UTF8', '--no-sync']);
    await server.resume();
    await server.query(`CREATE ROLE ${ROLE} LOGIN PASSWORD '${PASSWORD}'`);
    return server;
  }

  /** Starts it on the same data and port. */
  async resume() {
    const own = ['listen_addresses=127.0.0.1', `unix_socket_directories=${this.folder}`];
    const settings = [...own, ...this.settings].flatMap((setting) => ['-c', setting]);
    const parameters = ['-D', join(this.folder, 'data'), '-p', `${this.port}`, ...settings];
    this.#server = ServerProcess.start(join(this.programs, 'postgres'), parameters, this.#surroundings);
    await this.#server.ready(() => this.query('SELECT 1'));
  }

  /** Ends every connection and stops, as a restart does. */
  async stop() {
    await this.#server?.end('SIGINT');
  }

  async remove() {
    await this.#server?.end('SIGQUIT');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Makes an empty database of the ordinary role; its name. */
  async makeDatabase() {
    const name = `registry_${(this.#databases += 1)}`;
    await this.query(`CREATE DATABASE ${name} OWNER ${ROLE}`);
    return name;
  }

  /** Lets the ordinary role have no connection, and ends those that it has; until {@link admit}. */
  async refuse() {
    await this.query(`ALTER ROLE ${ROLE} CONNECTION LIMIT 0`);
    await this.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${ROLE}'`);
  }

  async admit() {
    await this.query(`ALTER ROLE ${ROLE} CONNECTION LIMIT -1`);
  }

  /** @param {string} database */
  url(database, { password = PASSWORD, port = this.port } = {}) {
    return `postgres://${ROLE}:${password}@127.0.0.1:${port}/${database}`;
  }

  /** For whoever makes roles and databases. */
  get administratorUrl() {
    return `postgres://postgres:${ADMINISTRATOR_PASSWORD}@127.0.0.1:${this.port}/postgres`;
  }

  /** Runs a statement as the administrator; its rows as text, one a line. @param {string} statement @param {string} [database] */
  async query(statement, database = 'postgres') {
    const where = ['-h', '127.0.0.1', '-p', `${this.port}`, '-U', 'postgres', '-d', database];
    const output = ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1'];
    return (await this.#run('psql', [...where, ...output, '-c', statement])).trim();
  }

  /** Everything in a database as statements, each row an INSERT, without owners and rights. @param {string} database */
  async dump(database) {
    const file = join(this.folder, 'dump.sql');
    const form = ['--inserts', '--no-owner', '--no-privileges', '--no-comments', '--encoding=UTF8'];
    await this.#run('pg_dump', ['-d', this.url(database), ...form, '-f', file]);
    return readFileSync(file, 'utf8');
  }

  /** Runs statements as the ordinary role, all or none. @param {string} database @param {string} statements */
  async load(database, statements) {
    const file = join(this.folder, 'load.sql');
    writeFileSync(file, statements);
    const all = ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '--single-transaction'];
    await this.#run('psql', ['-d', this.url(database), ...all, '-f', file]);
  }

  /** @param {string} program @param {readonly string[]} parameters */
  #run(program, parameters) {
    // Clients may be linked from elsewhere; PATH has those.
    const beside = join(this.programs, program);
    return ServerProcess.run(existsSync(beside) ? beside : program, parameters, this.#surroundings);
  }

  get #surroundings() {
    const environment = { PGPASSWORD: ADMINISTRATOR_PASSWORD };
    return { folder: this.folder, environment, user: findServerUser() };
  }
}
