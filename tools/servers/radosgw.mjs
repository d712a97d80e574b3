import { randomBytes, randomUUID } from 'node:crypto';
import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServerProcess, findFreePort, findServerUser, makeServerFolder } from './server-process.mjs';

/**
 * Paths of Ceph's programs, by the names that they have among the judges.
 *
 * @typedef {Readonly<Record<'ceph' | 'ceph-mon' | 'ceph-osd' | 'radosgw', string>>} CephPrograms
 */

/** A Ceph with one monitor and one store of objects in memory, and its S3 gateway in front. */
export class RadosGateway {
  accessKey = 'margo-test';
  secretKey = randomBytes(16).toString('hex');
  region = 'us-east-1';
  /** The gateway first, as it is ended first. @type {ServerProcess[]} */
  #servers = [];

  /** @param {CephPrograms} programs @param {string} folder @param {readonly [monitor: number, gateway: number]} ports */
  constructor(programs, folder, ports) {
    this.programs = programs;
    this.folder = folder;
    this.ports = ports;
    this.endpoint = `http://127.0.0.1:${ports[1]}`;
  }

  /** Resolves when it answers, which takes a quarter of a minute. @param {CephPrograms} programs */
  static async start(programs) {
    const folder = makeServerFolder('radosgw');
    const ports = /** @type {const} */ ([await findFreePort(), await findFreePort()]);
    const gateway = new RadosGateway(programs, folder, ports);
    try {
      await gateway.#run();
      return gateway;
    } catch (error) {
      await gateway.remove();
      throw error;
    }
  }

  async #run() {
    const cluster = randomUUID();
    for (const name of ['mon', 'osd', 'rgw']) this.#makeFolder(name);
    writeFileSync(this.#path('ceph.conf'), configuration(this.folder, this.ports, cluster), { mode: 0o644 });
    await this.#runMonitor(cluster);
    await this.#runObjectStore();
    const keys = ['--access-key', this.accessKey, '--secret-key', this.secretKey];
    await this.#do('radosgw-admin', 'user', 'create', '--uid=margo', '--display-name=margo', ...keys);
    const server = this.#start(this.programs.radosgw, '-n', 'client.rgw', '-f');
    await server.ready(async () => {
      const { status } = await fetch(this.endpoint);
      if (status !== 200) throw new Error(`${this.endpoint} answers ${status}`);
    });
  }

  /** @param {string} cluster */
  async #runMonitor(cluster) {
    const map = this.#path('monmap');
    const address = `[v2:127.0.0.1:${this.ports[0]}]`;
    await this.#do('monmaptool', '--create', '--fsid', cluster, '--addv', 'a', address, map);
    await this.#do(this.programs['ceph-mon'], '--mkfs', '-i', 'a', '--monmap', map);
    const server = this.#start(this.programs['ceph-mon'], '-i', 'a', '-f');
    await server.ready(() => this.#do(this.programs.ceph, '--connect-timeout', '5', 'mon', 'stat'));
  }

  async #runObjectStore() {
    const store = randomUUID();
    await this.#do(this.programs.ceph, 'osd', 'new', store);
    await this.#do(this.programs['ceph-osd'], '-i', '0', '--mkfs', '--osd-uuid', store, '--no-mon-config');
    const server = this.#start(this.programs['ceph-osd'], '-i', '0', '-f');
    await server.ready(async () => {
      const state = await this.#do(this.programs.ceph, '--connect-timeout', '5', 'osd', 'stat');
      if (!state.includes('1 up')) throw new Error(state);
    });
  }

  async remove() {
    for (const server of this.#servers) await server.end('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** @param {string} name */
  #makeFolder(name) {
    mkdirSync(this.#path(name));
    const user = findServerUser();
    if (user !== undefined) chownSync(this.#path(name), user.uid, user.gid);
  }

  /** @param {string} name */
  #path(name) {
    return join(this.folder, name);
  }

  /** @param {string} program @param {...string} parameters */
  #start(program, ...parameters) {
    const all = ['-c', this.#path('ceph.conf'), ...parameters];
    const server = ServerProcess.start(program, all, this.#surroundings);
    this.#servers.unshift(server);
    return server;
  }

  /** @param {string} program @param {...string} parameters */
  #do(program, ...parameters) {
    return ServerProcess.run(program, ['-c', this.#path('ceph.conf'), ...parameters], this.#surroundings);
  }

  get #surroundings() {
    return { folder: this.folder, user: findServerUser() };
  }
}

/**
 * Nobody is asked for a key but the users of S3. The gateway would speak to the monitor in secret only, which needs keys,
 * unless it is told otherwise.
 *
 * @param {string} folder @param {readonly [monitor: number, gateway: number]} ports @param {string} cluster
 */
function configuration(folder, [monitor, gateway], cluster) {
  return `[global]
fsid = ${cluster}
mon host = v2:127.0.0.1:${monitor}/0
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc
mon data = ${folder}/mon
osd data = ${folder}/osd
rgw data = ${folder}/rgw
osd objectstore = memstore
memstore device bytes = 4294967296
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd crush chooseleaf type = 0
mon allow pool size one = true
public addr = 127.0.0.1
cluster addr = 127.0.0.1
rgw frontends = beast endpoint=127.0.0.1:${gateway}
run dir = ${folder}
admin socket =
pid file =
log file =
mon cluster log file =
`;
}
