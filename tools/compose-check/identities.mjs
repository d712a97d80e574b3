import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../check/judges.mjs';
import { Deployment } from './deployment.mjs';
import { run } from './program.mjs';
import { knock, pushAndPull } from './story.mjs';

const FILES = ['docker-compose.yml', 'deploy/without-mock-auth.yml', 'tools/compose-check/identities.yml'];
const ACCOUNTS = { publisher: 'a-password-of-the-site', wfm: 'another-password' };
const CLIENTS = { publisher: 'publisher-secret', wfm: 'wfm-secret' };

/** What docs/guides/deploy-with-compose.md puts into .env, and the rules that it leads to. */
const CHOICES = {
  accounts: {
    settings: { REGISTRY_ACCESS_HTPASSWD: '/etc/margo-registry/htpasswd' },
    rules: rulesBy((name) => `subject: ${name}`),
  },
  server: {
    settings: {
      REGISTRY_ACCESS_ISSUER: 'http://id:9000',
      REGISTRY_ACCESS_JWKS_URL: 'http://id:9000/jwks',
      REGISTRY_ACCESS_TOKEN_URL: 'http://id:9000/token',
      REGISTRY_ACCESS_TOKEN_KIND: 'client_credentials',
    },
    rules: rulesBy((name) => `claim: client_id=${name}`),
  },
};

/** @param {(name: string) => string} who */
function rulesBy(who) {
  return [
    'access:',
    '  rules:',
    `    - { ${who('publisher')}, repository: 'acme/*', actions: [pull, push] }`,
    `    - { ${who('wfm')}, repository: '*', actions: [pull] }`,
    '',
  ].join('\n');
}

/** Accounts of an htpasswd file in place of the mock. @param {NodeJS.ProcessEnv} engine */
export function checkLocalAccounts(engine) {
  return inFolder(async (folder) => {
    for (const [name, password] of Object.entries(ACCOUNTS)) {
      const hash = `echo "$PASSWORD" | docker run --rm -i margo-registry margo-registry hash-password ${name} >> htpasswd`;
      await run('sh', ['-euc', hash], { ...engine, PASSWORD: password }, folder);
    }
    await tryOut(folder, engine, CHOICES.accounts, ACCOUNTS);
  });
}

/** Clients of somebody else's authorization server in place of the mock. @param {NodeJS.ProcessEnv} engine */
export function checkAuthorizationServer(engine) {
  return inFolder((folder) => tryOut(folder, engine, CHOICES.server, CLIENTS));
}

/** @param {string} folder @param {NodeJS.ProcessEnv} engine @param {typeof CHOICES[keyof typeof CHOICES]} choice @param {import('./story.mjs').Passwords} passwords */
async function tryOut(folder, engine, { settings, rules }, passwords) {
  writeFileSync(join(folder, 'registry.yaml'), rules);
  const deployment = await Deployment.prepare('embedded', {
    ...engine,
    COMPOSE_FILE: FILES.join(':'),
    IDENTITIES_FOLDER: folder,
    ...settings,
  });
  try {
    await deployment.up();
    if ((await deployment.containers()).some((name) => name.includes('mock-auth')))
      throw new Error('the mock runs');
    await knock(deployment, passwords.wfm);
    await pushAndPull(deployment, passwords);
  } finally {
    await deployment.down();
  }
}

/** Settings of a site: deploy/config, to be changed. @param {(folder: string) => Promise<void>} action */
async function inFolder(action) {
  const folder = mkdtempSync(join(tmpdir(), 'margo-config-'));
  try {
    cpSync(join(ROOT, 'deploy/config'), folder, { recursive: true });
    // Containers read it as another user.
    chmodSync(folder, 0o755);
    await action(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
