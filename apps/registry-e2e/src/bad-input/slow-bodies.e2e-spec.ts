import { digestOf } from '@margo-registry/oci/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { pushBlob } from '../harness/pushes.js';
import { RawConnection } from '../harness/raw-connection.js';
import { expectRefusal } from '../harness/refusal.js';
import { shareRegistry } from '../harness/shared-registry.js';
import { expectSoundAfterEach } from '../harness/soundness.js';
import { UploadSession } from '../harness/upload-session.js';

const REPOSITORY = 'bad/slow';
const MEBIBYTE = 1024 * 1024;

const shared = shareRegistry({
  environment: { REGISTRY_UPLOADS_IDLE: '500ms', REGISTRY_UPLOADS_MIN_RATE: '1000' },
});
expectSoundAfterEach(shared);

describe('a client that goes silent', () => {
  it.each([
    ['before its body', ''],
    ['in the middle of a small one', 'x'.repeat(10)],
    ['in the middle of a large one', 'x'.repeat(100_000)],
  ])('%s gets 408, and its upload goes on from what is kept', async (_when, sent) => {
    const upload = await UploadSession.begin(shared.client, REPOSITORY);
    const connection = await RawConnection.open(shared.registry.url);
    connection.writeHead(`PATCH ${upload.location}`, { 'Content-Length': MEBIBYTE });
    connection.write(sent);
    expectRefusal(await connection.read(), 'body-timeout');
    connection.close();
    const kept = keptBy(await upload.status());
    expect(kept).toBeLessThanOrEqual(sent.length);
    const rest = 'y'.repeat(10);
    expect((await upload.close(digestOf(sent.slice(0, kept) + rest), rest, kept)).status).toBe(201);
  });

  it.each(['POST /v2/bad/slow/blobs/uploads/?digest=', 'PUT '])(
    'in the middle of a whole blob (%s…) gets 408 and leaves none',
    async (start) => {
      const upload = await UploadSession.begin(shared.client, REPOSITORY);
      const path = start === 'PUT ' ? `PUT ${upload.location}?digest=` : start;
      const connection = await RawConnection.open(shared.registry.url);
      connection.writeHead(`${path}${digestOf('silent')}`, { 'Content-Length': 6 });
      connection.write('sil');
      expectRefusal(await connection.read(), 'body-timeout');
      connection.close();
      expect((await shared.client.head(`/v2/${REPOSITORY}/blobs/${digestOf('silent')}`)).status).toBe(404);
    },
  );

  it('in the middle of a manifest gets 408, and its connection ends', async () => {
    const connection = await RawConnection.open(shared.registry.url);
    connection.writeHead(`PUT /v2/${REPOSITORY}/manifests/v1`, { 'Content-Length': 1000 });
    connection.write('{');
    const answer = await connection.read();
    expectRefusal(answer, 'body-timeout');
    expect(answer.header('connection')).toBe('close');
    await connection.readToEnd();
    connection.close();
  });

  it('while it reads is let go', async () => {
    const content = Buffer.alloc(64 * MEBIBYTE, 'r');
    const digest = await pushBlob(shared.client, REPOSITORY, content);
    const connection = await RawConnection.open(shared.registry.url);
    connection.socket.pause();
    connection.writeHead(`GET /v2/${REPOSITORY}/blobs/${digest}`);
    await sleep(1500);
    connection.socket.resume();
    expect((await connection.readToEnd()).length).toBeLessThan(content.length);
  }, 20_000);
});

describe('a client that sends a byte at a time', () => {
  it('gets 408 although it is never silent', async () => {
    const upload = await UploadSession.begin(shared.client, REPOSITORY);
    const connection = await RawConnection.open(shared.registry.url);
    connection.writeHead(`PATCH ${upload.location}`, { 'Content-Length': 1000 });
    const drip = setInterval(() => connection.write('.'), 50);
    const answer = await connection.read().finally(() => clearInterval(drip));
    expectRefusal(answer, 'body-timeout');
    connection.close();
    expect((await upload.status()).status).toBe(204);
  });

  it('that is fast enough may take longer than the silence that is allowed', async () => {
    const upload = await UploadSession.begin(shared.client, REPOSITORY);
    const connection = await RawConnection.open(shared.registry.url);
    connection.writeHead(`PATCH ${upload.location}`, { 'Content-Length': 10_000 });
    for (let part = 0; part < 10; part += 1) {
      connection.write('.'.repeat(1000));
      await sleep(150);
    }
    expect((await connection.read()).header('range')).toBe('0-9999');
    connection.close();
  });
});

function keptBy(status: { getHeader(name: string): string }): number {
  const end = Number(status.getHeader('range').split('-')[1]);
  return end === 0 ? 0 : end + 1;
}
