import { digestOf } from '@margo-registry/oci/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { demand } from '../harness/pushes.js';
import { RawConnection } from '../harness/raw-connection.js';
import { expectRefusal } from '../harness/refusal.js';
import { shareRegistry } from '../harness/shared-registry.js';
import { UploadSession } from '../harness/upload-session.js';

const REPOSITORY = 'upload-order';

const shared = shareRegistry();

/** Chunks that stay beside the facts, and chunks that go to the blob store at once. */
describe.each([
  ['small', 100],
  ['large', 50_000],
])('%s chunks', (_size, length) => {
  const first = 'a'.repeat(length);
  const second = 'b'.repeat(length);
  const whole = digestOf(first + second);
  const begin = () => UploadSession.begin(shared.client, REPOSITORY);

  it('17 chunk-order: the second one first answers 416 with Location and Range, then both in order are taken [END5-03, END5-04, END5-07, END13-01]', async () => {
    const upload = await begin();
    const refused = await upload.patch(second, length);
    expectRefusal(refused, 'chunk-out-of-order');
    expect([refused.header('location'), refused.header('range')]).toEqual([upload.location, '0-0']);
    expect((await upload.status()).status).toBe(204);
    expect((await upload.patch(first, 0)).header('range')).toBe(`0-${length - 1}`);
    expect((await upload.patch(second, length)).header('range')).toBe(`0-${2 * length - 1}`);
    expect((await upload.close(whole)).status).toBe(201);
    expect((await shared.client.get(`/v2/${REPOSITORY}/blobs/${whole}`)).text).toBe(first + second);
  });

  it('18 final-put-range: a last chunk in the PUT with a wrong Content-Range answers 416 and keeps the upload [END6-03, END5-07]', async () => {
    const upload = await begin();
    demand(await upload.patch(first, 0), 202);
    const refused = await upload.close(whole, second, length + 1);
    expectRefusal(refused, 'chunk-out-of-order');
    expect(refused.header('range')).toBe(`0-${length - 1}`);
    expect((await upload.status()).header('range')).toBe(`0-${length - 1}`);
    expect((await upload.close(whole, second, length)).status).toBe(201);
  });

  it('19 stale-location: the first chunk again to the first Location answers 416, and its status is the current one [END5-08]', async () => {
    const upload = await begin();
    demand(await upload.patch(first, 0), 202);
    expectRefusal(await upload.patch(first, 0), 'chunk-out-of-order');
    const status = await upload.status();
    expect([status.status, status.header('range')]).toEqual([204, `0-${length - 1}`]);
  });

  it('20 length-lies: a Content-Range of other length than the body answers 400 and moves nothing [END5-05]', async () => {
    const upload = await begin();
    demand(await upload.patch(first, 0), 202);
    const headers = { 'Content-Range': `${length}-${3 * length}` };
    expectRefusal(await shared.client.patch(upload.location, { body: second, headers }), 'size-invalid');
    expectRefusal(
      await shared.client.patch(upload.location, { body: parts(second), headers }),
      'size-invalid',
    );
    expect((await upload.status()).header('range')).toBe(`0-${length - 1}`);
    demand(await upload.patch(second, length), 202);
    expect((await upload.close(whole)).status).toBe(201);
  });

  it('21 disconnect-resume: a PATCH that is cut keeps what the status then names, and goes on from there [END5-10]', async () => {
    const upload = await begin();
    demand(await upload.patch(first, 0), 202);
    const connection = await RawConnection.open(shared.registry.url);
    connection.writeHead(`PATCH ${upload.location}`, { 'Content-Length': length });
    connection.write(second.slice(0, length / 2));
    await sleep(200);
    connection.close();
    const stored = await settled(upload);
    expect(stored).toBeGreaterThanOrEqual(length);
    expect(stored).toBeLessThanOrEqual(1.5 * length);
    demand(await upload.patch((first + second).slice(stored), stored), 202);
    expect((await upload.close(whole)).status).toBe(201);
    expect((await shared.client.get(`/v2/${REPOSITORY}/blobs/${whole}`)).text).toBe(first + second);
  });

  it('from two writers never mix: one is taken, the other gets 416 [END5-09]', async () => {
    const upload = await begin();
    demand(await upload.patch(first, 0), 202);
    const answers = await Promise.all([
      upload.patch(second, length),
      upload.patch('c'.repeat(length), length),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 416]);
    const winner = answers[0]!.status === 202 ? second : 'c'.repeat(length);
    demand(await upload.close(digestOf(first + winner)), 201);
  });

  it('answer GET and HEAD of the upload with 204 and the bytes so far [END13-01]', async () => {
    const upload = await begin();
    demand(await upload.patch(first, 0), 202);
    for (const answer of [await upload.status(), await shared.client.head(upload.location)]) {
      expect([answer.status, answer.text, answer.header('range')]).toEqual([204, '', `0-${length - 1}`]);
      expect(answer.header('location')).toBe(upload.location);
    }
  });

  it('with a wrong digest at the end answer 400 and make nothing visible [END6-04, END6-05]', async () => {
    const upload = await begin();
    demand(await upload.patch(first, 0), 202);
    expectRefusal(await upload.close(digestOf('other')), 'digest-mismatch');
    expectRefusal(await shared.client.get(`/v2/${REPOSITORY}/blobs/${digestOf('other')}`), 'blob-unknown');
    expectRefusal(await shared.client.get(`/v2/${REPOSITORY}/blobs/${digestOf(first)}`), 'blob-unknown');
  });

  it('with no digest or a malformed one at the end answer 400 and can be closed with the right one [END6-04, END6-05]', async () => {
    const upload = await begin();
    demand(await upload.patch(first + second, 0), 202);
    expectRefusal(await shared.client.put(upload.location), 'digest-invalid');
    expectRefusal(await upload.close('sha256:short'), 'digest-invalid');
    expectRefusal(await upload.close(`md5:${'0'.repeat(32)}`), 'digest-invalid');
    expect((await upload.close(whole)).status).toBe(201);
  });
});

async function* parts(content: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content);
}

/** Bytes of an upload once two looks in a row agree. */
async function settled(upload: UploadSession): Promise<number> {
  for (let before = -1, attempt = 0; attempt < 50; attempt += 1) {
    const now = Number((await upload.status()).getHeader('range').split('-')[1]) + 1;
    if (now === before) return now;
    before = now;
    await sleep(150);
  }
  throw new Error('the upload never came to rest');
}
