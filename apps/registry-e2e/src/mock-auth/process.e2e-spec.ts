import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAMS = ['dist/main.js', 'dist/cli/main.js'].map((path) =>
  join(import.meta.dirname, '../../../mock-auth', path),
);

function run(program: string, environment: Record<string, string>): ChildProcess {
  const env = { PATH: process.env['PATH'], MOCK_AUTH_HTTP_PORT: '0', ...environment };
  return spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The url of the ready line; the process ends with the test if there is none. */
async function readyUrl(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const { msg, url } = JSON.parse(line) as { msg: string; url?: string };
    if (msg === 'listening' && url !== undefined) return url;
  }
  throw new Error('the mock ended before it listened');
}

async function ended(child: ChildProcess): Promise<{ code: number | null; stderr: string }> {
  let stderr = '';
  child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr };
}

describe.each(PROGRAMS)('the mock as a process, %s', (program) => {
  it('says where it listens in its log, answers, and ends with 0 on SIGTERM', async () => {
    const child = run(program, {});
    const url = await readyUrl(child);
    const answer = await fetch(`${url}/oauth/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from('wfm:wfm-secret').toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      token_type: 'Bearer',
      scope: 'repository:*:pull registry:catalog:*',
    });
    const end = ended(child);
    child.kill('SIGTERM');
    expect((await end).code).toBe(0);
  });

  it.each([
    [
      'faulty settings',
      { MOCK_AUTH_HTTP_HOST: '127.0.0.1', MOCK_AUTH_TOKENS_LIFETIME: 'long' },
      /MOCK_AUTH_TOKENS_LIFETIME/,
    ],
    ['a missing file of identities', { MOCK_AUTH_IDENTITIES: 'nowhere.yaml' }, /nowhere\.yaml/],
    ['production', { NODE_ENV: 'production' }, /MOCK_AUTH_ALLOW_PRODUCTION/],
  ])('ends with 78 and a sentence for %s', async (_what, environment, sentence) => {
    const { code, stderr } = await ended(run(program, environment as unknown as Record<string, string>));
    expect(code).toBe(78);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
