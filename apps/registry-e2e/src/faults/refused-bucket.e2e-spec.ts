import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expectRefusedStart } from './expect-refused-start.js';

describe('a start on a service that refuses the bucket', () => {
  let service: Server;
  let refusal: { status: number; code: string };

  beforeAll(async () => {
    service = createServer((request, response) => {
      request.resume().on('end', () => {
        const body = `<Error><Code>${refusal.code}</Code><Message>made for a test</Message></Error>`;
        response.writeHead(refusal.status, { 'content-type': 'application/xml' }).end(body);
      });
    }).listen(0, '127.0.0.1');
    await once(service, 'listening');
  });
  afterAll(async () => {
    service.closeAllConnections();
    service.close();
    await once(service, 'close');
  });

  it.each([
    [403, 'AccessDenied', /allow this key to read, write, delete and list/],
    [403, 'SignatureDoesNotMatch', /secret key/],
    [404, 'NoSuchBucket', /does not exist; create it/],
    [503, 'SlowDown', /asks to slow down/],
  ])(
    'is refused at %s %s with a sentence that names the bucket and the remedy',
    async (status, code, reason) => {
      refusal = { status, code };
      const environment = {
        REGISTRY_BLOBS_DRIVER: 's3',
        REGISTRY_BLOBS_ENDPOINT: `http://127.0.0.1:${(service.address() as AddressInfo).port}`,
        REGISTRY_BLOBS_BUCKET: 'packages',
        REGISTRY_BLOBS_ACCESS_KEY: 'registry',
        REGISTRY_BLOBS_SECRET_KEY: 'a-secret-that-nobody-reads',
      };
      await expectRefusedStart(environment, /bucket "packages"/, reason);
    },
  );
});
