import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { CollectionReport } from '../../maintenance/collection-report.js';
import { RegistryInProcess } from '../../testing/registry-in-process.js';
import { runCommandLine } from '../command-line.js';

const BYTES = randomBytes(100_000);
const DIGEST = `sha256:${createHash('sha256').update(BYTES).digest('hex')}`;

async function collect(...args: string[]) {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const code = await runCommandLine(['collect', ...args], {
    input: new PassThrough(),
    out,
    err,
    environment: {},
  });
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}

describe('margo-registry collect, of a registry that runs', () => {
  let registry: RegistryInProcess;
  beforeAll(async () => {
    registry = await RegistryInProcess.start({ change: ({ collection }) => (collection.grace = 0) });
    const path = `/v2/acme/hello/blobs/uploads/?digest=${DIGEST}`;
    expect((await registry.fetch(path, { method: 'POST', body: BYTES })).status).toBe(201);
  });
  afterAll(() => registry.stop());
  const status = async () => (await registry.fetch(`/v2/acme/hello/blobs/${DIGEST}`)).status;

  it('changes nothing with --dry-run, and says what would go and why', async () => {
    const ended = await collect('--url', registry.url, '--dry-run');
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toContain(`link  acme/hello@${DIGEST} (97.7 KiB): no manifest refers to it`);
    expect(ended.out).toContain('would collect  0 manifests, 1 link, 0 blobs, 0 repositories: 97.7 KiB');
    expect(await status()).toBe(200);
  });

  it('collects, and prints the report of the registry as JSON', async () => {
    const ended = await collect('--url', registry.url, '--format', 'json');
    expect(JSON.parse(ended.out) as CollectionReport).toMatchObject({
      dryRun: false,
      totals: { link: 1 },
      collected: [{ digest: DIGEST, repository: 'acme/hello' }],
    });
    expect(ended.code).toBe(0);
    expect(await status()).toBe(404);
  });

  it('ends with 1 while another process collects', async () => {
    const lease = { name: 'collector', holder: 'another' };
    await registry.metadata.commands.takeLease({ ...lease, ttlMilliseconds: 60_000 });
    const ended = await collect('--url', registry.url);
    await registry.metadata.commands.releaseLease(lease);

    expect(ended).toMatchObject({ code: 1, out: '', err: expect.stringContaining('Another process') });
  });
});

describe('margo-registry collect, of something else', () => {
  let directory: string;
  let server: Server | undefined;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-collect-'));
  });
  afterEach(() => server?.close());
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const answer = async (listener: RequestListener): Promise<string> => {
    server = createServer(listener).listen(0, '127.0.0.1');
    await new Promise((resolve) => server!.once('listening', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(join(directory, name), text);
    return join(directory, name);
  };

  it.each([
    [401, '', '--token-file'],
    [403, '{"detail":"no"}', 'only administrators'],
    [404, '<html>', 'no answer of a Margo Registry'],
    [503, '{"detail":"The database does not answer."}', 'The database does not answer.'],
    [200, '{}', 'is no Margo Registry'],
    [200, 'null', 'is no Margo Registry'],
  ])('ends with 1 and a sentence when the answer is %i %s', async (code, text, sentence) => {
    const url = await answer((_request, response) => response.writeHead(code).end(text));

    expect(await collect('--url', url)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining(sentence),
    });
  });

  it('sends the token of the file, and refuses a file without one', async () => {
    const seen: unknown[] = [];
    const url = await answer(({ headers }, response) => {
      seen.push(headers.authorization);
      response.writeHead(403).end();
    });
    await collect('--url', url, '--token-file', await file('token', 'secret\n'));
    expect(seen).toEqual(['Bearer secret']);

    for (const path of [await file('two', 'two words'), join(directory, 'absent')])
      expect(await collect('--url', url, '--token-file', path)).toMatchObject({
        code: 1,
        err: expect.stringContaining(path),
      });
    expect(seen).toHaveLength(1);
  });

  it('ends with 1 where nobody listens', async () => {
    const url = await answer(() => undefined);
    await new Promise((resolve) => server!.close(resolve));

    expect(await collect('--url', url)).toMatchObject({
      code: 1,
      err: `No registry answers at ${url} (ECONNREFUSED). Check the address (--url), and whether it runs.\n`,
    });
  });

  it.each([
    ['a URL with a path', ['--url', 'http://127.0.0.1/v2']],
    ['an address without a scheme', ['--url', '127.0.0.1:5000']],
    ['two places at once', ['--url', 'http://127.0.0.1', '--settings', 'registry.yaml']],
    ['an unknown format', ['--format', 'xml']],
  ])('ends with 2 for %s', async (_what, args) => {
    expect(await collect(...args)).toMatchObject({ code: 2, out: '' });
  });

  it('ends with 78 where no registry has ever been', async () => {
    const settings = await file('settings.yaml', `metadata: { file: ${join(directory, 'none.db')} }`);

    expect(await collect('--settings', settings)).toMatchObject({
      code: 78,
      err: expect.stringContaining('none.db'),
    });
  });
});
