import 'reflect-metadata';
import { request as send, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import { RegistryInProcess } from '../testing/registry-in-process.js';
import { aDescription, filesOf } from '@margo-registry/margo/testing';
import { pushPackage } from '../testing/package-push.js';

const ORIGIN = 'https://catalogue.example.com';
const PART = '/api/v1/packages/acme%2Fpump-viewer/1.0.0/details';
const MANIFEST = '/v2/acme/pump-viewer/manifests/1.0.0';

describe('pages of other origins', () => {
  let registry: RegistryInProcess;
  const start = async (corsOrigins: string[]) => {
    registry = await RegistryInProcess.start({
      change: (settings) => {
        settings.http.corsOrigins = corsOrigins;
      },
    });
    await pushPackage(registry, 'acme/pump-viewer:1.0.0', filesOf(aDescription()));
  };
  afterEach(() => registry.stop());

  // `fetch` keeps Origin and the headers of preflights to itself.
  const ask = async (
    method: string,
    path: string,
    headers: Record<string, string> = { Origin: ORIGIN },
  ): Promise<{ status: number | undefined; headers: IncomingHttpHeaders }> => {
    const asked = send(new URL(path, registry.url), { method, headers }).end();
    const [answer] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
    answer.resume();
    await once(answer, 'end');
    return { status: answer.statusCode, headers: answer.headers };
  };
  const preflight = (path: string, method: string, origin = ORIGIN) =>
    ask('OPTIONS', path, { Origin: origin, 'Access-Control-Request-Method': method });

  it('are told nothing while no origin is set', async () => {
    await start([]);
    for (const { headers } of [
      await ask('GET', '/api/v1/packages'),
      await ask('GET', MANIFEST),
      await preflight(PART, 'GET'),
    ])
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it('of a named origin read lists, parts, pulls and refusals, without credentials', async () => {
    await start([ORIGIN]);
    for (const path of ['/api/v1/packages', PART, MANIFEST, '/v2/acme/none/manifests/1', '/api/v1/none']) {
      const { headers } = await ask('GET', path);
      expect([path, headers['access-control-allow-origin'], headers.vary]).toEqual([path, ORIGIN, 'Origin']);
      expect(headers['access-control-expose-headers']).toMatch(/Docker-Content-Digest/);
      expect(headers['access-control-allow-credentials']).toBeUndefined();
    }
  });

  it('of another origin get answers that a browser keeps from them and a cache keeps apart', async () => {
    await start([ORIGIN]);
    const { status, headers } = await ask('GET', '/api/v1/packages', { Origin: 'https://evil.example' });

    expect([status, headers['access-control-allow-origin'], headers.vary]).toEqual([
      200,
      undefined,
      'Origin',
    ]);
    expect((await preflight(PART, 'GET', 'https://evil.example')).headers).not.toHaveProperty(
      'access-control-allow-origin',
    );
  });

  it('are allowed the methods of the own API and only pulls of the protocol', async () => {
    await start([ORIGIN]);
    const own = await preflight('/api/v1/validate', 'POST');
    const protocol = await preflight(MANIFEST, 'PUT');

    expect([own.status, own.headers['access-control-allow-methods']]).toEqual([
      204,
      'GET, HEAD, POST, DELETE',
    ]);
    expect(own.headers['access-control-allow-headers']).toMatch(/Authorization/);
    expect([protocol.status, protocol.headers['access-control-allow-methods']]).toEqual([204, 'GET, HEAD']);
  });

  it('of every origin are let in by *, and still without credentials', async () => {
    await start(['*']);
    const { headers } = await ask('GET', '/api/v1/packages');

    expect(headers).toMatchObject({ 'access-control-allow-origin': '*' });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    expect(headers).not.toHaveProperty('vary');
  });

  it('see neither health nor tokens', async () => {
    await start(['*']);
    for (const path of ['/health/live', '/metrics', '/token'])
      expect((await ask('GET', path)).headers).not.toHaveProperty('access-control-allow-origin');
  });
});
