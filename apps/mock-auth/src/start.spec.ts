import 'reflect-metadata';
import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { pino } from 'pino';
import { get, post } from './testing/requests.js';
import { readSetUp } from './set-up.js';
import { start } from './start.js';

const linesOf = (stream: PassThrough): Record<string, unknown>[] =>
  ((stream.read() as Buffer | null) ?? '')
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('a start', () => {
  it('warns that this is a mock, says where it listens, and ends cleanly', async () => {
    const stream = new PassThrough();
    const logger = pino({ base: null, messageKey: 'msg' }, stream);
    const mock = await start(await readSetUp({ MOCK_AUTH_HTTP_PORT: '0' }), logger);
    const lines = linesOf(stream);
    expect(lines.find(({ level }) => level === 40)?.msg).toMatch(/is a mock/);
    expect(lines.find(({ msg }) => msg === 'listening')?.url).toBe(mock.url);
    for (const probe of ['live', 'ready', 'startup'])
      expect((await get(`${mock.url}/health/${probe}`)).json).toEqual({ status: 'ok' });
    await mock.stop();
    await expect(fetch(mock.url)).rejects.toThrow();
    expect(linesOf(stream).at(-1)?.msg).toBe('stopped');
  });

  it('logs requests without their secrets', async () => {
    const stream = new PassThrough();
    const mock = await start(
      await readSetUp({ MOCK_AUTH_HTTP_PORT: '0' }),
      pino({ messageKey: 'msg' }, stream),
    );
    const form = { grant_type: 'client_credentials', client_id: 'wfm', client_secret: 'wfm-secret' };
    const { json } = await post(`${mock.url}/oauth/token?client_secret=wfm-secret`, form);
    await get(`${mock.url}/token`, { basic: 'wfm:wfm-secret' });
    await mock.stop();
    const text = String(stream.read());
    expect(text).toContain('"path":"/oauth/token"');
    expect(text).not.toContain('wfm-secret');
    expect(text).not.toContain(String(json.access_token).split('.')[2]);
  });

  it('lets a request under way end before it stops', async () => {
    const mock = await start(await readSetUp({ MOCK_AUTH_HTTP_PORT: '0' }), pino({ level: 'silent' }));
    mock.worlds.root.faults.add({ kind: 'latency', endpoint: 'jwks', delay: { ms: 300 } });
    const answer = get(`${mock.url}/.well-known/jwks.json`);
    while (mock.worlds.root.faults.list()[0]?.applied === 0) await setTimeout(5);
    const stopped = mock.stop();
    expect((await answer).status).toBe(200);
    await stopped;
  });

  it('does not wait for ever for what a fault keeps hanging', async () => {
    const mock = await start(await readSetUp({ MOCK_AUTH_HTTP_PORT: '0' }), pino({ level: 'silent' }));
    mock.worlds.root.faults.add({ kind: 'hang', endpoint: 'jwks' });
    const answer = get(`${mock.url}/.well-known/jwks.json`).catch((error: Error) => error.message);
    while (mock.worlds.root.faults.list()[0]?.applied === 0) await setTimeout(5);
    await mock.stop(50);
    expect(await answer).toMatch(/failed/);
  });

  it('refuses a port that somebody has, with the remedy', async () => {
    const logger = pino({ level: 'silent' });
    const first = await start(await readSetUp({ MOCK_AUTH_HTTP_PORT: '0' }), logger);
    const setUp = await readSetUp({ MOCK_AUTH_HTTP_PORT: new URL(first.url).port });
    await expect(start(setUp, logger)).rejects.toThrow(/EADDRINUSE.*MOCK_AUTH_HTTP_PORT/);
    await first.stop();
  });
});
