import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { ServerProcess, findFreePort, findServerUser, makeServerFolder } from './server-process.mjs';

/**
 * Round robin without stickiness; bodies pass through as they come, in both directions. docs/guides/run-many-replicas.md
 * shows it.
 *
 * @param {string} listen @param {readonly string[]} replicas addresses of the registries
 */
export function nginxSite(listen, replicas) {
  const servers = replicas.map((replica) => `server ${replica} max_fails=1 fail_timeout=1s;`);
  return `upstream margo_registry {
  ${servers.join('\n  ')}
  keepalive 32;
}
server {
  listen ${listen};

  client_max_body_size 0;
  location / {
    proxy_pass http://margo_registry;
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header Connection "";
    proxy_request_buffering off;
    proxy_buffering off;
    proxy_read_timeout 120s;
    proxy_send_timeout 120s;
  }
}
`;
}

/**
 * One registry behind TLS. docs/guides/tls-in-a-closed-network.md shows it.
 *
 * @param {string} listen
 * @param {{ registry: string, certificate: string, key: string }} behind address of the registry, paths of the two files
 */
export function nginxTlsSite(listen, { registry, certificate, key }) {
  return `server {
  listen ${listen} ssl;
  ssl_certificate ${certificate};
  ssl_certificate_key ${key};

  client_max_body_size 0;
  location / {
    proxy_pass http://${registry};
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header Connection "";
    proxy_request_buffering off;
    proxy_buffering off;
    proxy_read_timeout 120s;
    proxy_send_timeout 120s;
  }
}
`;
}

/** @param {string} site what {@link nginxSite} or {@link nginxTlsSite} gives */
function nginxConfiguration(site) {
  return `daemon off;
worker_processes 1;
pid nginx.pid;
error_log stderr error;
events {
  worker_connections 1024;
}
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  ${site}}
`;
}

/** An nginx of its own in front of replicas. */
export class NginxServer {
  #server;

  /** @param {ServerProcess} server @param {string} folder @param {string} url */
  constructor(server, folder, url) {
    this.#server = server;
    this.folder = folder;
    this.url = url;
  }

  /** Resolves when it answers. @param {string} program @param {readonly number[]} replicas ports of 127.0.0.1 */
  static async start(program, replicas) {
    const folder = makeServerFolder('nginx');
    const port = await findFreePort();
    const addresses = replicas.map((replica) => `127.0.0.1:${replica}`);
    const server = NginxServer.#run(
      program,
      folder,
      nginxSite(`127.0.0.1:${port}`, addresses),
      `http://127.0.0.1:${port}`,
    );
    await server.#server.ready(() => fetch(`${server.url}/health/live`));
    return server;
  }

  /**
   * In front of one registry, with TLS. Resolves when it accepts connections.
   *
   * @param {string} program
   * @param {{ registry: string, pair: { cert: string, key: string } }} behind address of the registry, PEM texts
   */
  static async startTls(program, { registry, pair }) {
    const folder = makeServerFolder('nginx');
    const port = await findFreePort();
    writeFileSync(join(folder, 'server.crt'), pair.cert, { mode: 0o644 });
    writeFileSync(join(folder, 'server.key'), pair.key, { mode: 0o644 });
    const files = { certificate: join(folder, 'server.crt'), key: join(folder, 'server.key') };
    const site = nginxTlsSite(`127.0.0.1:${port}`, { registry, ...files });
    const server = NginxServer.#run(program, folder, site, `https://127.0.0.1:${port}`);
    await server.#server.ready(() => canConnect(port));
    return server;
  }

  /** @param {string} program @param {string} folder @param {string} site @param {string} url */
  static #run(program, folder, site, url) {
    const file = join(folder, 'nginx.conf');
    writeFileSync(file, nginxConfiguration(site), { mode: 0o644 });
    const parameters = ['-p', folder, '-c', file, '-e', 'stderr'];
    const process = ServerProcess.start(program, parameters, { folder, user: findServerUser() });
    return new NginxServer(process, folder, url);
  }

  async remove() {
    await this.#server.end('SIGQUIT');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** @param {number} port of 127.0.0.1 */
async function canConnect(port) {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
  } finally {
    socket.destroy();
  }
}
