import { OCI_ERRORS } from '@margo-registry/oci';
import { aManifest, digestOf } from '@margo-registry/oci/testing';
import { until } from '../harness/condition.js';
import { beginUpload, demand, pushBlob, putManifest } from '../harness/pushes.js';
import { expectRefusal } from '../harness/refusal.js';
import { shareRegistry } from '../harness/shared-registry.js';
import { UploadSession } from '../harness/upload-session.js';

const SPECIFIED = [
  'BLOB_UNKNOWN',
  'BLOB_UPLOAD_INVALID',
  'BLOB_UPLOAD_UNKNOWN',
  'DIGEST_INVALID',
  'MANIFEST_BLOB_UNKNOWN',
  'MANIFEST_INVALID',
  'MANIFEST_UNKNOWN',
  'NAME_INVALID',
  'NAME_UNKNOWN',
  'SIZE_INVALID',
  'UNAUTHORIZED',
  'DENIED',
  'UNSUPPORTED',
  'TOOMANYREQUESTS',
];

const REFUSED = [
  ['GET', '/v2/errors/blobs/sha256:short'],
  ['GET', `/v2/errors/blobs/${digestOf('absent')}`],
  ['GET', '/v2/errors/manifests/absent'],
  ['GET', '/v2/absent/tags/list'],
  ['GET', '/v2/Errors/tags/list'],
  ['GET', '/v2/errors/tags/list?n=x'],
  ['GET', '/v2/errors/unknown'],
  ['GET', '/v2/errors/blobs/uploads/unknown'],
  ['PUT', '/v2/errors/manifests/.tag'],
  ['POST', '/v2/errors/blobs/uploads/?digest=x'],
  ['DELETE', '/v2/_catalog'],
] as const;

describe('an error', () => {
  const shared = shareRegistry({
    environment: { REGISTRY_UPLOADS_MAX_OPEN: '2', REGISTRY_UPLOADS_MAX_SIZE: '1MiB' },
  });
  beforeAll(() => pushBlob(shared.client, 'errors', '{}'));

  it.each(REFUSED)(
    'of %s %s is a list of codes of the specification, as JSON [ERR-01, ERR-02, ERR-03, ERR-04]',
    async (method, path) => {
      const answer = await shared.client.send(method, path);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.header('content-type')).toBe('application/json');
      expect(answer.header('content-length')).toBe(`${answer.body.length}`);
      expect(Object.keys(answer.json as object)).toEqual(['errors']);
      for (const { code, message } of answer.errors) {
        expect(SPECIFIED).toContain(code);
        expect(message).toMatch(/\w/);
      }
    },
  );

  it.each(REFUSED.filter(([method]) => method === 'GET'))(
    'of HEAD has no body, and %s %s then tells the reason with the same status [ERR-05]',
    async (_method, path) => {
      const head = await shared.client.head(path);
      const get = await shared.client.get(path);
      expect([head.status, head.text]).toEqual([get.status, '']);
      expect(get.errors).toHaveLength(1);
    },
  );

  it('has the status that clients know of its code [ERR-06]', async () => {
    expectRefusal(await shared.client.get('/v2/Errors/tags/list'), 'name-invalid');
    expectRefusal(await shared.client.get('/v2/errors/manifests/absent'), 'manifest-unknown');
    expectRefusal(await shared.client.get(`/v2/errors/blobs/${digestOf('absent')}`), 'blob-unknown');
    const lacking = aManifest().withConfig({ mediaType: 'a/b', digest: digestOf('absent'), size: 6 });
    expectRefusal(
      await putManifest(shared.client, '/v2/errors/manifests/v1', lacking),
      'manifest-blob-unknown',
    );
    const statuses = {
      UNAUTHORIZED: 401,
      TOOMANYREQUESTS: 429,
      BLOB_UNKNOWN: 404,
      NAME_UNKNOWN: 404,
      MANIFEST_UNKNOWN: 404,
      BLOB_UPLOAD_UNKNOWN: 404,
    };
    for (const { code, status } of Object.values(OCI_ERRORS)) {
      if (code in statuses) expect([code, status]).toEqual([code, statuses[code as keyof typeof statuses]]);
    }
  });

  it('that would stay is never BLOB_UPLOAD_INVALID, upon which clients push the blob anew [ERR-07]', async () => {
    const body = Buffer.alloc(1024 * 1024 + 1);
    const answer = await shared.client.post(`/v2/errors/blobs/uploads/?digest=${digestOf(body)}`, { body });
    expectRefusal(answer, 'blob-too-large');
    const upload = await UploadSession.begin(shared.client, 'errors');
    expect((await upload.patch(body)).codes).toEqual(['SIZE_INVALID']);
    expect((await upload.close(digestOf(body), body)).codes).toEqual(['SIZE_INVALID']);
  });

  it('of too many open uploads is 429 with whole seconds in Retry-After, and ends when one ends [RATE-01]', async () => {
    const open = [
      await UploadSession.begin(shared.client, 'errors'),
      await UploadSession.begin(shared.client, 'errors'),
    ];
    for (const upload of open) demand(await upload.patch('kept'), 202);
    const third = await UploadSession.begin(shared.client, 'errors');
    const refused = await third.patch('too many');
    expectRefusal(refused, 'too-many-uploads');
    expect(refused.header('retry-after')).toMatch(/^[1-9][0-9]*$/);
    expectRefusal(await third.patch('x'.repeat(100_000)), 'too-many-uploads');
    demand(await open[0]!.cancel(), 204);
    expect((await third.patch('now')).status).toBe(202);
    demand(await open[1]!.cancel(), 204);
    demand(await third.cancel(), 204);
  });

  it.each([
    ['PATCH', '/v2/', 'GET, HEAD'],
    ['POST', '/v2/errors/manifests/v1', 'GET, HEAD, PUT, DELETE'],
    ['PUT', `/v2/errors/blobs/${digestOf('x')}`, 'GET, HEAD, DELETE'],
    ['GET', '/v2/errors/blobs/uploads/', 'POST'],
    ['DELETE', '/v2/errors/tags/list', 'GET, HEAD'],
    ['PUT', `/v2/errors/referrers/${digestOf('x')}`, 'GET, HEAD'],
    ['OPTIONS', '/v2/_catalog', 'GET, HEAD'],
  ])('of a method that %s %s does not have is 405 with Allow: %s [HTTP-01]', async (method, path, allow) => {
    const answer = await shared.client.send(method, path);
    expectRefusal(answer, 'method-unsupported');
    expect(answer.header('allow')).toBe(allow);
  });

  it('of a method on an upload is 405 too [HTTP-01]', async () => {
    const answer = await shared.client.post(await beginUpload(shared.client, 'errors'));
    expectRefusal(answer, 'method-unsupported');
    expect(answer.header('allow')).toBe('GET, HEAD, PATCH, PUT, DELETE');
  });

  it('carries a request id, another one each time [HTTP-01]', async () => {
    const [first, second] = [await shared.client.get('/v2/nothing'), await shared.client.get('/v2/nothing')];
    expect(first.getHeader('x-request-id')).not.toBe(second.getHeader('x-request-id'));
    await until(() => shared.registry.stdout.join('\n').includes(`"${second.getHeader('x-request-id')}"`));
  });
});
