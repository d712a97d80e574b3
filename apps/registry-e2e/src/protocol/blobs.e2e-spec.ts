import { EMPTY_BLOB_DIGEST } from '@margo-registry/oci';
import { digestOf } from '@margo-registry/oci/testing';
import { demand, pushBlob } from '../harness/pushes.js';
import { expectRefusal } from '../harness/refusal.js';
import { shareRegistry } from '../harness/shared-registry.js';

/** One below the threshold of small content, one above: they take different ways through the registry. */
const SMALL = Buffer.from(Array.from({ length: 2048 }, (_, index) => index % 251));
const LARGE = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 249));
const SIZES = [
  ['small', SMALL],
  ['large', LARGE],
] as const;

const shared = shareRegistry();

describe.each(SIZES)('a %s blob', (size, content) => {
  const repository = `blobs/${size}`;
  const path = `/v2/${repository}/blobs/${digestOf(content)}`;
  const total = content.length;

  beforeAll(() => pushBlob(shared.client, repository, content));

  it('is answered with its exact bytes, length, digest and type [END2-01, END2-02, END2-13, HDR-04]', async () => {
    const answer = await shared.client.get(path, { 'Accept-Encoding': 'zstd, gzip, deflate' });
    expect(answer.status).toBe(200);
    expect(answer.body.equals(content)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-length': `${total}`,
      'content-type': 'application/octet-stream',
      'docker-content-digest': digestOf(content),
      'accept-ranges': 'bytes',
    });
    expect(answer.header('content-encoding')).toBeUndefined();
  });

  it('37 head-parity: HEAD has the headers of GET and no body [END2-03, END2-11, HDR-04]', async () => {
    const get = await shared.client.get(path);
    const head = await shared.client.head(path);
    expect(head.text).toBe('');
    expect(unchanging(head.headers)).toEqual(unchanging(get.headers));
    const ranged = await shared.client.head(path, { Range: 'bytes=0-9' });
    expect([ranged.status, ranged.header('content-length')]).toEqual([200, `${total}`]);
  });

  it('may be kept by its reader for ever and is named by its digest [END2-14]', async () => {
    const { headers } = await shared.client.get(path);
    expect(headers['etag']).toBe(`"${digestOf(content)}"`);
    expect(headers['cache-control']).toBe('private, max-age=31536000, immutable');
  });

  it.each([
    ['bytes=500-1499', 500, 1499],
    ['bytes=500-', 500, total - 1],
    ['bytes=-500', total - 500, total - 1],
    ['bytes=500-99999999', 500, total - 1],
    ['bytes=0-0', 0, 0],
  ])('36 ranges: %s answers 206 with that part [END2-04, END2-05, END2-06]', async (range, start, end) => {
    const answer = await shared.client.get(path, { Range: range });
    expect(answer.status).toBe(206);
    expect(answer.header('content-range')).toBe(`bytes ${start}-${end}/${total}`);
    expect(answer.header('content-length')).toBe(`${end - start + 1}`);
    expect(answer.header('accept-ranges')).toBe('bytes');
    expect(answer.body.equals(content.subarray(start, end + 1))).toBe(true);
  });

  it.each([`bytes=${total}-${total + 10}`, 'bytes=500-0', 'bytes=-0'])(
    '36 ranges: %s answers 416 with the size [END2-07, END2-08]',
    async (range) => {
      const answer = await shared.client.get(path, { Range: range });
      expectRefusal(answer, 'range-not-satisfiable');
      expect(answer.header('content-range')).toBe(`bytes */${total}`);
    },
  );

  it.each(['bytes=0-1,5-6', 'lines=0-1', 'bytes=a-b', 'bytes', 'bytes=-'])(
    '36 ranges: %s is no single range, so the whole blob is the answer [END2-09]',
    async (range) => {
      const answer = await shared.client.get(path, { Range: range });
      expect([answer.status, answer.body.equals(content)]).toEqual([200, true]);
    },
  );

  it('is answered in part only if If-Range names its entity tag [END2-11]', async () => {
    const range = (condition: string) =>
      shared.client.get(path, { Range: 'bytes=0-9', 'If-Range': condition });
    expect((await range(`"${digestOf(content)}"`)).status).toBe(206);
    expect((await range(`"${digestOf('other')}"`)).status).toBe(200);
    expect((await range('Sat, 29 Oct 1994 19:43:31 GMT')).status).toBe(200);
  });

  it('is unknown in a repository that does not hold it, and a look does not change that [END2-01, END2-15]', async () => {
    const elsewhere = `/v2/blobs/other-${size}/blobs/${digestOf(content)}`;
    expect((await shared.client.head(elsewhere)).status).toBe(404);
    expectRefusal(await shared.client.get(elsewhere), 'blob-unknown');
    expect((await shared.client.head(elsewhere)).status).toBe(404);
  });

  it('stays away after its delete, however often it is looked for [END2-15, END10-01]', async () => {
    const other = `/v2/blobs/${size}-gone/blobs/${await pushBlob(shared.client, `blobs/${size}-gone`, content)}`;
    demand(await shared.client.delete(other), 202);
    expect((await shared.client.head(other)).status).toBe(404);
    expectRefusal(await shared.client.get(other), 'blob-unknown');
  });

  it('comes with ?ns=, which is ignored [NS-01]', async () => {
    expect((await shared.client.get(`${path}?ns=registry.example.com`)).body.equals(content)).toBe(true);
    expect((await shared.client.get(`${path}?ns=`)).status).toBe(200);
  });
});

describe('the blob without bytes', () => {
  it.each([EMPTY_BLOB_DIGEST, digestOf('', 'sha512')])(
    'is stored and read under %s [END2-12, DIG-03]',
    async (digest) => {
      demand(await shared.client.post(`/v2/blobs/empty/blobs/uploads/?digest=${digest}`), 201);
      const answer = await shared.client.get(`/v2/blobs/empty/blobs/${digest}`);
      expect([answer.status, answer.text, answer.header('content-length')]).toEqual([200, '', '0']);
      expect(answer.header('docker-content-digest')).toBe(digest);
    },
  );

  it('36 ranges: bytes=0- of it answers 200 without bytes [END2-10]', async () => {
    await pushBlob(shared.client, 'blobs/empty', '');
    const answer = await shared.client.get(`/v2/blobs/empty/blobs/${EMPTY_BLOB_DIGEST}`, {
      Range: 'bytes=0-',
    });
    expect([answer.status, answer.header('content-length')]).toEqual([200, '0']);
  });
});

function unchanging(headers: Readonly<Record<string, string | undefined>>): object {
  const {
    'x-request-id': _id,
    date: _date,
    'keep-alive': _keepAlive,
    connection: _connection,
    ...rest
  } = headers;
  return rest;
}
