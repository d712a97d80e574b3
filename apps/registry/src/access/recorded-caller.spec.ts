import 'reflect-metadata';
import { aManifest } from '@margo-registry/oci/testing';
import { RegistryInProcess } from '../testing/registry-in-process.js';
import { OwnTokens } from './token-service/own-tokens.js';

describe('what a caller leaves behind', () => {
  let registry: RegistryInProcess;
  beforeAll(async () => {
    registry = await RegistryInProcess.start({
      change: ({ access, collection }) => {
        Object.assign(access, { mode: 'bearer', anonymousPull: ['public/*'] });
        // Then every touch is due.
        collection.grace = 0;
      },
    });
  });
  afterAll(() => registry.stop());

  const send = async (method: string, path: string, body?: string, headers: Record<string, string> = {}) => {
    const access = [{ type: 'repository' as const, name: 'acme/app', actions: ['*'] }];
    const tokens = registry.app.get(OwnTokens, { strict: false });
    const { token } = await tokens.sign({ subject: 'alice', access });
    return registry.fetch(path, { method, body, headers: { ...headers, authorization: `Bearer ${token}` } });
  };

  it('is their name beside the manifests that they pushed', async () => {
    const { digest } = await pushEmptyBlob();
    const manifest = aManifest().build();
    const pushed = await send('PUT', '/v2/acme/app/manifests/v1', Buffer.from(manifest).toString(), {
      'content-type': 'application/vnd.oci.image.manifest.v1+json',
    });
    const { items } = await registry.metadata.queries.listManifestFacts('acme/app', { limit: 9 });

    expect([digest, pushed.status]).toEqual([expect.stringMatching(/^sha256:/), 201]);
    expect(items.map(({ pushedBy }) => pushedBy)).toEqual(['alice']);
  });

  it('is no touch of a blob by somebody who may only read it', async () => {
    const { digest } = await pushEmptyBlob();
    const touchedAt = async () => (await registry.metadata.queries.findBlob('acme/app', digest))?.touchedAt;
    const before = await touchedAt();
    const tokens = registry.app.get(OwnTokens, { strict: false });
    const access = [{ type: 'repository' as const, name: 'acme/app', actions: ['pull'] }];
    const { token } = await tokens.sign({ subject: 'reader', access });
    const answer = await registry.fetch(`/v2/acme/app/blobs/${digest}`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${token}` },
    });

    expect([answer.status, await touchedAt()]).toEqual([200, before]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await send('HEAD', `/v2/acme/app/blobs/${digest}`);
    expect(await touchedAt()).toBeGreaterThan(before ?? Infinity);
  });

  async function pushEmptyBlob(): Promise<{ digest: string }> {
    const digest = 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';
    await send('POST', `/v2/acme/app/blobs/uploads/?digest=${digest}`, '{}');
    return { digest };
  }
});
