import 'reflect-metadata';
import { createRequire } from 'node:module';
import { RegistryInProcess } from '../testing/registry-in-process.js';
import { aDescription, filesOf } from '@margo-registry/margo/testing';
import { pushPackage } from '../testing/package-push.js';

interface Answer {
  readonly content?: Readonly<Record<string, { schema: object }>>;
}
interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<
    Record<string, Record<string, { operationId: string; responses: Record<string, Answer> }>>
  >;
}
interface Ajv {
  addSchema(schema: object, key: string): Ajv;
  compile(schema: object): { (value: unknown): boolean; errors?: unknown };
}

// NOTE the version of ajv that knows JSON Schema 2020-12 is installed beside the rules of packages.
const load = createRequire(import.meta.resolve('@margo-registry/margo'));
const { Ajv2020 } = load('ajv/dist/2020.js') as { Ajv2020: new (options: object) => Ajv };

const OWN = /^\/(api\/v1|health|metrics)(\/|$)/;
const PACKAGE = '/api/v1/packages/acme%2Fpump-viewer/1.0.0';
const TEMPLATE = '/api/v1/packages/{repository}/{reference}';

describe('the OpenAPI document', () => {
  let registry: RegistryInProcess;
  let document: OpenApi;
  const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true, binary: true } });

  beforeAll(async () => {
    registry = await RegistryInProcess.start();
    document = (await (await registry.fetch('/api/v1/openapi.json')).json()) as OpenApi;
    ajv.addSchema(document, 'document');
    await pushPackage(registry, 'acme/pump-viewer:1.0.0', filesOf(aDescription()));
  });
  afterAll(() => registry.stop());

  const documented = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );

  it('is of version 3.1 and holds every route beside the protocol, and no other', () => {
    const routes = registry.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
    expect(document.openapi).toBe('3.1.0');
    expect(documented().sort()).toEqual(ownRoutesOf(routes).sort());
  });

  it('gives each operation an id of its own', () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says of each parameter what it is for and what it may be', () => {
    expect(document.paths['/api/v1/packages']).toMatchObject({
      get: {
        parameters: expect.arrayContaining([
          expect.objectContaining({
            name: 'n',
            in: 'query',
            required: false,
            description: 'Size of a page.',
            schema: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
          }),
        ]),
      },
    });
    expect(JSON.stringify(document)).not.toContain('undefined');
  });

  it.each([
    ['GET', '/api/v1/openapi.json', '/api/v1/openapi.json'],
    ['GET', '/api/v1/packages', '/api/v1/packages'],
    ['GET', '/api/v1/packages?n=0', '/api/v1/packages'],
    ['GET', PACKAGE, TEMPLATE],
    ['GET', '/api/v1/packages/acme%2Fnone/1', TEMPLATE],
    ['GET', `${PACKAGE}/report`, `${TEMPLATE}/report`],
    ['GET', `${PACKAGE}/report?format=sarif`, `${TEMPLATE}/report`],
    ['GET', `${PACKAGE}/report?format=text`, `${TEMPLATE}/report`],
    ['GET', `${PACKAGE}/description`, `${TEMPLATE}/{part}`],
    ['GET', `${PACKAGE}/nothing`, `${TEMPLATE}/{part}`],
    ['GET', '/api/v1/repositories', '/api/v1/repositories'],
    ['GET', '/api/v1/repositories?n=x', '/api/v1/repositories'],
    ['GET', '/api/v1/repositories/acme%2Fpump-viewer', '/api/v1/repositories/{name}'],
    ['DELETE', '/api/v1/repositories/ACME', '/api/v1/repositories/{name}'],
    ['POST', '/api/v1/validate?reference=acme/pump-viewer:1.0.0', '/api/v1/validate'],
    ['POST', '/api/v1/validate?reference=acme/none:1', '/api/v1/validate'],
    ['POST', '/api/v1/validate', '/api/v1/validate'],
    ['POST', '/api/v1/maintenance/collect?dryRun=true', '/api/v1/maintenance/collect'],
    ['POST', '/api/v1/maintenance/collect?dryRun=perhaps', '/api/v1/maintenance/collect'],
    ['POST', '/api/v1/maintenance/sweep-orphans', '/api/v1/maintenance/sweep-orphans'],
    ['GET', '/health/live', '/health/live'],
    ['GET', '/health/ready', '/health/ready'],
    ['GET', '/health/startup', '/health/startup'],
    ['GET', '/metrics', '/metrics'],
  ])('tells the truth about %s %s', async (method, path, template) => {
    const answer = await registry.fetch(path, { method });
    const mediaType = answer.headers.get('content-type')?.split(';')[0] ?? '';
    const content = document.paths[template]?.[method.toLowerCase()]?.responses[answer.status]?.content;
    expect([answer.status, Object.keys(content ?? {})]).toEqual([
      answer.status,
      expect.arrayContaining([mediaType]),
    ]);
    const text = await answer.text();
    const check = ajv.compile(
      JSON.parse(JSON.stringify(content?.[mediaType]?.schema).replaceAll('"#/', '"document#/')) as object,
    );
    check(mediaType.endsWith('json') ? JSON.parse(text) : text);
    expect(check.errors ?? []).toEqual([]);
  });

  it('has routes that name the methods they take to whoever uses another one', async () => {
    const answer = await registry.fetch('/api/v1/validate', { method: 'GET' });
    const nowhere = await registry.fetch('/api/v1/nothing', { method: 'PUT' });

    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(nowhere.status).toBe(404);
  });
});

/** What Fastify's router prints, one indented line for each segment, as `METHOD /path/{parameter}`. */
function ownRoutesOf(printed: string): string[] {
  const parents: string[] = [];
  return printed.split('\n').flatMap((line) => {
    const [, indent = '', path = '', methods] = /^((?:[│ ] {3})*)[├└]── (\S*)(?: \((.*)\))?/.exec(line) ?? [];
    const depth = indent.length / 4;
    parents.length = depth;
    parents[depth] = path;
    const whole = parents.join('').replace(/:(\w+)/g, '{$1}');
    if (methods === undefined || !OWN.test(whole)) return [];
    return methods
      .split(', ')
      .filter((method) => method !== 'HEAD')
      .map((method) => `${method} ${whole}`);
  });
}
