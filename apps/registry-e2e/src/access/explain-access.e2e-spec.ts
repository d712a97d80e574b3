import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { margoRegistry } from '../harness/command-line.js';
import { AuthorizationServer } from './authorization-server.js';
import { scope } from './guarded-registry.js';

const RULES = [{ subject: 'alice', repository: 'acme/*', actions: ['pull', 'push'] }];
const PATIENCE = 30_000;

describe('margo-registry explain-access', () => {
  let server: AuthorizationServer;
  let directory: string;
  let environment: Record<string, string>;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-explain-'));
    server = await AuthorizationServer.start();
    const file = join(directory, 'settings.yaml');
    await writeFile(file, JSON.stringify({ access: { rules: RULES, anonymousPull: ['public/*'] } }));
    environment = { ...server.jwksEnvironment, REGISTRY_SETTINGS: file };
  });
  afterAll(async () => {
    await server.stop();
    await rm(directory, { recursive: true });
  });

  const explain = async (token: string | undefined, repository: string, action: string) => {
    const file = join(directory, 'token');
    if (token !== undefined) await writeFile(file, `${token}\n`);
    const given = token === undefined ? [] : ['--token-file', file];
    const { code, stdout } = await margoRegistry(
      ['explain-access', ...given, '--repository', repository, '--action', action, '--format', 'json'],
      environment,
    );
    const { decision, reason, subject } = JSON.parse(stdout) as Record<string, unknown>;
    if (token !== undefined) expect(stdout).not.toContain(token);
    return [code, decision, reason, subject];
  };

  it(
    'says what a request would get, by which rule, and ends with 0 only where it is allowed',
    async () => {
      const all = await server.sign(scope('repository:*:*'));
      const rule = 'rules[0] subject alice on acme/*';
      expect(await explain(all, 'acme/pump', 'push')).toEqual([0, 'allowed', rule, 'alice']);
      expect(await explain(all, 'acme/pump', 'delete')).toEqual([
        1,
        'denied',
        'no rule gives the caller delete on acme/pump',
        'alice',
      ]);
      const pull = await server.sign(scope('repository:acme/*:pull'));
      expect(await explain(pull, 'acme/pump', 'push')).toEqual([
        1,
        'insufficient',
        'the token does not grant push on acme/pump',
        'alice',
      ]);
      expect(await explain(`${all}x`, 'acme/pump', 'pull')).toEqual([
        1,
        'invalid_token',
        'the signature of the token does not fit',
        null,
      ]);
    },
    PATIENCE,
  );

  it(
    'says what somebody without a token may do',
    async () => {
      expect(await explain(undefined, 'public/pump', 'pull')).toEqual([
        0,
        'allowed',
        'anonymousPull public/*',
        null,
      ]);
      expect(await explain(undefined, 'acme/pump', 'pull')).toEqual([
        1,
        'unauthenticated',
        'no token was sent',
        null,
      ]);
    },
    PATIENCE,
  );

  it(
    'prints for people, and takes the token from the command line too',
    async () => {
      const token = await server.sign(scope('repository:*:*'));
      const args = ['explain-access', '--token', token, '--repository', 'acme/pump', '--action', 'push'];
      const { code, stdout } = await margoRegistry(args, environment);
      expect(code).toBe(0);
      expect(stdout).toMatch(
        /^decision: +allowed\nreason: +rules\[0\][^\n]*\ncaller: +alice\nissuer: +http[^\n]*\n/,
      );
    },
    PATIENCE,
  );

  it(
    'ends with 1 where the authorization server does not answer',
    async () => {
      server.fault = (_request, response) => response.socket?.destroy();
      const token = await server.sign();
      expect((await explain(token, 'acme/pump', 'pull')).slice(0, 2)).toEqual([1, 'unavailable']);
      server.fault = undefined;
    },
    PATIENCE,
  );
});
