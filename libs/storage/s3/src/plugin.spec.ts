import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { ServerOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertBlob, bytesOf, chunksOf, rejectionOf } from '@margo-registry/storage-core/testing';
import { generate } from 'selfsigned';
import { plugin } from './plugin.js';
import { S3Settings } from './settings.js';
import { refuse, ScriptedS3 } from './testing/scripted-s3.js';

function settingsFor(endpoint: string, more: Partial<S3Settings> = {}): S3Settings {
  const usual = { endpoint, bucket: 'blobs', accessKey: 'the-key', secretKey: 'the-secret' };
  return Object.assign(new S3Settings(), usual, more);
}

async function sentenceOf(settings: S3Settings): Promise<string> {
  return ((await rejectionOf(() => plugin.open(settings))) as Error).message;
}

describe('opening a store', () => {
  let service: ScriptedS3;

  beforeEach(async () => {
    service = await ScriptedS3.start();
  });

  afterEach(() => service.stop());

  it('succeeds where the bucket takes an object, and leaves nothing there', async () => {
    const store = await plugin.open(settingsFor(service.endpoint));
    expect(service.bucket.objects.size).toBe(0);
    await store.close();
  });

  it.each([
    [403, 'InvalidAccessKeyId', 'the service does not know the access key; correct it'],
    [403, 'SignatureDoesNotMatch', 'the secret key does not belong to the access key; correct it'],
    [404, 'NoSuchBucket', 'the bucket does not exist; create it or correct its name'],
    [403, 'AccessDenied', 'access denied; allow this key to read, write, delete and list in the bucket'],
    [400, 'AuthorizationHeaderMalformed', 'the service expects another region; correct it'],
    [
      403,
      'RequestTimeTooSkewed',
      'the clock of this machine differs too much from that of the service; set it',
    ],
    [301, 'PermanentRedirect', 'the bucket is in another region; correct the endpoint and the region'],
    [418, 'Teapot', 'the service refuses this'],
    [599, 'Broken', 'the service fails; its log should say why'],
  ])('fails with one sentence at %s %s', async (status, code, sentence) => {
    service.fail('PUT', refuse(status, code));
    expect(await sentenceOf(settingsFor(service.endpoint))).toBe(
      `blobs cannot be kept at ${service.endpoint}: bucket "blobs": ${sentence} (${status} ${code}).`,
    );
  });

  it('fails where objects cannot be deleted', async () => {
    service.fail('DELETE', refuse(403, 'AccessDenied'));
    expect(await sentenceOf(settingsFor(service.endpoint))).toContain('access denied');
  });

  it('fails where nobody listens, and names the endpoint', async () => {
    const { endpoint } = service;
    await service.stop();
    expect(await sentenceOf(settingsFor(endpoint))).toBe(
      `blobs cannot be kept at ${endpoint}: bucket "blobs": the service cannot be reached (ECONNREFUSED); check the endpoint and that it runs.`,
    );
    service = await ScriptedS3.start();
  });

  it('fails where the host does not exist', async () => {
    expect(await sentenceOf(settingsFor('http://no-such-host.invalid'))).toMatch(/cannot be reached \(E/);
  });

  it('never shows a secret', async () => {
    service.fail('PUT', refuse(403, 'SignatureDoesNotMatch'));
    expect(await sentenceOf(settingsFor(service.endpoint))).not.toMatch(/the-key|the-secret/);
  });

  it('asks whether it is http or https where the protocols differ', async () => {
    const https = settingsFor(service.endpoint.replace('http:', 'https:'));
    expect(await sentenceOf(https)).toContain('is it http:// or https://?');
  });
});

describe('a certificate', () => {
  let service: ScriptedS3;
  let directory: string;
  let certificate: { private: string; cert: string };

  beforeAll(async () => {
    certificate = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
      keyType: 'ec',
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
  });

  beforeEach(async () => {
    const tls: ServerOptions = { key: certificate.private, cert: certificate.cert };
    service = await ScriptedS3.start(tls);
    directory = await mkdtemp(join(tmpdir(), 'margo-s3-'));
  });

  afterEach(async () => {
    await service.stop();
    await rm(directory, { recursive: true });
  });

  it('that nobody vouches for is refused, and the sentence names the remedy', async () => {
    expect(await sentenceOf(settingsFor(service.endpoint))).toBe(
      `blobs cannot be kept at ${service.endpoint}: bucket "blobs": the certificate of the service is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT); name its authority's PEM file under \`ca\`.`,
    );
    expect(service.calls).toEqual([]);
  });

  it('is trusted where `ca` names it', async () => {
    const ca = join(directory, 'ca.pem');
    await writeFile(ca, certificate.cert);
    const store = await plugin.open(settingsFor(service.endpoint, { ca }));
    expect(service.calls).toEqual(['PUT', 'DELETE']);
    await store.close();
  });

  it('guards parts of many blocks, one after another', async () => {
    const ca = join(directory, 'ca.pem');
    await writeFile(ca, certificate.cert);
    const store = await plugin.open(settingsFor(service.endpoint, { ca }));
    for (const seed of [1, 2]) {
      const bytes = bytesOf(20 * 1024 * 1024 + seed, seed);
      const state = await store.append(store.begin(), chunksOf(bytes));
      await assertBlob(store, await store.finish(state, ''), bytes);
    }
    await store.close();
  });

  it('is trusted for its host only', async () => {
    const ca = join(directory, 'ca.pem');
    await writeFile(ca, certificate.cert);
    const localhost = service.endpoint.replace('127.0.0.1', 'localhost');
    expect(await sentenceOf(settingsFor(localhost, { ca }))).toContain(
      'is not trusted (ERR_TLS_CERT_ALTNAME_INVALID)',
    );
  });

  it('file that is missing, or holds something else, is named', async () => {
    const missing = join(directory, 'none.pem');
    expect(await sentenceOf(settingsFor(service.endpoint, { ca: missing }))).toBe(
      `the certificates in ${missing} cannot be read (ENOENT); correct \`ca\`.`,
    );
    await writeFile(missing, certificate.private);
    expect(await sentenceOf(settingsFor(service.endpoint, { ca: missing }))).toBe(
      `${missing} holds no certificate in PEM; correct \`ca\`.`,
    );
  });
});
