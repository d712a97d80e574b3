/* eslint-disable @nx/enforce-module-boundaries -- tools/servers is a folder of scripts and no project */
import { MinioServer } from '../../../../tools/servers/minio.mjs';
import { PostgresServer } from '../../../../tools/servers/postgres.mjs';
import { findFreePort } from '../../../../tools/servers/server-process.mjs';
/* eslint-enable @nx/enforce-module-boundaries */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { describeWithServers } from '../harness/describe-with-servers.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { expectRefusedStart } from './expect-refused-start.js';

describeWithServers('a start whose bucket cannot be used', ['minio'], (programs) => {
  let minio: MinioServer;
  beforeAll(async () => {
    minio = await MinioServer.start(programs.minio);
  });
  afterAll(() => minio?.remove());

  const start = (change: Record<string, string>, ...reasons: RegExp[]): Promise<void> =>
    expectRefusedStart({ ...minio.variables(minio.makeBucket()), ...change }, ...reasons);

  it('is refused for a secret key that is wrong', () =>
    start({ REGISTRY_BLOBS_SECRET_KEY: 'wrong-password' }, /secret key|credentials/i));
  it('is refused for an access key that nobody has', () =>
    start({ REGISTRY_BLOBS_ACCESS_KEY: 'stranger' }, /access key|credentials/i));
  it('is refused for a bucket that is not there', () =>
    start({ REGISTRY_BLOBS_BUCKET: 'no-such-bucket' }, /"no-such-bucket".*(no such bucket|does not exist)/i));
  it('is refused for an endpoint at which nobody listens', async () =>
    start({ REGISTRY_BLOBS_ENDPOINT: `http://127.0.0.1:${await findFreePort()}` }, /ECONNREFUSED/));
});

describeWithServers('a start on a MinIO with a certificate of its own', ['minio'], (programs) => {
  let directory: string;
  let minio: MinioServer;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-registry-certificate-'));
    const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
    await writeFile(join(directory, 'private.key'), key);
    await writeFile(join(directory, 'public.crt'), cert);
    minio = await MinioServer.start(programs.minio, { certificates: directory });
  });
  afterAll(async () => {
    await minio?.remove();
    await rm(directory, { recursive: true, force: true });
  });

  it('is refused unless the certificate is named, and goes well when it is', async () => {
    const environment = minio.variables(minio.makeBucket());
    await expectRefusedStart(environment, /certificate .* is not trusted/, /`ca`/);
    const ca = join(directory, 'public.crt');
    const registry = await RunningRegistry.start({ environment: { ...environment, REGISTRY_BLOBS_CA: ca } });
    expect(await registry.stop()).toBe(0);
  });
});

describeWithServers('a start whose database cannot be used', ['postgres'], (programs) => {
  let postgres: PostgresServer;
  let database: string;
  beforeAll(async () => {
    postgres = await PostgresServer.start(programs.postgres);
    database = await postgres.makeDatabase();
  });
  afterAll(() => postgres?.remove());

  const variables = (url: string): Record<string, string> => ({
    REGISTRY_METADATA_DRIVER: 'postgres',
    REGISTRY_METADATA_URL: url,
  });

  it('is refused for a password that is wrong', () =>
    expectRefusedStart(
      variables(postgres.url(database, { password: 'wrong-password' })),
      /the password is wrong/,
      new RegExp(`"${database}" on 127.0.0.1:${postgres.port}`),
    ));
  it('is refused for a server that is not there', async () =>
    expectRefusedStart(variables(postgres.url(database, { port: await findFreePort() })), /ECONNREFUSED/));
  it('is refused for a database that is not there', () =>
    expectRefusedStart(variables(postgres.url('missing')), /there is no such database/));
  it('is refused for tables that a newer program has left behind, and goes well before that', async () => {
    const environment = variables(postgres.url(database));
    const registry = await RunningRegistry.start({ environment });
    expect(await registry.stop()).toBe(0);
    const newer = `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'later-9999999999999')`;
    await postgres.query(newer, database);
    await expectRefusedStart(environment, /newer version/, /later-9999999999999/);
  });
});
