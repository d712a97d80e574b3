import { aManifest, digestOf } from '@margo-registry/oci/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { beginUpload, putManifest } from '../harness/pushes.js';
import { RawConnection } from '../harness/raw-connection.js';
import { expectRefusal } from '../harness/refusal.js';
import { shareRegistry } from '../harness/shared-registry.js';
import { expectSoundAfterEach } from '../harness/soundness.js';

const REPOSITORY = 'bad/requests';

const shared = shareRegistry();
expectSoundAfterEach(shared);

describe('Expect: 100-continue', () => {
  const expecting = async (line: string, length: number) => {
    const connection = await RawConnection.open(shared.registry.url);
    connection.writeHead(line, { 'Content-Length': length, Expect: '100-continue' });
    return connection;
  };

  it('is answered before a body that is wanted', async () => {
    const connection = await expecting(
      `POST /v2/${REPOSITORY}/blobs/uploads/?digest=${digestOf('wanted')}`,
      6,
    );
    expect((await connection.read()).status).toBe(100);
    connection.write('wanted');
    expect((await connection.read()).status).toBe(201);
    connection.close();
  });

  it('is not answered where the request is refused', async () => {
    const upload = await beginUpload(shared.client, REPOSITORY);
    const REFUSED = [
      [`POST /v2/${REPOSITORY}/blobs/uploads/?digest=sha256:short`, 10, 'digest-invalid'],
      ['POST /v2/Bad/blobs/uploads/', 10, 'name-invalid'],
      [`PATCH ${upload.replace('bad/requests', 'bad/other')}`, 10, 'blob-upload-unknown'],
      [`PUT /v2/${REPOSITORY}/manifests/large`, 5 * 1024 * 1024, 'manifest-too-large'],
      [`PUT ${upload}?digest=none`, 10, 'digest-invalid'],
    ] as const;
    for (const [line, length, reason] of REFUSED) {
      const connection = await expecting(line, length);
      expectRefusal(await connection.read(), reason);
      connection.close();
    }
  });
});

describe('a refusal of a large body', () => {
  it('comes while it is being sent, can be read, and ends the connection', async () => {
    const connection = await RawConnection.open(shared.registry.url);
    connection.writeHead('PUT /v2/Bad/manifests/v1', { 'Content-Length': 1024 ** 3 });
    const sending = setInterval(() => connection.write(Buffer.alloc(65_536)), 5);
    const answer = await connection.read();
    expectRefusal(answer, 'name-invalid');
    expect(answer.header('connection')).toBe('close');
    expect(await connection.readToEnd()).toHaveLength(0);
    clearInterval(sending);
    connection.close();
  });

  it('reaches a client that sends everything before it reads', async () => {
    const length = 5 * 1024 * 1024;
    const connection = await RawConnection.open(shared.registry.url);
    connection.socket.pause();
    connection.writeHead(`PUT /v2/${REPOSITORY}/manifests/large`, { 'Content-Length': length });
    connection.write(Buffer.alloc(length, ' '));
    await sleep(300);
    connection.socket.resume();
    expectRefusal(await connection.read(), 'manifest-too-large');
    connection.close();
  });

  it('leaves the connection to the next request where the rest is short', async () => {
    const connection = await RawConnection.open(shared.registry.url);
    connection.writeHead('PUT /v2/Bad/manifests/v1', { 'Content-Length': 1000 });
    connection.write('x'.repeat(1000));
    expectRefusal(await connection.read(), 'name-invalid');
    connection.writeHead('GET /v2/');
    expect((await connection.read()).status).toBe(200);
    connection.close();
  });

  it('of a manifest does not wait for the body', async () => {
    expectRefusal(await putManifest(shared.client, '/v2/Bad/manifests/v1', aManifest()), 'name-invalid');
  });
});
