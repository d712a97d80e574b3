import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { RunningRegistry } from '../harness/running-registry.js';

describe('a registry with a certificate', () => {
  let directory: string;
  let certificate: string;
  let registry: RunningRegistry;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-registry-tls-'));
    const pair = await generate([{ name: 'commonName', value: 'localhost' }], {
      keySize: 2048,
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
    certificate = pair.cert;
    await writeFile(join(directory, 'server.crt'), pair.cert);
    await writeFile(join(directory, 'server.key'), pair.private);
    registry = await RunningRegistry.start({ environment: tls(directory) });
  });
  afterAll(async () => {
    await registry.stop();
    await rm(directory, { recursive: true });
  });

  const get = (
    path: string,
    ca: string | undefined,
  ): Promise<{ status: number | undefined; location: string | undefined }> =>
    new Promise((resolve, reject) => {
      const method = path.endsWith('/uploads/') ? 'POST' : 'GET';
      const asked = request(new URL(path, registry.url), { ca, method }, (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode, location: answer.headers.location });
      });
      asked.on('error', reject).end();
    });

  it('says https in its ready line and answers there', async () => {
    expect(registry.url).toMatch(/^https:/);
    expect((await get('/v2/', certificate)).status).toBe(200);
  });

  it('is not trusted without its certificate', async () => {
    await expect(get('/v2/', undefined)).rejects.toThrow(/self.signed/i);
  });

  it('hands out locations without scheme and host, so that nothing falls back to http', async () => {
    const { status, location } = await get('/v2/acme/hello/blobs/uploads/', certificate);
    expect(status).toBe(202);
    expect(location).toMatch(/^\/v2\/acme\/hello\/blobs\/uploads\//);
  });

  it('does not start with a key that is missing, and says so', async () => {
    const environment = { ...tls(directory), REGISTRY_HTTP_TLS_KEY: join(directory, 'absent.key') };
    await expect(RunningRegistry.start({ environment })).rejects.toThrow(/code 78[^]*absent\.key/);
  });

  it('does not start with a certificate alone', async () => {
    const environment = { REGISTRY_HTTP_TLS_CERT: join(directory, 'server.crt') };
    await expect(RunningRegistry.start({ environment })).rejects.toThrow(/code 78[^]*REGISTRY_HTTP_TLS_KEY/);
  });
});

function tls(directory: string): Record<string, string> {
  return {
    REGISTRY_HTTP_TLS_CERT: join(directory, 'server.crt'),
    REGISTRY_HTTP_TLS_KEY: join(directory, 'server.key'),
  };
}
