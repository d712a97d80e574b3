import { EMPTY_BLOB_DIGEST } from '@margo-registry/oci';
import { digestOf } from '@margo-registry/oci/testing';
import { beginUpload, demand } from '../harness/pushes.js';
import { expectRefusal } from '../harness/refusal.js';
import { shareRegistry } from '../harness/shared-registry.js';
import { UploadSession } from '../harness/upload-session.js';

const REPOSITORY = 'uploads';
const LOCATION = /^\/v2\/uploads\/blobs\/uploads\/[^/?]*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}[^/?]*$/;

const shared = shareRegistry();

describe('the start of an upload', () => {
  const post = (query: string, sending?: object) =>
    shared.client.post(`/v2/${REPOSITORY}/blobs/uploads/${query}`, sending);

  it('answers 202 with a relative Location that holds a UUID, and a Range without unit [END4-01, END4-02, END4-03, END4-04]', async () => {
    const answer = await post('');
    expect(answer.status).toBe(202);
    expect(answer.header('location')).toMatch(LOCATION);
    expect(answer.header('location')).toContain(answer.getHeader('docker-upload-uuid'));
    expect(answer.header('range')).toBe('0-0');
    expect(answer.header('content-length')).toBe('0');
  });

  it('keeps its Location relative whatever Host and X-Forwarded-Proto say [END4-02]', async () => {
    const answer = await post('', {
      headers: { Host: 'localhost:1', 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'r.example' },
    });
    expect(answer.header('location')).toMatch(LOCATION);
  });

  it('does not need the slash at the end [END4-06]', async () => {
    const answer = await shared.client.post(`/v2/${REPOSITORY}/blobs/uploads`);
    expect([answer.status, LOCATION.test(answer.getHeader('location'))]).toEqual([202, true]);
  });

  it.each(['application/json', 'application/octet-stream', 'text/plain; charset=utf-8', 'nonsense'])(
    '16 post-json-type: an empty POST as %s answers 202 [END4-05]',
    async (type) => {
      expect((await post('', { headers: { 'Content-Type': type } })).status).toBe(202);
      expect((await post('', { headers: { 'Content-Type': type }, body: '' })).status).toBe(202);
    },
  );

  it('15 post-digest: the whole blob in one POST answers 201, never 202 [END4-07, END4-08]', async () => {
    const digest = digestOf('one request');
    const answer = await post(`?digest=${digest}`, { body: 'one request' });
    expect(answer.status).toBe(201);
    expect(answer.header('docker-content-digest')).toBe(digest);
    expect((await shared.client.get(answer.getHeader('location'))).text).toBe('one request');
  });

  it('15 post-digest: a wrong digest answers 400 and leaves no blob [END4-07]', async () => {
    expectRefusal(await post(`?digest=${digestOf('right')}`, { body: 'wrong' }), 'digest-mismatch');
    for (const content of ['right', 'wrong']) {
      expectRefusal(await shared.client.get(`/v2/${REPOSITORY}/blobs/${digestOf(content)}`), 'blob-unknown');
    }
  });

  it('takes the hint digest-algorithm and refuses one that it does not know [END4-09]', async () => {
    expectRefusal(await post('?digest-algorithm=md5'), 'digest-invalid');
    const start = demand(await post('?digest-algorithm=sha512'), 202);
    demand(await shared.client.patch(start.getHeader('location'), { body: 'hinted' }), 202);
    const digest = digestOf('hinted', 'sha512');
    demand(await shared.client.put(`${start.getHeader('location')}?digest=${digest}`), 201);
    expect((await shared.client.get(`/v2/${REPOSITORY}/blobs/${digest}`)).text).toBe('hinted');
  });

  it('asks for no size of chunks, and a chunk of one byte is enough [END4-10, END4-11]', async () => {
    const start = await post('');
    expect(start.header('oci-chunk-min-length')).toBeUndefined();
    expect(start.header('oci-chunk-max-length')).toBeUndefined();
    const answer = await shared.client.patch(start.getHeader('location'), {
      body: '1',
      headers: { 'Content-Range': '0-0' },
    });
    expect(answer.status).toBe(202);
  });

  it('makes no repository, the first blob does [END4-12]', async () => {
    const location = await beginUpload(shared.client, 'uploads/first');
    expectRefusal(await shared.client.get('/v2/uploads/first/tags/list'), 'name-unknown');
    demand(await shared.client.put(`${location}?digest=${digestOf('first')}`, { body: 'first' }), 201);
    expect((await shared.client.get('/v2/uploads/first/tags/list')).status).toBe(200);
  });
});

describe('an upload', () => {
  const begin = () => UploadSession.begin(shared.client, REPOSITORY);

  it('11 docker-patch: a PATCH in chunked encoding without length or range answers 202 with a Range that has no unit [END5-01, END5-06]', async () => {
    const upload = await begin();
    const answer = await upload.stream('docker ', 'sends', ' this');
    expect(answer.status).toBe(202);
    expect(answer.header('range')).toBe('0-16');
    expect(answer.header('location')).toMatch(LOCATION);
    expect((await upload.close(digestOf('docker sends this'))).status).toBe(201);
  });

  it('12 empty-patch: a PATCH without bytes answers 202 with Range 0-0 [END5-02]', async () => {
    const upload = await begin();
    for (const answer of [await upload.patch(''), await upload.stream()]) {
      expect([answer.status, answer.header('range')]).toEqual([202, '0-0']);
    }
    expect((await upload.status()).header('range')).toBe('0-0');
  });

  it('13 podman-patch: one PATCH with its length, then an empty PUT, answer 202 and 201 [END5-06, END6-01, END6-02, END6-08]', async () => {
    const upload = await begin();
    expect((await upload.patch('podman')).status).toBe(202);
    const answer = await upload.close(digestOf('podman'), '');
    expect(answer.status).toBe(201);
    expect(answer.header('location')).toBe(`/v2/${REPOSITORY}/blobs/${digestOf('podman')}`);
    expect(answer.header('docker-content-digest')).toBe(digestOf('podman'));
    expect((await shared.client.get(answer.getHeader('location'))).text).toBe('podman');
  });

  it('14 containerd-put: the whole body in the PUT answers 201 with the digest [END6-01, END6-02]', async () => {
    const upload = await begin();
    const answer = await upload.close(digestOf('containerd'), 'containerd');
    expect([answer.status, answer.header('docker-content-digest')]).toEqual([201, digestOf('containerd')]);
    expect(answer.header('content-length')).toBe('0');
  });

  it('takes a digest in percent-encoding, and a Content-Type without a body [END6-06, END6-08]', async () => {
    const upload = await begin();
    await upload.patch('encoded');
    const path = `${upload.location}?session=1&digest=${encodeURIComponent(digestOf('encoded'))}`;
    const answer = await shared.client.put(path, { headers: { 'Content-Type': 'application/octet-stream' } });
    expect(answer.status).toBe(201);
  });

  it('of no bytes ends in the empty blob on every way [END6-09]', async () => {
    const whole = await begin();
    expect((await whole.close(EMPTY_BLOB_DIGEST)).status).toBe(201);
    const patched = await begin();
    await patched.patch('');
    expect((await patched.close(EMPTY_BLOB_DIGEST)).status).toBe(201);
    const streamed = await begin();
    await streamed.stream();
    expect((await streamed.close(EMPTY_BLOB_DIGEST, '')).status).toBe(201);
    expect((await shared.client.get(`/v2/${REPOSITORY}/blobs/${EMPTY_BLOB_DIGEST}`)).status).toBe(200);
  });

  it('24 sha512-blob: POST without hint, PATCH, PUT with a sha512 answer 201, and the blob has that address [DIG-03]', async () => {
    const upload = await begin();
    await upload.patch('long digest');
    const digest = digestOf('long digest', 'sha512');
    expect((await upload.close(digest)).status).toBe(201);
    const answer = await shared.client.get(`/v2/${REPOSITORY}/blobs/${digest}`);
    expect([answer.text, answer.header('docker-content-digest')]).toEqual(['long digest', digest]);
  });

  it('is closed once more with the same answer when the first one was lost [END6-07]', async () => {
    const upload = await begin();
    await upload.patch('again');
    expect((await upload.close(digestOf('again'))).status).toBe(201);
    const repeated = await upload.close(digestOf('again'));
    expect([repeated.status, repeated.header('docker-content-digest')]).toEqual([201, digestOf('again')]);
  });

  it.each([undefined, 'application/octet-stream', 'application/json'])(
    'takes a chunk of type %s [END5-12]',
    async (type) => {
      const { location } = await begin();
      const headers: Record<string, string> = type === undefined ? {} : { 'Content-Type': type };
      expect((await shared.client.patch(location, { body: '{"any": "bytes"}', headers })).status).toBe(202);
    },
  );

  it('22 cancel: DELETE answers 204, and the upload is unknown from then on [END14-01]', async () => {
    for (const content of ['', 'kept', 'x'.repeat(100_000)]) {
      const upload = await begin();
      await upload.patch(content);
      expect((await upload.cancel()).status).toBe(204);
      expectRefusal(await upload.patch('more'), 'blob-upload-unknown');
      expectRefusal(await upload.status(), 'blob-upload-unknown');
      expectRefusal(await upload.cancel(), 'blob-upload-unknown');
    }
  });

  it('23 foreign-session: under another repository it is unknown to every method [END5-11]', async () => {
    const { location } = await begin();
    const foreign = location.replace('/v2/uploads/', '/v2/strangers/');
    expectRefusal(
      await shared.client.put(`${foreign}?digest=${digestOf('x')}`, { body: 'x' }),
      'blob-upload-unknown',
    );
    expectRefusal(await shared.client.patch(foreign, { body: 'x' }), 'blob-upload-unknown');
    expectRefusal(await shared.client.get(foreign), 'blob-upload-unknown');
    expectRefusal(await shared.client.delete(foreign), 'blob-upload-unknown');
  });

  it('that was never begun is unknown, however its id is written [END13-02, END5-11]', async () => {
    for (const id of ['0b8b3a5e-4c5e-4f5a-9d0c-3f6f0f1f2f3f', 'x', '%00', 'a.b.c']) {
      expectRefusal(await shared.client.get(`/v2/${REPOSITORY}/blobs/uploads/${id}`), 'blob-upload-unknown');
      expectRefusal(
        await shared.client.patch(`/v2/${REPOSITORY}/blobs/uploads/${id}`, { body: 'x' }),
        'blob-upload-unknown',
      );
    }
  });
});
