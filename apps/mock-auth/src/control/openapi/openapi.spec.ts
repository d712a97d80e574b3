import 'reflect-metadata';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { createApplication } from '../../application.js';
import { createLogger } from '../../http/logger.js';
import { DEVELOPMENT_IDENTITIES } from '../../identities/development-identities.js';
import { readIdentities } from '../../identities/read-identities.js';
import { IssuerWorlds } from '../../issuers/issuer-worlds.js';
import { MockAuthSettings } from '../../settings.js';
import { startMockAuth, type MockAuth } from '../../start-mock-auth.js';
import { isControlPath } from '../problem-reply.js';

type Schema = Record<string, unknown>;

interface OperationText {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Record<string, { schema: Schema }> };
  readonly responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, OperationText>>;
  readonly components: { readonly schemas: Record<string, Schema> };
}

/** Every route under /control that the server really has, as `get /control/keys/{kid}`. */
async function listRoutes(): Promise<string[]> {
  const identities = await readIdentities(DEVELOPMENT_IDENTITIES);
  const app = await createApplication(
    new MockAuthSettings(),
    new IssuerWorlds({ identities }),
    createLogger('silent'),
  );
  const routes: string[] = [];
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat())
        routes.push(`${String(one).toLowerCase()} ${url.replace(/:(\w+)/g, '{$1}')}`);
    });
  await app.init();
  await app.close();
  return routes
    .filter((route) => isControlPath(route.split(' ')[1] ?? '') && !route.startsWith('head '))
    .sort();
}

describe('the OpenAPI document of control', () => {
  let mock: MockAuth;
  let document: Document;
  let judge: FastifyInstance;
  let validate: (schema: Schema, data: unknown) => unknown;

  beforeAll(async () => {
    mock = await startMockAuth();
    document = (await (await fetch(`${mock.url}/control/openapi.json`)).json()) as Document;
    judge = Fastify({
      ajv: {
        customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false, strict: false },
      },
    });
    const judged = new Promise<FastifyRequest>((resolve) => {
      judge.get('/', (request, reply) => {
        resolve(request);
        return reply.send({});
      });
    });
    await fetch(await judge.listen({ port: 0, host: '127.0.0.1' }));
    const request = await judged;
    validate = (schema, data) => {
      const check = request.compileValidationSchema({ ...schema, components: document.components });
      return check(data) ? undefined : check.errors;
    };
  });
  afterAll(() => Promise.all([mock.close(), judge.close()]));

  const operations = (): [string, OperationText][] =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, OperationText] => [
        `${method} ${path}`,
        operation,
      ]),
    );

  it('describes every route that there is, and none that there is not', async () => {
    const routes = await listRoutes();
    expect(routes.length).toBeGreaterThan(20);
    expect(
      operations()
        .map(([route]) => route)
        .sort(),
    ).toEqual(routes);
  });

  it('is OpenAPI 3.1 whose references all lead somewhere and whose operations have names of their own', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(20);
    expect(references.filter(([, name = '']) => !(name in document.components.schemas))).toEqual([]);
    const ids = operations().map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('names every parameter of a path', () => {
    for (const [route, { parameters }] of operations()) {
      const named = parameters.filter((one) => one.in === 'path').map(({ name }) => `{${name}}`);
      expect([route, named]).toEqual([route, route.match(/\{\w+\}/g) ?? []]);
    }
  });

  /** An answer of the server, judged by what the document says about this operation. */
  const ask = async (
    route: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; data: unknown }> => {
    const [method = ''] = route.split(' ');
    const answer = await fetch(`${mock.url}${path}`, {
      method: method.toUpperCase(),
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, data: text === '' ? undefined : JSON.parse(text) };
  };

  /** One call of every operation, in an order in which they all succeed. */
  const CALLS: readonly (readonly [route: string, path: string, body?: unknown])[] = [
    ['get /control', '/control'],
    ['patch /control/clock', '/control/clock', { now: '2030-01-01T00:00:00Z', frozen: true, advance: '1m' }],
    ['get /control/clock', '/control/clock'],
    [
      'post /control/keys',
      '/control/keys',
      { scenario: 'publish-late', alg: 'RS256', kid: 'late', at: '+1h' },
    ],
    ['post /control/keys/{kid}/publish', '/control/keys/late/publish', { at: '+1m' }],
    ['post /control/keys/{kid}/retire', '/control/keys/late/retire'],
    ['post /control/keys/{kid}/promote', '/control/keys/late/promote'],
    ['get /control/keys', '/control/keys'],
    ['get /control/tokens/kinds', '/control/tokens/kinds'],
    ['post /control/tokens', '/control/tokens', { kind: 'expired', audience: ['a'], claims: { x: 1 } }],
    [
      'post /control/faults',
      '/control/faults',
      {
        kind: 'status',
        status: 503,
        endpoint: 'jwks',
        skip: 1,
        times: 1,
        delay: { ms: 1 },
        from: 'now',
        until: '+1h',
        retryAfter: 1,
      },
    ],
    ['post /control/faults', '/control/faults', { kind: 'stale-jwks', client: 'wfm' }],
    ['get /control/faults', '/control/faults'],
    ['delete /control/faults/{id}', '/control/faults/fault-2'],
    ['delete /control/faults', '/control/faults'],
    ['get /control/journal', '/control/journal?endpoint=token&status=200'],
    ['get /control/journal/assertions/{assertion}', '/control/journal/assertions/token-requests?expected=3'],
    ['delete /control/journal', '/control/journal'],
    ['get /control/identities', '/control/identities'],
    ['put /control/identities', '/control/identities', { clients: [{ id: 'a', secret: 'b' }] }],
    ['put /control/clients/{id}/secret', '/control/clients/a/secret', { secret: 'c' }],
    ['get /control/presets', '/control/presets'],
    ['get /control/presets/{name}', '/control/presets/distribution'],
    [
      'post /control/scenario',
      '/control/scenario',
      {
        presets: ['wfm'],
        clock: { frozen: true },
        keys: [{ scenario: 'rotate' }],
        faults: [{ kind: 'reset' }],
      },
    ],
    ['post /control/issuers', '/control/issuers', { name: 'team-a' }],
    ['get /control/issuers', '/control/issuers'],
    ['delete /control/issuers/{name}', '/control/issuers/team-a'],
    ['delete /control/issuers', '/control/issuers'],
    ['post /control/reset', '/control/reset'],
    ['get /control/openapi.json', '/control/openapi.json'],
  ];

  it('says of every operation what it really takes and answers', async () => {
    expect([...new Set(CALLS.map(([route]) => route))].sort()).toEqual(
      operations()
        .map(([route]) => route)
        .sort(),
    );
    await leaveTraces();
    const described = new Map(operations());
    for (const call of CALLS) {
      const operation = described.get(call[0]);
      if (operation === undefined) throw new Error(`${call[0]} is not described`);
      expect([call[0], ...(await complaintsAbout(operation, call))]).toEqual([call[0]]);
    }
  });

  /** Requests, so that the journal has entries to show. */
  const leaveTraces = async (): Promise<void> => {
    for (const scope of ['', 'nonsense']) {
      await fetch(`${mock.url}/oauth/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa('wfm:wfm-secret')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
      });
    }
  };

  /** Makes the call and says where the server and the document disagree about it. */
  const complaintsAbout = async (
    { requestBody, responses }: OperationText,
    [route, path, body]: (typeof CALLS)[number],
  ): Promise<unknown[]> => {
    const { status, data } = await ask(route, path, body);
    const json = (content?: Record<string, { schema: Schema }>): Schema | undefined =>
      content?.['application/json']?.schema;
    const taken = json(requestBody?.content);
    const answered = json(responses[status]?.content);
    return [
      taken === undefined ? body : validate(taken, body ?? {}),
      answered === undefined ? data : validate(answered, data),
      status in responses ? undefined : `answered ${status}`,
    ].filter((complaint) => complaint !== undefined);
  };

  it('refuses with the problem that it describes', async () => {
    const { status, data } = await ask('patch /control/clock', '/control/clock', { now: 'then', x: 1 });
    expect(status).toBe(400);
    expect(validate({ $ref: '#/components/schemas/Problem' }, data)).toBeUndefined();
    expect(validate({ $ref: '#/components/schemas/Clock' }, data)).toBeDefined();
  });
});
