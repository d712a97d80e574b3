import { startMockAuth, TOKEN_KINDS, type MockAuth, type MockAuthControl } from '@margo-registry/mock-auth';
import { RunningRegistry } from '../harness/running-registry.js';

const REPOSITORY = 'acme/pump';
const SCOPE = `repository:${REPOSITORY}:pull,push`;

describe('the registry with the preset of the mock', () => {
  let mock: MockAuth;
  let issuer: MockAuthControl;
  let registry: RunningRegistry | undefined;

  beforeAll(async () => {
    mock = await startMockAuth();
    issuer = await mock.control.createNamespace('preset');
    await issuer.loadScenario({ presets: ['wfm', 'publisher', 'auditor', 'registry'] });
    await restart();
  }, 60_000);
  const restart = async (): Promise<void> => {
    await registry?.stop();
    const { environment } = await issuer.getPreset('margo-registry');
    registry = await RunningRegistry.start({ environment });
  };
  afterAll(async () => {
    await registry?.stop();
    await mock?.close();
  });

  const startUpload = async (authorization: string): Promise<number> => {
    const path = `/v2/${REPOSITORY}/blobs/uploads/`;
    const answer = await fetch(`${registry?.url}${path}`, { method: 'POST', headers: { authorization } });
    return answer.status;
  };

  it.each([
    ['ES256', 'jwt'],
    ['RS256', 'jwt'],
    ['ES256', 'opaque'],
  ] as const)('takes a good %s token, %s', async (alg, format) => {
    const { token } = await issuer.mint('valid', { alg, format, subject: 'publisher', scope: SCOPE });
    expect(await startUpload(`Bearer ${token}`)).toBe(202);
  });

  /** A strange size is no flaw as long as the registry takes the header; it refuses larger ones by itself. */
  it.each(TOKEN_KINDS.filter((kind) => kind !== 'valid'))(
    'refuses a token that is %s, and not by 500',
    async (kind) => {
      const { token } = await issuer.mint(kind, {
        subject: 'publisher',
        scope: kind === 'wrong-scope' ? undefined : SCOPE,
      });
      expect([401, 403, 431]).toContain(await startUpload(`Bearer ${token}`));
    },
  );

  it('lets a login through to the mock', async () => {
    const authorization = `Basic ${btoa('publisher:publisher-secret')}`;
    const answer = await fetch(`${registry?.url}/token?service=margo-registry&scope=${SCOPE}`, {
      headers: { authorization },
    });
    const { token } = (await answer.json()) as { token: string };
    expect(await startUpload(`Bearer ${token}`)).toBe(202);
    const { entries } = await issuer.readJournal({ endpoint: 'docker-token', client: 'publisher' });
    expect(entries).toHaveLength(1);
  });

  /** Each on a registry of its own: after some of them it keeps away from the introspection for a while. */
  it.each([
    { kind: 'lie', active: false, answered: 401 },
    { kind: 'status', status: 500, answered: 503 },
    { kind: 'reset', answered: 503 },
    { kind: 'cut', answered: 503 },
    { kind: 'truncate', answered: 503 },
    { kind: 'malformed', answered: 503 },
    { kind: 'html', answered: 503 },
    { kind: 'hang', answered: 503 },
  ] as const)('lets nobody push when introspection goes wrong: $kind', async ({ answered, ...rule }) => {
    const { token } = await issuer.mint('valid', { format: 'opaque', subject: 'publisher', scope: SCOPE });
    await restart();
    await issuer.setFault({ endpoint: 'introspect', ...rule });
    expect(await startUpload(`Bearer ${token}`)).toBe(answered);
    expect((await issuer.listFaults()).map(({ applied }) => applied > 0)).toEqual([true]);
    await issuer.clearFaults();
  });
});
