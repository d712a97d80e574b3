import { startMockAuth, TOKEN_KINDS, type MockAuth, type MockAuthControl } from '@margo-registry/mock-auth';
// eslint-disable-next-line @nx/enforce-module-boundaries -- tools/check is a folder of scripts and no project
import { findJudge, skippedLine } from '../../../../tools/check/judges.mjs';
import { RunningDistribution } from './running-distribution.js';

const REPOSITORY = 'acme/pump';
const ACCESS = [{ type: 'repository', name: REPOSITORY, actions: ['pull', 'push'] }];

/** Kinds whose flaw distribution does not look at: `typ`, and how large a token is as long as it arrives. */
const NOT_LOOKED_AT = ['valid', 'wrong-type', 'huge'];

const program = findJudge('registry');

describe('distribution with the preset of the mock', () => {
  if (program === undefined) {
    it('runs wherever CI runs', () => {
      process.stdout.write(`${skippedLine('registry')}\n`);
      expect(process.env['CI']).toBeUndefined();
    });
    return;
  }

  let mock: MockAuth;
  let issuer: MockAuthControl;
  let distribution: RunningDistribution;

  beforeAll(async () => {
    mock = await startMockAuth();
    issuer = await mock.control.createNamespace('distribution');
    await issuer.loadScenario({ presets: ['wfm', 'publisher'] });
    distribution = await RunningDistribution.start(program, await issuer.getPreset('distribution'));
  }, 60_000);
  afterAll(async () => {
    await distribution?.stop();
    await mock?.close();
  });

  const startUpload = async (token: string): Promise<number> => {
    const answer = await fetch(`${distribution.url}/v2/${REPOSITORY}/blobs/uploads/`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    return answer.status;
  };

  /** A login as clients do it: the challenge says where the token is. */
  const logIn = async (account: string): Promise<string> => {
    const challenge = (await fetch(`${distribution.url}/v2/`)).headers.get('www-authenticate') ?? '';
    const [realm = '', service = ''] = ['realm', 'service'].map(
      (name) => new RegExp(`${name}="(.*?)"`).exec(challenge)?.[1],
    );
    const url = `${realm}?service=${service}&scope=repository:${REPOSITORY}:pull,push`;
    const authorization = `Basic ${btoa(`${account}:${account}-secret`)}`;
    const { token } = (await (await fetch(url, { headers: { authorization } })).json()) as { token: string };
    return token;
  };

  it('lets a publisher push and a WFM only look', async () => {
    expect(await startUpload(await logIn('publisher'))).toBe(202);
    const token = await logIn('wfm');
    expect(await startUpload(token)).toBe(401);
    const ping = await fetch(`${distribution.url}/v2/`, { headers: { authorization: `Bearer ${token}` } });
    expect(ping.status).toBe(200);
  });

  it.each(['ES256', 'RS256'] as const)('accepts a minted %s token', async (alg) => {
    const { token } = await issuer.mint('valid', { alg, subject: 'publisher', claims: { access: ACCESS } });
    expect(await startUpload(token)).toBe(202);
  });

  it.each(TOKEN_KINDS.filter((kind) => !NOT_LOOKED_AT.includes(kind)))(
    'refuses a minted token that is %s',
    async (kind) => {
      const claims = kind === 'wrong-scope' ? {} : { access: ACCESS };
      const { token } = await issuer.mint(kind, { subject: 'publisher', claims });
      expect(await startUpload(token)).toBe(401);
    },
  );

  it('does not know a key that came after its start', async () => {
    await issuer.playKeys('rotate');
    expect(await startUpload(await logIn('publisher'))).toBe(401);
  });
});
