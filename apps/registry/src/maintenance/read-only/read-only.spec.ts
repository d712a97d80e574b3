import 'reflect-metadata';
import { RegistryInProcess } from '../../testing/registry-in-process.js';

const MODE = '/api/v1/maintenance/read-only';
const UPLOADS = '/v2/acme/hello/blobs/uploads/';
const WHY = 'the disks move';

describe('a registry that is read-only', () => {
  let registry: RegistryInProcess;
  let upload: string;
  const ask = (method: string, path: string, body?: string) => registry.fetch(path, { method, body });
  const collect = (query = '') => ask('POST', `/api/v1/maintenance/collect${query}`);

  beforeAll(async () => {
    registry = await RegistryInProcess.start();
    upload = (await ask('POST', UPLOADS)).headers.get('location')!;
    expect((await ask('PATCH', upload, 'half')).status).toBe(202);
    const switched = await ask('PUT', `${MODE}?reason=${encodeURIComponent(WHY)}`);
    expect(await switched.json()).toEqual({
      readOnly: true,
      since: expect.stringMatching(/Z$/),
      by: null,
      reason: WHY,
    });
  });
  afterAll(() => registry.stop());

  it.each([
    ['POST', UPLOADS],
    ['PATCH', '(upload)'],
    ['PUT', '(upload)'],
    ['DELETE', '(upload)'],
    ['PUT', '/v2/acme/hello/manifests/v1'],
    ['DELETE', '/v2/acme/hello/manifests/v1'],
    ['DELETE', `/v2/acme/hello/blobs/sha256:${'a'.repeat(64)}`],
  ])('refuses %s %s with the error of the protocol, who, since when and why', async (method, path) => {
    const answer = await ask(method, path.replace('(upload)', upload), method === 'DELETE' ? undefined : 'x');

    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '30']);
    expect(await answer.json()).toEqual({
      errors: [
        {
          code: 'UNAVAILABLE',
          message: expect.stringMatching(/read-only since 2.*an administrator .*\(the disks move\).*repeat/),
          detail: { since: expect.any(String), by: null, reason: WHY },
        },
      ],
    });
  });

  it.each([
    ['DELETE', '/api/v1/repositories/acme%2Fhello'],
    ['POST', '/api/v1/maintenance/collect'],
    ['POST', '/api/v1/maintenance/sweep-orphans'],
  ])('refuses %s %s with a problem', async (method, path) => {
    const answer = await ask(method, path);

    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '30']);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({
      type: expect.stringMatching(/#read-only$/),
      context: { reason: WHY },
    });
  });

  it('answers what changes no content: reads, a validation, what would be collected, a backup', async () => {
    expect((await ask('GET', '/v2/_catalog')).status).toBe(200);
    expect((await ask('GET', upload)).status).toBe(204);
    expect((await ask('POST', '/api/v1/validate?reference=acme/none:1')).status).toBe(404);
    expect((await collect('?dryRun=true')).status).toBe(200);
    const begun = await ask('POST', '/api/v1/maintenance/backups');
    expect(begun.status).toBe(200);
    const { id } = (await begun.json()) as { id: string };
    expect((await ask('GET', `/api/v1/maintenance/backups/${id}/facts`)).status).toBe(200);
    expect((await ask('DELETE', `/api/v1/maintenance/backups/${id}`)).status).toBe(204);
  });

  it('is ready, and says that it is read-only there, in its metrics and when it is asked', async () => {
    const ready = await ask('GET', '/health/ready');
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ info: { mode: { status: 'up', readOnly: true } } });
    expect(await (await ask('GET', '/metrics')).text()).toMatch(/^margo_registry_read_only 1$/m);
    expect(await (await ask('GET', MODE)).json()).toMatchObject({ readOnly: true, reason: WHY });
  });

  it('keeps the first reason, and takes none that is absent or no line of text', async () => {
    expect(await (await ask('PUT', `${MODE}?reason=another`)).json()).toMatchObject({ reason: WHY });
    for (const query of ['', '?reason=', '?reason=%20', '?reason=a%0Ab', `?reason=${'x'.repeat(201)}`])
      expect((await ask('PUT', `${MODE}${query}`)).status).toBe(400);
  });

  it('goes on with an open upload where it was, once it is switched off', async () => {
    expect(await (await ask('DELETE', MODE)).json()).toEqual({ readOnly: false });
    expect((await ask('GET', upload)).headers.get('range')).toBe('0-3');
    expect((await ask('PATCH', upload, 'more')).status).toBe(202);
    expect((await collect()).status).toBe(200);
    expect(await (await ask('GET', '/metrics')).text()).toMatch(/^margo_registry_read_only 0$/m);
  });
});

it('asks who somebody is before it tells them that a registry is read-only', async () => {
  const registry = await RegistryInProcess.start({
    change: ({ access }) => Object.assign(access, { mode: 'bearer', anonymousPull: ['*'] }),
  });
  await registry.metadata.commands.enterReadOnly({ by: 'alice', reason: WHY });
  const answer = await registry.fetch(UPLOADS, { method: 'POST' });
  await registry.stop();

  expect(answer.status).toBe(401);
});
