import { shareRegistry } from '../harness/shared-registry.js';

describe('the ping', () => {
  const shared = shareRegistry();

  it('answers 200 with an empty JSON object and its length [END1-01, END1-05]', async () => {
    const answer = await shared.client.get('/v2/');
    expect(answer.status).toBe(200);
    expect(answer.text).toBe('{}');
    expect(answer.header('content-type')).toBe('application/json');
    expect(answer.header('content-length')).toBe('2');
  });

  it('answers HEAD, and the path without its slash, alike [END1-05]', async () => {
    const head = await shared.client.head('/v2/');
    expect([head.status, head.text, head.header('content-length')]).toEqual([200, '', '2']);
    const bare = await shared.client.get('/v2');
    expect([bare.status, bare.text]).toEqual([200, '{}']);
  });

  it.each(['/v2/', '/v2/_catalog', '/v2/absent/tags/list', '/v2/No/tags/list', '/v2/nothing-here'])(
    'names the version of the API on %s, also on a refusal [HDR-01]',
    async (path) => {
      const answer = await shared.client.get(path);
      expect(answer.header('docker-distribution-api-version')).toBe('registry/2.0');
    },
  );

  it.each(['/v2/', '/v2/_catalog', '/v2/absent/tags/list'])('sets no cookie on %s [HDR-03]', async (path) => {
    expect((await shared.client.get(path)).header('set-cookie')).toBeUndefined();
  });
});
