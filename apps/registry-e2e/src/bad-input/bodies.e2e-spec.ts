import { OCI_MANIFEST } from '@margo-registry/oci';
import { aManifest, digestOf } from '@margo-registry/oci/testing';
import { beginUpload, demand, pushBlob, putManifest } from '../harness/pushes.js';
import { RawConnection } from '../harness/raw-connection.js';
import { expectRefusal } from '../harness/refusal.js';
import { shareRegistry } from '../harness/shared-registry.js';
import { expectSoundAfterEach } from '../harness/soundness.js';
import { UploadSession } from '../harness/upload-session.js';

const REPOSITORY = 'bad/bodies';
const MANIFESTS = `/v2/${REPOSITORY}/manifests`;

const shared = shareRegistry();
expectSoundAfterEach(shared);
beforeAll(() => pushBlob(shared.client, REPOSITORY, '{}'));

const blob = (content: string) => shared.client.get(`/v2/${REPOSITORY}/blobs/${digestOf(content)}`);

describe('a body', () => {
  it.each([
    ['small', 'a'.repeat(100)],
    ['large', 'a'.repeat(200_000)],
  ])(
    'that is cut (%s) is refused, and neither the whole nor the part becomes a blob',
    async (_size, content) => {
      const half = content.slice(0, content.length / 2);
      for (const path of [
        `POST /v2/${REPOSITORY}/blobs/uploads/`,
        `PUT ${await beginUpload(shared.client, REPOSITORY)}`,
      ]) {
        const connection = await RawConnection.open(shared.registry.url);
        connection.writeHead(`${path}?digest=${digestOf(content)}`, { 'Content-Length': content.length });
        connection.socket.end(half);
        expect((await connection.read()).status).toBe(400);
        connection.close();
        expectRefusal(await blob(content), 'blob-unknown');
        expectRefusal(await blob(half), 'blob-unknown');
      }
    },
  );

  it('of a manifest that is cut becomes no tag', async () => {
    const body = Buffer.from(aManifest().withAnnotation('cut', 'yes').build());
    const connection = await RawConnection.open(shared.registry.url);
    connection.writeHead(`PUT ${MANIFESTS}/cut`, {
      'Content-Length': body.length,
      'Content-Type': OCI_MANIFEST,
    });
    connection.socket.end(body.subarray(0, body.length - 1));
    expect((await connection.read()).status).toBe(400);
    connection.close();
    expectRefusal(await shared.client.get(`${MANIFESTS}/cut`), 'manifest-unknown');
  });

  it('that is longer than its length is taken up to its length at most, and what follows is no request', async () => {
    const connection = await RawConnection.open(shared.registry.url);
    connection.writeHead(`POST /v2/${REPOSITORY}/blobs/uploads/?digest=${digestOf('exact')}`, {
      'Content-Length': 5,
    });
    connection.write('exact');
    expect((await connection.read()).status).toBe(201);
    connection.write(' and more\r\n\r\n');
    expectRefusal(await connection.read(), 'request-invalid');
    expect(await connection.readToEnd()).toHaveLength(0);
    expect((await blob('exact')).text).toBe('exact');
  });

  it('that is longer than its length and comes in one piece ends the connection, whatever the answer', async () => {
    const connection = await RawConnection.open(shared.registry.url);
    connection.writeHead(`POST /v2/${REPOSITORY}/blobs/uploads/?digest=${digestOf('whole')}`, {
      'Content-Length': 5,
    });
    connection.write('whole and more\r\n\r\n');
    expect((await connection.readToEnd()).toString()).toMatch(/^HTTP\/1\.1 (201|400) /);
    const { status, text } = await blob('whole');
    expect([status, status === 200 ? text : 'whole']).toEqual([status === 200 ? 200 : 404, 'whole']);
  });

  it('in broken chunked encoding is refused and becomes no blob', async () => {
    const connection = await RawConnection.open(shared.registry.url);
    connection.writeHead(`POST /v2/${REPOSITORY}/blobs/uploads/?digest=${digestOf('chunk')}`, {
      'Transfer-Encoding': 'chunked',
    });
    connection.write('5\r\nchunk\r\nzz\r\n');
    expect((await connection.read()).status).toBe(400);
    connection.close();
    expectRefusal(await blob('chunk'), 'blob-unknown');
  });

  it('with gaps and overlaps between its chunks is refused with the offset to go on from', async () => {
    const upload = await UploadSession.begin(shared.client, REPOSITORY);
    demand(await upload.patch('0123456789', 0), 202);
    for (const start of [5, 9, 11, 1000, Number.MAX_SAFE_INTEGER - 10]) {
      const refused = await upload.patch('x', start);
      expectRefusal(refused, 'chunk-out-of-order');
      expect(refused.header('range')).toBe('0-9');
    }
    expect((await upload.close(digestOf('0123456789'))).status).toBe(201);
  });

  it.each([
    '5-4',
    'bytes 0-4',
    'bytes=0-4',
    '0-4/5',
    '-4',
    '0-',
    'a-b',
    '0-99999999999999999999',
    '0x0-4',
    ' ',
    '0-4, 0-4',
  ])('with the Content-Range %j is refused, and the upload stands where it stood', async (range) => {
    const { location } = await UploadSession.begin(shared.client, REPOSITORY);
    const headers = { 'Content-Range': range };
    expectRefusal(await shared.client.patch(location, { body: 'abcde', headers }), 'size-invalid');
    expectRefusal(
      await shared.client.put(`${location}?digest=${digestOf('abcde')}`, { body: 'abcde', headers }),
      'size-invalid',
    );
    expect((await shared.client.get(location)).header('range')).toBe('0-0');
  });

  it('with two Content-Range headers is refused', async () => {
    const connection = await RawConnection.open(shared.registry.url);
    connection.write(`PATCH ${await beginUpload(shared.client, REPOSITORY)} HTTP/1.1\r\nHost: localhost\r\n`);
    connection.write('Content-Length: 5\r\nContent-Range: 0-4\r\nContent-Range: 5-9\r\n\r\nabcde');
    expectRefusal(await connection.read(), 'size-invalid');
    connection.close();
  });
});

describe('a manifest', () => {
  const FOUR_MEBIBYTES = 4 * 1024 * 1024;

  it('of 4 MiB and a byte is refused, with and without a length in front', async () => {
    const body = Buffer.alloc(FOUR_MEBIBYTES + 1, ' ');
    expectRefusal(await putManifest(shared.client, `${MANIFESTS}/large`, body), 'manifest-too-large');
    expectRefusal(
      await shared.client.put(`${MANIFESTS}/large`, { body: inParts(body) }),
      'manifest-too-large',
    );
    expectRefusal(await shared.client.get(`${MANIFESTS}/large`), 'manifest-unknown');
  });

  it.each([
    ['invalid UTF-8', Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')])],
    ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), aManifest().build()])],
    ['UTF-16', Buffer.from(Buffer.from(aManifest().build()).toString(), 'utf16le')],
    ['NUL bytes', Buffer.alloc(1000)],
    ['100,000 open lists', Buffer.from('['.repeat(100_000))],
    ['100,000 levels of lists', Buffer.from('['.repeat(100_000) + ']'.repeat(100_000))],
    ['100,000 levels of objects', Buffer.from('{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000))],
    [
      'a million layers of nothing',
      Buffer.from(`{"schemaVersion":2,"config":null,"layers":[${'0,'.repeat(1_000_000)}0]}`),
    ],
    ['__proto__ as its content', Buffer.from('{"__proto__":{"schemaVersion":2,"config":{},"layers":[]}}')],
    [
      'half a surrogate pair',
      Buffer.from(JSON.stringify({ schemaVersion: 2, config: {}, layers: [], annotations: { a: '\ud800' } })),
    ],
    [
      'a size of 1e400',
      Buffer.from(Buffer.from(aManifest().build()).toString().replace('"size":2', '"size":1e400')),
    ],
  ])('of %s is refused as a manifest', async (_what, body) => {
    expectRefusal(await putManifest(shared.client, `${MANIFESTS}/odd`, body), 'manifest-invalid');
    expectRefusal(await shared.client.get(`${MANIFESTS}/odd`), 'manifest-unknown');
  });

  it('with 100,000 levels in a field that nobody reads comes back as it was', async () => {
    const deep = `,"unread":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const body = Buffer.from(Buffer.from(aManifest().build()).toString().replace(/}$/, deep));
    demand(await putManifest(shared.client, `${MANIFESTS}/deep`, body), 201);
    expect((await shared.client.get(`${MANIFESTS}/deep`)).body.equals(body)).toBe(true);
  });
});

async function* inParts(body: Buffer): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < body.length; start += 65_536) yield body.subarray(start, start + 65_536);
}
