// eslint-disable-next-line @nx/enforce-module-boundaries -- tools/servers is a folder of scripts and no project
import { nginxTlsSite } from '../../../../tools/servers/nginx.mjs';
import { rm } from 'node:fs/promises';
import { writeAccounts, basicOf, type AccountsPlace } from '../access/local-accounts.js';
import { until } from '../harness/condition.js';
import { describeWithServers } from '../harness/describe-with-servers.js';
import { readGuide } from '../harness/guide.js';
import { CLIENT, TlsProxy, carryLayer } from './tls-proxy.js';

const PUBLIC_URL = 'https://registry.plant.example';

describeWithServers('a registry behind nginx with TLS', ['nginx'], ({ nginx }) => {
  describe('in open access', () => {
    let proxy: TlsProxy;
    beforeAll(async () => {
      proxy = await TlsProxy.start(nginx, { REGISTRY_HTTP_PUBLIC_URL: PUBLIC_URL });
    });
    afterAll(() => proxy?.stop());

    it('carries a layer of 64 MiB both ways, byte for byte', async () => {
      const { status, pushed, pulled } = await carryLayer(proxy, 64);
      expect([status, pulled]).toEqual([201, pushed]);
    });

    it('leads a client to locations that stay on nginx, whatever its headers claim', async () => {
      const forged = { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'http' };
      const begun = await proxy.send('POST', '/v2/plant/small/blobs/uploads/', forged);
      begun.resume();
      expect(begun.statusCode).toBe(202);
      expect(begun.headers.location).toMatch(/^\/v2\/plant\/small\/blobs\/uploads\//);
    });
  });

  describe('with local accounts', () => {
    let accounts: AccountsPlace;
    let proxy: TlsProxy;
    beforeAll(async () => {
      accounts = await writeAccounts();
      proxy = await TlsProxy.start(nginx, {
        ...accounts.environment,
        REGISTRY_HTTP_PUBLIC_URL: PUBLIC_URL,
        REGISTRY_ACCESS_TRUSTED_PROXIES: '127.0.0.1',
      });
    });
    afterAll(async () => {
      await proxy?.stop();
      await rm(accounts.directory, { recursive: true });
    });

    it('sends a client to /token under its public name, never under the one of a forged header', async () => {
      const headers = { 'X-Forwarded-Host': 'evil.example', Host: 'evil.example' };
      const refused = await proxy.send('GET', '/v2/', headers);
      refused.resume();
      expect(refused.statusCode).toBe(401);
      expect(refused.headers['www-authenticate']).toContain(`realm="${PUBLIC_URL}/token"`);
    });

    it('knows the address of a guesser from nginx, and not from what the guesser says', async () => {
      const headers = { ...basicOf('publisher', 'wrong'), 'X-Forwarded-For': '203.0.113.9' };
      const refused = await proxy.send('GET', '/token?service=margo-registry', headers);
      refused.resume();
      expect(refused.statusCode).toBe(401);
      const find = () => proxy.registry.stdout.find((line) => line.includes('"msg":"login"'));
      await until(() => find() !== undefined);
      expect(JSON.parse(find()!)).toMatchObject({ account: 'publisher', address: CLIENT });
    });
  });

  it('is set up as the guide to TLS shows it', async () => {
    const { blocks } = await readGuide('tls-in-a-closed-network');
    const files = { certificate: '/etc/margo/tls/server.crt', key: '/etc/margo/tls/server.key' };
    expect(blocks('nginx')).toEqual([nginxTlsSite('443', { registry: '127.0.0.1:5000', ...files })]);
  });
});
