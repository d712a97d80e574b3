import { aDescriptor, aManifest, digestOf } from '@margo-registry/oci/testing';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../harness/answer.js';
import { anImageIn, beginUpload, demand, pushBlob, putManifest } from '../harness/pushes.js';
import { RawConnection } from '../harness/raw-connection.js';
import { shareRegistry } from '../harness/shared-registry.js';
import { expectSoundAfterEach, residentMemory } from '../harness/soundness.js';
import { UploadSession } from '../harness/upload-session.js';

const REPOSITORY = 'bad/races';
const MEBIBYTE = 1024 * 1024;
const SIZES: [string, number][] = [
  ['small', 1000],
  ['large', MEBIBYTE],
];

const shared = shareRegistry({ environment: { REGISTRY_COLLECTION_GRACE: '0s' } });
expectSoundAfterEach(shared);

const blobPath = (digest: string) => `/v2/${REPOSITORY}/blobs/${digest}`;

describe('two at once', () => {
  it.each(SIZES)('push the same %s blob: both succeed and it is whole', async (size, length) => {
    const content = `${size} `.repeat(length);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => pushBlob(shared.client, REPOSITORY, content)),
    );
    expect(new Set(answers)).toEqual(new Set([digestOf(content)]));
    expect((await shared.client.get(blobPath(digestOf(content)))).text === content).toBe(true);
  });

  it.each(SIZES)(
    "write %s chunks at one offset of one upload: the loser gets 416, the bytes are the winner's, and both connections go on",
    async (_size, length) => {
      const upload = await UploadSession.begin(shared.client, REPOSITORY);
      const writers = await Promise.all(
        ['a', 'b'].map((letter) => aSlowWriter(upload.location, letter, length)),
      );
      const answers = await Promise.all(writers.map((writer) => writer.read()));
      expect(answers.map(({ status }) => status).sort()).toEqual([202, 416]);
      const winner = (answers[0]!.status === 202 ? 'a' : 'b').repeat(length);
      expect((await upload.status()).header('range')).toBe(`0-${length - 1}`);
      demand(await upload.close(digestOf(winner)), 201);
      expect((await shared.client.get(blobPath(digestOf(winner)))).text === winner).toBe(true);
      for (const writer of writers) {
        writer.writeHead('GET /v2/');
        expect((await writer.read()).text).toBe('{}');
        writer.close();
      }
    },
    30_000,
  );

  it.each(SIZES)(
    'append %s streams to one upload: no stream is torn by the other',
    async (_size, length) => {
      const upload = await UploadSession.begin(shared.client, REPOSITORY);
      const streams = ['a', 'b'].map((letter) => letter.repeat(length));
      const answers = await Promise.all(
        streams.map((stream) => upload.stream(stream.slice(0, length / 2), stream.slice(length / 2))),
      );
      for (const { status } of answers) expect([202, 416]).toContain(status);
      const taken = streams
        .map((stream, index) => ({ stream, answer: answers[index]! }))
        .filter(({ answer }) => answer.status === 202)
        .sort((one, other) => endOf(one.answer) - endOf(other.answer));
      expect(taken.map(({ answer }) => endOf(answer))).toEqual(
        taken.map((_, index) => (index + 1) * length - 1),
      );
      const content = taken.map(({ stream }) => stream).join('');
      expect((await upload.close(digestOf(content))).status).toBe(201);
      expect((await shared.client.get(blobPath(digestOf(content)))).text === content).toBe(true);
    },
    30_000,
  );

  it('push one tag: both succeed, both digests are there, and the tag is one of them', async () => {
    const images = await Promise.all(
      Array.from({ length: 8 }, (_, index) => anImageIn(shared.client, REPOSITORY, `racer ${index}`)),
    );
    const answers = await Promise.all(
      images.map((image) => putManifest(shared.client, `/v2/${REPOSITORY}/manifests/raced`, image)),
    );
    expect(answers.map(({ status }) => status)).toEqual(images.map(() => 201));
    const digests = answers.map((answer) => answer.getHeader('docker-content-digest'));
    for (const digest of digests)
      expect((await shared.client.head(`/v2/${REPOSITORY}/manifests/${digest}`)).status).toBe(200);
    expect(digests).toContain(
      (await shared.client.head(`/v2/${REPOSITORY}/manifests/raced`)).header('docker-content-digest'),
    );
  });

  it('push a manifest and delete its blob: never a manifest without its blob', async () => {
    for (let round = 0; round < 10; round += 1) {
      const content = `contested ${round}`;
      await pushBlob(shared.client, REPOSITORY, '{}');
      const digest = await pushBlob(shared.client, REPOSITORY, content);
      const image = aManifest().withLayer(aDescriptor(content));
      const [pushed, deleted] = await Promise.all([
        putManifest(shared.client, `/v2/${REPOSITORY}/manifests/contested-${round}`, image),
        shared.client.delete(blobPath(digest)),
      ]);
      expect([
        [201, 405],
        [404, 202],
      ]).toContainEqual([pushed.status, deleted.status]);
      const there = await shared.client.head(blobPath(digest));
      expect(there.status).toBe(pushed.status === 201 ? 200 : 404);
    }
  });
});

describe('one connection', () => {
  it('may carry an upload and reads behind it in one piece: each gets its own answer, in order', async () => {
    const location = await beginUpload(shared.client, REPOSITORY);
    const there = await pushBlob(shared.client, REPOSITORY, 'already there');
    const connection = await RawConnection.open(shared.registry.url);
    const host = 'HTTP/1.1\r\nHost: localhost\r\n';
    connection.write(
      `PUT ${location}?digest=${digestOf('pipelined')} ${host}Content-Length: 9\r\n\r\npipelined` +
        `GET ${blobPath(there)} ${host}\r\nPOST /v2/Bad/blobs/uploads/ ${host}Content-Length: 3\r\n\r\nbad` +
        `HEAD ${blobPath(there)} ${host}\r\n`,
    );
    expect((await connection.read()).header('docker-content-digest')).toBe(digestOf('pipelined'));
    expect((await connection.read()).text).toBe('already there');
    expect((await connection.read()).codes).toEqual(['NAME_INVALID']);
    expect((await connection.read({ bodiless: true })).header('content-length')).toBe('13');
    connection.close();
    expect((await shared.client.get(blobPath(digestOf('pipelined')))).text).toBe('pipelined');
  });
});

describe('readers of a blob of 64 MiB', () => {
  const content = Buffer.alloc(64 * MEBIBYTE);
  for (let at = 0; at < content.length; at += 4096) content.writeUInt32LE(at, at);

  it('that are slow hold little memory, and others are served meanwhile', async () => {
    const digest = await pushBlob(shared.client, REPOSITORY, content);
    const before = residentMemory(shared.registry);
    const readers = await Promise.all(Array.from({ length: 8 }, () => aSleepingReader(blobPath(digest))));
    await sleep(500);
    for (let request = 0; request < 20; request += 1)
      expect((await shared.client.get('/v2/')).status).toBe(200);
    const after = residentMemory(shared.registry);
    if (before !== undefined && after !== undefined) expect(after - before).toBeLessThan(128 * MEBIBYTE);
    for (const reader of readers.slice(1)) reader.close();
    readers[0]!.socket.resume();
    expect((await readers[0]!.read()).body.equals(content)).toBe(true);
    readers[0]!.close();
  }, 30_000);

  it('get it whole or cut, and never wrong, when it is deleted meanwhile', async () => {
    const digest = await pushBlob(shared.client, `${REPOSITORY}/deleted`, content);
    const path = `/v2/${REPOSITORY}/deleted/blobs/${digest}`;
    await pushBlob(shared.client, REPOSITORY, content);
    const reader = await aSleepingReader(path);
    demand(await shared.client.delete(path), 202);
    expect((await shared.client.get(path)).status).toBe(404);
    demand(await shared.client.delete(blobPath(digest)), 202);
    await sleep(300);
    const hash = createHash('sha256');
    reader.socket.resume();
    const body = await reader.read().then(
      (answer) => answer.body,
      () => reader.readToEnd(),
    );
    if (body.length === content.length) expect(`sha256:${hash.update(body).digest('hex')}`).toBe(digest);
    else expect(body.length).toBeLessThan(content.length);
    reader.close();
  }, 30_000);
});

/** Last byte of the upload, as `Range` names it. */
function endOf(answer: Answer): number {
  return Number(answer.getHeader('range').split('-')[1]);
}

/** Sends the first half of a chunk, waits a moment, then sends the rest. */
async function aSlowWriter(location: string, letter: string, length: number): Promise<RawConnection> {
  const connection = await RawConnection.open(shared.registry.url);
  connection.writeHead(`PATCH ${location}`, { 'Content-Length': length, 'Content-Range': `0-${length - 1}` });
  connection.write(letter.repeat(length / 2));
  await sleep(100);
  connection.write(letter.repeat(length / 2));
  return connection;
}

/** Has asked for something and takes nothing of the answer until its socket is resumed. */
async function aSleepingReader(path: string): Promise<RawConnection> {
  const connection = await RawConnection.open(shared.registry.url);
  connection.socket.pause();
  connection.writeHead(`GET ${path}`);
  return connection;
}
