import { TOKEN_KINDS } from '@margo-registry/mock-auth';
// eslint-disable-next-line @nx/enforce-module-boundaries -- tools/check is a folder of scripts and no project
import { findJudge, skippedLine } from '../../../../tools/check/judges.mjs';
import { Client } from '../clients/client.js';
import { CLIENTS } from './registry-clients.js';
import { ForeignRegistry } from './foreign-registry.js';

/** Kinds whose flaw distribution does not look at: `typ`, and the size of what arrives. */
const NOT_LOOKED_AT = ['valid', 'wrong-type', 'huge'];

const distribution = findJudge('registry');

/** A registry of others in front of which the mock stands: its tokens are not only ours to read. */
describe('distribution with the preset of the mock', () => {
  if (distribution === undefined) announceAbsence('registry');
  else describeTokens(distribution);
});

function announceAbsence(judge: string): void {
  it(`meets ${judge} wherever CI runs`, () => {
    process.stdout.write(`${skippedLine(judge)}\n`);
    expect(process.env['CI']).toBeUndefined();
  });
}

function describeTokens(program: string): void {
  let registry: ForeignRegistry;
  beforeAll(async () => void (registry = await ForeignRegistry.start(program)), 30_000);
  afterAll(() => registry.stop());

  const list = async (token?: string): Promise<number> =>
    (await registry.fetch('/v2/acme/pump/tags/list', token)).status;
  const claims = { access: [{ type: 'repository', name: 'acme/pump', actions: ['pull'] }] };

  it.each(['ES256', 'RS256'] as const)('takes a good %s token', async (alg) => {
    expect(await list()).toBe(401);
    expect(await list((await registry.control.mint('valid', { alg, claims })).token)).toBe(404);
  });

  it.each(TOKEN_KINDS.filter((kind) => !NOT_LOOKED_AT.includes(kind)))(
    'refuses a token that is %s',
    async (kind) => {
      const { token } = await registry.control.mint(kind, kind === 'wrong-scope' ? {} : { claims });
      expect(await list(token)).toBe(401);
    },
  );

  it('takes a token of client credentials for the repository that its scope names', async () => {
    const answer = await fetch(`${registry.control.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'wfm',
        client_secret: 'wfm-secret',
        scope: 'repository:acme/pump:pull',
      }),
    });
    const { access_token } = (await answer.json()) as { access_token: string };
    expect(await list(access_token)).toBe(404);
    expect((await registry.fetch('/v2/acme/fan/tags/list', access_token)).status).toBe(401);
  });

  describe.each(CLIENTS)('by $judge', ({ judge, login, push, pull }) => {
    const client = findJudge(judge);
    if (client === undefined) return announceAbsence(judge);

    it('lets the publisher push, the WFM pull and not push, and nobody in with a wrong password', async () => {
      const [publisher, wfm] = [await Client.open(client), await Client.open(client)];
      const reference = `${registry.host}/acme/${judge}:1.0.0`;
      const as = (who: Client, account: string, password: string): Promise<unknown> =>
        login(who, { host: registry.host, account, password });
      const wrong = as(publisher, 'publisher', 'wrong').then(() => push(publisher, reference));
      await expect(wrong).rejects.toThrow(/ended with/);
      await as(publisher, 'publisher', 'publisher-secret');
      await push(publisher, reference);
      await as(wfm, 'wfm', 'wfm-secret');
      await pull(wfm, reference);
      await expect(push(wfm, `${registry.host}/acme/${judge}:2.0.0`)).rejects.toThrow(/ended with/);
      await Promise.all([publisher.close(), wfm.close()]);
    });
  });

  // The last one: what distribution knows of keys is old from here on.
  it('does not know a key that came after its start', async () => {
    await registry.control.playKeys('rotate');
    expect(await list((await registry.control.mint('valid', { claims })).token)).toBe(401);
  });
}
