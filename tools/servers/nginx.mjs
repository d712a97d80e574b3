import { rmSync, writeFileSync } from 'node:fs';
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

/** @param {string} site what {@link nginxSite} gives */
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

  /** @param {ServerProcess} server @param {string} folder @param {number} port */
  constructor(server, folder, port) {
    this.#server = server;
    this.folder = folder;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Resolves when it answers. @param {string} program @param {readonly number[]} replicas ports of 127.0.0.1 */
  static async start(program, replicas) {
    const folder = makeServerFolder('nginx');
    const port = await findFreePort();
    const file = join(folder, 'nginx.conf');
    const addresses = replicas.map((replica) => `127.0.0.1:${replica}`);
    const site = nginxSite(`127.0.0.1:${port}`, addresses);
    writeFileSync(file, nginxConfiguration(site), { mode: 0o644 });
    const parameters = ['-p', folder, '-c', file, '-e', 'stderr'];
    const process = ServerProcess.start(program, parameters, { folder, user: findServerUser() });
    const server = new NginxServer(process, folder, port);
    await process.ready(() => fetch(`${server.url}/health/live`));
    return server;
  }

  async remove() {
    await this.#server.end('SIGQUIT');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
