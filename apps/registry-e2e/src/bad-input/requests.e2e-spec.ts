import { OCI_MANIFEST } from '@margo-registry/oci';
import { aManifest, digestOf } from '@margo-registry/oci/testing';
import { pushBlob } from '../harness/pushes.js';
import { RawConnection } from '../harness/raw-connection.js';
import { expectRefusal } from '../harness/refusal.js';
import { shareRegistry } from '../harness/shared-registry.js';
import { expectSoundAfterEach } from '../harness/soundness.js';

const REPOSITORY = 'bad/requests';

const shared = shareRegistry();
expectSoundAfterEach(shared);
beforeAll(() => pushBlob(shared.client, REPOSITORY, '{}'));

const exchange = (text: string) => RawConnection.exchange(shared.registry.url, text);
const get = (path: string, ...lines: string[]) =>
  exchange([`GET ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n'));

describe('headers', () => {
  it('of more than 16 KiB answer 431, in one or in many', async () => {
    expectRefusal(
      await get('/v2/', 'Host: localhost', `X-Flood: ${'x'.repeat(20_000)}`),
      'headers-too-large',
    );
    const many = Array.from({ length: 3000 }, (_, index) => `X-Flood-${index}: x`);
    expectRefusal(await get('/v2/', 'Host: localhost', ...many), 'headers-too-large');
    expectRefusal(await get(`/v2/${'a/'.repeat(20_000)}tags/list`, 'Host: localhost'), 'headers-too-large');
  });

  it.each(['-1', 'abc', '1, 2', '0x10', '99999999999999999999999', '+5', ''])(
    'with the Content-Length %j answer 400',
    async (length) => {
      const answer = await exchange(
        `POST /v2/${REPOSITORY}/blobs/uploads/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n\r\n`,
      );
      expect(answer.status).toBe(400);
      expect(answer.codes).toEqual(['UNSUPPORTED']);
    },
  );

  it.each([
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6'],
    ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked'],
    ['an unknown encoding', 'Transfer-Encoding: gzip'],
    ['a line that is no header', 'nonsense'],
    ['a space before the colon', 'Content-Length : 5'],
    ['a folded line', 'X-Folded: a\r\n b: c\0'],
  ])('with %s answer 400 in the OCI form', async (_what, lines) => {
    const answer = await exchange(
      `POST /v2/${REPOSITORY}/blobs/uploads/ HTTP/1.1\r\nHost: localhost\r\n${lines}\r\n\r\nhello`,
    );
    expectRefusal(answer, 'request-invalid');
    expect(answer.header('connection')).toBe('close');
  });

  it.each([
    '',
    ';',
    'a/b/c',
    'nonsense',
    'multipart/form-data',
    'text/plain; charset="',
    '"',
    'é/ö',
    'a'.repeat(300),
  ])('with the Content-Type %j begin an upload, and are no manifest', async (type) => {
    const lines = `Host: localhost\r\nContent-Type: ${type}\r\nContent-Length: 0\r\n\r\n`;
    expect((await exchange(`POST /v2/${REPOSITORY}/blobs/uploads/ HTTP/1.1\r\n${lines}`)).status).toBe(202);
    expectRefusal(
      await exchange(`PUT /v2/${REPOSITORY}/manifests/typed HTTP/1.1\r\n${lines}`),
      'manifest-invalid',
    );
  });

  it('with two Content-Types push by one of them or are refused', async () => {
    const body = Buffer.from(aManifest().build()).toString();
    const types = `Content-Type: ${OCI_MANIFEST}\r\nContent-Type: text/html`;
    const answer = await exchange(
      `PUT /v2/${REPOSITORY}/manifests/twice HTTP/1.1\r\nHost: localhost\r\n${types}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    expect([201, 400]).toContain(answer.status);
  });
});

describe('a Host', () => {
  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example:5000',
    'localhost@evil.example',
    '127.0.0.2.',
    '',
  ])('of %j is refused with 403 everywhere, reads and writes', async (host) => {
    for (const path of ['/v2/', '/v2/_catalog', '/metrics', '/api/v1/repositories']) {
      expect([path, (await get(path, `Host: ${host}`)).status]).toEqual([path, 403]);
    }
    const begin = `POST /v2/${REPOSITORY}/blobs/uploads/ HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 0\r\n\r\n`;
    expectRefusal(await exchange(begin), 'host-denied');
  });

  it.each(['localhost', 'LOCALHOST:1', '127.0.0.1', '[::1]', '[::1]:5000'])(
    'of %s is its own',
    async (host) => {
      expect((await get('/v2/', `Host: ${host}`)).status).toBe(200);
    },
  );

  it.each(['evil.example', 'localhost'])('that stands there twice is refused (%s)', async (second) => {
    expectRefusal(await get('/v2/', 'Host: localhost', `Host: ${second}`), 'request-invalid');
    const own = await get('/api/v1/repositories', 'Host: localhost', `host: ${second}`);
    expect([own.status, own.header('content-type')]).toEqual([400, 'application/problem+json']);
  });

  it('that is absent is refused in HTTP/1.1', async () => {
    expect((await get('/v2/')).status).toBe(400);
  });
});

describe('a request target', () => {
  it('in absolute form is read like its path', async () => {
    const answer = await get(
      `${shared.registry.url}/v2/${REPOSITORY}/tags/list`,
      `Host: ${shared.registry.host}`,
    );
    const plain = await get(`/v2/${REPOSITORY}/tags/list`, 'Host: localhost');
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(plain.json);
    expect(plain.json).toMatchObject({ name: REPOSITORY });
  });

  it('in absolute form that names a foreign host is refused, whatever Host says', async () => {
    const answer = await get('http://evil.example/v2/_catalog', 'Host: localhost');
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });

  it.each(['/api/v1/packages/%zz/v1', '/api/v1/repositories/%'])(
    'of %s, which cannot be decoded, is a problem as all others are',
    async (path) => {
      const answer = await get(path, 'Host: localhost');
      expect([answer.status, answer.header('content-type')]).toEqual([400, 'application/problem+json']);
      expect(answer.json).toMatchObject({ type: '/docs/errors#request-invalid', status: 400 });
      expect(answer.header('x-request-id')).toBeDefined();
    },
  );

  it.each(['*', '/', '//', '/v2/#', '/v2/?', '/v2?x=/v2/'])(
    'of %s is answered without a failure',
    async (path) => {
      expect((await get(path, 'Host: localhost')).status).toBeLessThan(500);
    },
  );
});

describe('a method', () => {
  const TARGETS = {
    '/v2/': 'GET, HEAD',
    '/v2/_catalog': 'GET, HEAD',
    [`/v2/${REPOSITORY}/manifests/v1`]: 'GET, HEAD, PUT, DELETE',
    [`/v2/${REPOSITORY}/blobs/${digestOf('{}')}`]: 'GET, HEAD, DELETE',
    [`/v2/${REPOSITORY}/blobs/uploads/`]: 'POST',
    [`/v2/${REPOSITORY}/blobs/uploads/0-0`]: 'GET, HEAD, PATCH, PUT, DELETE',
  };

  it.each(['PROPFIND', 'TRACE', 'LINK', 'MKCOL', 'OPTIONS'])(
    '%s is 405 with Allow everywhere',
    async (method) => {
      for (const [path, allow] of Object.entries(TARGETS)) {
        const answer = await exchange(`${method} ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
        expectRefusal(answer, 'method-unsupported');
        expect(answer.header('allow')).toBe(allow);
      }
    },
  );

  it('that HTTP does not know is refused as a request', async () => {
    expectRefusal(await exchange('BREW /v2/ HTTP/1.1\r\nHost: localhost\r\n\r\n'), 'request-invalid');
  });

  it('HEAD never has a body, so that the next answer on the connection can be read', async () => {
    const connection = await RawConnection.open(shared.registry.url);
    for (const path of [
      '/v2/Bad/tags/list',
      '/v2/absent/tags/list',
      '/v2/nothing',
      `/v2/${REPOSITORY}/manifests/absent`,
    ]) {
      connection.writeHead(`HEAD ${path}`);
      connection.writeHead('GET /v2/');
      expect((await connection.read({ bodiless: true })).status).toBeGreaterThanOrEqual(400);
      expect((await connection.read()).text).toBe('{}');
    }
    connection.close();
  });
});
