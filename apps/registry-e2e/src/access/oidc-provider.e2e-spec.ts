import { rm } from 'node:fs/promises';
import { pushImage } from '../harness/pushes.js';
import { RunningRegistry } from '../harness/running-registry.js';
import { BearerClient } from './guarded-registry.js';
import { basicOf, writeAccounts, type AccountsPlace } from './local-accounts.js';
import { OidcServer, type TokenFormat } from './oidc-server.js';

const RULES = [
  { claim: 'client_id=publisher', repository: 'acme/*', actions: ['pull', 'push'] },
  { claim: 'client_id=wfm', repository: '*', actions: ['pull'] },
];

describe.each<TokenFormat>(['jwt', 'opaque'])(
  'oidc-provider as the authorization server, with %s tokens',
  (format) => {
    let server: OidcServer;
    let place: AccountsPlace;
    let registry: RunningRegistry;
    beforeAll(async () => {
      server = await OidcServer.start(format);
      place = await writeAccounts(RULES);
      const environment = {
        REGISTRY_SETTINGS: place.environment['REGISTRY_SETTINGS']!,
        REGISTRY_ACCESS_MODE: 'bearer',
        REGISTRY_ACCESS_REALM: server.tokenUrl,
        ...(format === 'jwt' ? server.jwksEnvironment : server.introspectionEnvironment),
      };
      registry = await RunningRegistry.start({ environment });
    }, 60_000);
    afterAll(async () => {
      await registry.stop();
      await server.stop();
      await rm(place.directory, { recursive: true });
    });

    async function clientOf(name: string): Promise<BearerClient> {
      const body = new URLSearchParams({ grant_type: 'client_credentials' });
      const answer = await fetch(server.tokenUrl, { method: 'POST', body, headers: basicOf(name) });
      const { access_token: token } = (await answer.json()) as { access_token: string };
      return new BearerClient(registry.url, token);
    }

    it('lets a client push and pull with the token that it fetched there, as far as the rules go', async () => {
      const [publisher, wfm, nobody] = await Promise.all(['publisher', 'wfm', 'registry'].map(clientOf));
      await pushImage(publisher!, 'acme/app', 'v1');
      expect((await wfm!.get('/v2/acme/app/manifests/v1')).status).toBe(200);
      expect((await wfm!.get('/v2/_catalog')).json).toEqual({ repositories: ['acme/app'] });
      expect((await wfm!.post('/v2/acme/app/blobs/uploads/')).status).toBe(403);
      expect((await publisher!.post('/v2/other/app/blobs/uploads/')).status).toBe(403);
      expect((await nobody!.get('/v2/acme/app/manifests/v1')).status).toBe(403);
      await Promise.all([publisher!.close(), wfm!.close(), nobody!.close()]);
    });
  },
);
