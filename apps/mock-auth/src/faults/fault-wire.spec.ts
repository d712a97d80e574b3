import { request as httpRequest, type IncomingMessage } from 'node:http';
import { startMockAuth, type MockAuth } from '../start-mock-auth.js';

describe('a fault rule on the wire', () => {
  let mock: MockAuth;

  beforeAll(async () => {
    mock = await startMockAuth();
  });
  afterAll(() => mock.close());
  beforeEach(() => mock.reset());

  const basic = (id: string, secret = `${id}-secret`): string =>
    `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

  const post = (path: string, form: Record<string, string>, client = 'wfm'): Promise<Response> =>
    fetch(`${mock.url}${path}`, {
      method: 'POST',
      headers: { authorization: basic(client) },
      body: new URLSearchParams(form),
    });

  const askToken = (client = 'wfm'): Promise<Response> =>
    post('/oauth/token', { grant_type: 'client_credentials' }, client);

  const introspect = async (token: string): Promise<unknown> =>
    (await post('/oauth/introspect', { token }, 'registry')).json();

  const jwks = (): Promise<Response> => fetch(`${mock.url}/.well-known/jwks.json`);

  /** Without fetch's comfort: what arrived, and whether the answer was complete. */
  const rawGet = (
    path: string,
  ): Promise<{ status?: number; text: string; complete: boolean; headers: IncomingMessage['headers'] }> =>
    new Promise((resolve, reject) => {
      const asked = httpRequest(`${mock.url}${path}`, { agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('error', () => undefined);
        response.on('close', () =>
          resolve({
            status: response.statusCode,
            text,
            complete: response.complete,
            headers: response.headers,
          }),
        );
      });
      asked.on('error', reject).end();
    });

  const journal = async (): Promise<unknown[]> => [...(await mock.control.readJournal()).entries];

  it('answers a status with an OAuth error and Retry-After, so often as it says', async () => {
    await mock.control.setFault({ kind: 'status', endpoint: 'token', status: 503, retryAfter: 7, times: 1 });
    const refused = await askToken();
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('7');
    expect(await refused.json()).toMatchObject({ error: 'temporarily_unavailable' });
    expect((await askToken()).status).toBe(200);
    expect(await journal()).toMatchObject([
      { endpoint: 'token', client: 'wfm', status: 503, fault: 'fault-1' },
      { endpoint: 'token', client: 'wfm', status: 200, outcome: 'ok' },
    ]);
  });

  it('answers a body word for word', async () => {
    await mock.control.setFault({
      kind: 'status',
      endpoint: 'token',
      status: 400,
      body: '{"error":"slow_down"}',
    });
    expect(await (await askToken()).text()).toBe('{"error":"slow_down"}');
  });

  it('meets one client and leaves the others alone', async () => {
    await mock.control.setFault({ kind: 'status', endpoint: 'token', client: 'wfm', status: 500 });
    expect((await askToken('wfm')).status).toBe(500);
    expect((await askToken('publisher')).status).toBe(200);
  });

  it('meets the third introspection', async () => {
    await mock.control.setFault({ kind: 'status', endpoint: 'introspect', status: 500, skip: 2, times: 1 });
    const statuses: number[] = [];
    for (let call = 0; call < 4; call += 1) {
      statuses.push((await post('/oauth/introspect', { token: 'x' }, 'registry')).status);
    }
    expect(statuses).toEqual([200, 200, 500, 200]);
  });

  it('lets the right answer wait', async () => {
    await mock.control.setFault({ kind: 'latency', endpoint: 'jwks', delay: { ms: 300 } });
    const early = await Promise.race([jwks(), new Promise((resolve) => setTimeout(resolve, 100, 'waiting'))]);
    expect(early).toBe('waiting');
    const late = await jwks();
    expect(await late.json()).toHaveProperty('keys');
  });

  it('hangs until the caller gives up', async () => {
    await mock.control.setFault({ kind: 'hang', endpoint: 'jwks' });
    await expect(
      fetch(`${mock.url}/.well-known/jwks.json`, { signal: AbortSignal.timeout(200) }),
    ).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await journal()).toMatchObject([
      { endpoint: 'jwks', status: 0, outcome: 'no_answer', fault: 'fault-1' },
    ]);
  });

  it('resets the connection before an answer', async () => {
    await mock.control.setFault({ kind: 'reset', endpoint: 'jwks' });
    await expect(rawGet('/.well-known/jwks.json')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await journal()).toMatchObject([{ endpoint: 'jwks', status: 0, fault: 'fault-1' }]);
  });

  it('cuts the answer in its middle after it has announced all of it', async () => {
    const { text: whole } = await rawGet('/.well-known/jwks.json');
    await mock.control.setFault({ kind: 'cut', endpoint: 'jwks' });
    const cut = await rawGet('/.well-known/jwks.json');
    expect(cut).toMatchObject({ status: 200, complete: false });
    expect(Number(cut.headers['content-length'])).toBe(whole.length);
    expect(cut.text).toBe(whole.slice(0, whole.length / 2));
  });

  it('truncates the JSON and calls it complete', async () => {
    const { text: whole } = await rawGet('/.well-known/jwks.json');
    await mock.control.setFault({ kind: 'truncate', endpoint: 'jwks' });
    const half = await rawGet('/.well-known/jwks.json');
    expect(half).toMatchObject({ status: 200, complete: true, text: whole.slice(0, whole.length / 2) });
    expect(Number(half.headers['content-length'])).toBe(half.text.length);
  });

  it('answers JSON that does not parse', async () => {
    await mock.control.setFault({ kind: 'malformed', endpoint: 'token' });
    const answer = await askToken();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/json/);
    await expect(answer.json()).rejects.toThrow(/JSON/);
  });

  it('answers an HTML page under 200', async () => {
    await mock.control.setFault({ kind: 'html', endpoint: 'introspect' });
    const answer = await post('/oauth/introspect', { token: 'x' }, 'registry');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/html/);
    expect(await answer.text()).toMatch(/^<!doctype html>/);
  });

  it('answers with padding up to a size, and the JSON is still right', async () => {
    await mock.control.setFault({ kind: 'huge', endpoint: 'jwks', size: 300_000 });
    const answer = await jwks();
    const text = await answer.text();
    expect(text).toHaveLength(300_000);
    expect(JSON.parse(text)).toHaveProperty('keys');
  });

  it('dribbles the answer, which is whole at the end', async () => {
    const { text: whole } = await rawGet('/.well-known/jwks.json');
    await mock.control.setFault({ kind: 'dribble', endpoint: 'jwks', delay: { ms: 150 } });
    const chunks: string[] = [];
    const answer = await jwks();
    for await (const chunk of answer.body ?? []) chunks.push(Buffer.from(chunk).toString());
    expect(chunks.length).toBeGreaterThan(2);
    expect(chunks.join('')).toBe(whole);
  });

  it('shows the JWKS as it was when the rule was set', async () => {
    const shown = async (): Promise<{ keys: unknown[] }> =>
      (await (await jwks()).json()) as { keys: unknown[] };
    const before = await shown();
    await mock.control.setFault({ kind: 'stale-jwks' });
    await mock.control.playKeys('rotate');
    expect(await shown()).toEqual(before);
    await mock.control.clearFaults();
    expect((await shown()).keys).toHaveLength(before.keys.length + 1);
  });

  it('lies that a good token is inactive, and nothing but that', async () => {
    const { access_token: token } = (await (await askToken()).json()) as { access_token: string };
    expect(await introspect(token)).toMatchObject({ active: true, sub: 'wfm' });
    await mock.control.setFault({ kind: 'lie', active: false });
    expect(await introspect(token)).toEqual({ active: false });
  });

  it('lies that a bad token is active, with the claims that it carries', async () => {
    const { token } = await mock.control.mint('expired', { subject: 'publisher' });
    expect(await introspect(token)).toEqual({ active: false });
    await mock.control.setFault({ kind: 'lie', active: true });
    expect(await introspect(token)).toMatchObject({ active: true, sub: 'publisher' });
  });

  it('never meets control, so that a rule can be taken back', async () => {
    const { id } = await mock.control.setFault({ kind: 'reset' });
    await expect(jwks()).rejects.toThrow();
    expect(await mock.control.listFaults()).toMatchObject([{ id, matched: 1, applied: 1 }]);
    await mock.control.removeFault(id);
    expect((await jwks()).status).toBe(200);
  });

  it('lasts from one moment of the clock to another', async () => {
    await mock.control.moveClock({ frozen: true });
    await mock.control.setFault({ kind: 'status', status: 503, from: '+10m', until: '+15m' });
    const statuses: number[] = [];
    for (let step = 0; step < 4; step += 1) {
      statuses.push((await askToken()).status);
      await mock.control.advanceClock('5m');
    }
    expect(statuses).toEqual([200, 200, 503, 200]);
  });
});
