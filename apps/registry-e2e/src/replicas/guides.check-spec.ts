/* eslint-disable @nx/enforce-module-boundaries -- tools/servers is a folder of scripts and no project */
import { findFreePort } from '../../../../tools/servers/server-process.mjs';
import { CloudStores } from '../../../../tools/servers/stores.mjs';
/* eslint-enable @nx/enforce-module-boundaries */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeWithServers } from '../harness/describe-with-servers.js';
import { readGuide, type Guide } from '../harness/guide.js';

const ROOT = join(import.meta.dirname, '../../../..');
const run = promisify(execFile);

describeWithServers('the guide to MinIO and Postgres', ['postgres', 'minio'], (programs) => {
  let stores: CloudStores;
  let directory: string;
  let port: number;
  let guide: Guide;
  beforeAll(async () => {
    stores = await CloudStores.start(programs);
    directory = await mkdtemp(join(tmpdir(), 'margo-registry-guide-'));
    port = await findFreePort();
    guide = await readGuide('run-with-minio-and-postgres');
  });
  afterAll(async () => {
    await stores?.remove();
    await rm(directory, { recursive: true, force: true });
  });

  /** The guide's text with the addresses and secrets of this test. */
  const local = (text: string): string => {
    const { accessKey, secretKey, endpoint } = stores.minio;
    const administrator = new URL(stores.postgres.administratorUrl);
    return text
      .replaceAll('postgres:administrator@', `postgres:${administrator.password}@`)
      .replaceAll('CREATE ROLE registry ', 'CREATE ROLE margo ')
      .replaceAll('OWNER registry', 'OWNER margo')
      .replaceAll('postgres://registry:', 'postgres://margo:')
      .replaceAll('db.example.com', administrator.host)
      .replaceAll('https://s3.example.com', endpoint)
      .replaceAll('--user margo:', `--user ${accessKey}:`)
      .replaceAll('accessKey: margo', `accessKey: ${accessKey}`)
      .replaceAll('another-long-secret', secretKey)
      .replaceAll('127.0.0.1:5000', `127.0.0.1:${port}`)
      .replaceAll('apps/registry/dist', `${ROOT}/apps/registry/dist`);
  };

  it('leads from two empty servers to a registry that is ready, command by command', async () => {
    await writeFile(join(directory, 'servers.yaml'), local(guide.blocks('yaml')[0]!));
    const commands = guide.blocks('sh').map(local);
    expect(commands).toHaveLength(4);
    const script = ['set -e', 'trap "kill %1; wait %1" EXIT', ...commands].join('\n');
    const environment = { PATH: process.env['PATH'], REGISTRY_HTTP_PORT: `${port}` };
    const { stdout } = await run('bash', ['-m', '-c', script], { cwd: directory, env: environment });
    expect(stdout).toContain('"status":"ok"');
    expect(stdout).toContain('"blobs":{"status":"up"}');
  });
});
