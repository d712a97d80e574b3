import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSetUp } from './set-up.js';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'margo-mock-auth-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileWith(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

describe('the set-up', () => {
  it('knows the development identities without any file', async () => {
    const { identities, settings } = await readSetUp({});
    expect(settings.http).toMatchObject({ host: '127.0.0.1', port: 5001 });
    expect(settings.tokens.audience).toBe('margo-registry');
    for (const name of ['wfm', 'publisher', 'admin', 'registry'])
      expect(identities.findAccount(name, `${name}-secret`)?.subject).toBe(name);
    expect(identities.findClient('registry')?.introspect).toBe(true);
    expect(identities.findClient('wfm')?.introspect).toBe(false);
  });

  it('refuses production unless it is told twice', async () => {
    await expect(readSetUp({ NODE_ENV: 'production' })).rejects.toThrow(
      /MOCK_AUTH_ALLOW_PRODUCTION=yes-this-is-a-mock/,
    );
    await expect(readSetUp({ NODE_ENV: 'production', MOCK_AUTH_ALLOW_PRODUCTION: 'true' })).rejects.toThrow(
      /must be/,
    );
    const allowed = { NODE_ENV: 'production', MOCK_AUTH_ALLOW_PRODUCTION: 'yes-this-is-a-mock' };
    await expect(readSetUp(allowed)).resolves.toHaveProperty('identities');
  });

  it('reads identities from a file, with the bundle beside it', async () => {
    const { createTrustDomain } = await import('./svid/trust-domain.js');
    await fileWith('bundle.pem', createTrustDomain('plant.example').bundle);
    const path = await fileWith(
      'identities.yaml',
      'clients:\n  - id: device\n    secret: s\ntrustDomains:\n  - name: plant.example\n    bundleFile: bundle.pem\n',
    );
    const { identities } = await readSetUp({ MOCK_AUTH_IDENTITIES: path });
    expect(identities.findClient('wfm')).toBeUndefined();
    expect(identities.findClient('device')).toBeDefined();
    expect(identities.findTrustDomain('plant.example')?.anchors).toHaveLength(1);
  });

  it('names the file and every fault of identities that cannot be used', async () => {
    const path = await fileWith(
      'bad.yaml',
      'clients:\n  - secret: s\n    rights:\n      - repository: A*\n        actions: [own]\n',
    );
    const message = await readSetUp({ MOCK_AUTH_IDENTITIES: path }).catch((error: Error) => error.message);
    for (const part of ['bad.yaml', 'clients[0].id', 'rights[0].repository', 'rights[0].actions'])
      expect(message).toContain(part);
  });

  it('takes settings from a file and lets the environment win', async () => {
    const path = await fileWith('settings.yaml', 'http:\n  port: 7000\ntokens:\n  lifetime: 10m\n');
    const { settings } = await readSetUp({ MOCK_AUTH_SETTINGS: path, MOCK_AUTH_HTTP_PORT: '7001' });
    expect([settings.http.port, settings.tokens.lifetime]).toEqual([7001, 600_000]);
  });
});
