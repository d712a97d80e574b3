// Brings every compose profile up from docker-compose.yml, tells the story, crashes containers under load, takes it down.
// usage: node tools/compose-check/run.mjs [profiles…]
import { JUDGES_DIRECTORY, findJudge, skippedLine } from '../check/judges.mjs';
import { checkHardening } from './hardening.mjs';
import { crashEach } from './crashes.mjs';
import { outliveStops } from './data.mjs';
import { Deployment } from './deployment.mjs';
import { checkAuthorizationServer, checkLocalAccounts } from './identities.mjs';
import { findEngine, withCompose } from './engine.mjs';
import { run } from './program.mjs';
import { measureImage } from './start-time.mjs';
import { provideImages } from './stand-ins.mjs';
import { knock, pushAndPull } from './story.mjs';

const PROFILES = ['embedded', 'standard', 'replicas'];
let passed = 0;
let failed = 0;

/** @param {string} name @param {() => Promise<unknown>} action */
async function check(name, action) {
  const started = performance.now();
  try {
    const said = await action();
    passed += 1;
    console.log(
      `ok: ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)${said ? `: ${said}` : ''}`,
    );
  } catch (error) {
    failed += 1;
    console.log(`FAILED: ${name}: ${error instanceof Error ? error.message : error}`);
  }
}

/** @param {string} profile @param {NodeJS.ProcessEnv} environment @param {import('./engine.mjs').Engine} engine */
async function checkProfile(profile, environment, engine) {
  const deployment = await Deployment.prepare(profile, environment);
  await deployment.down();
  try {
    await check(`${profile}: up and healthy`, () => deployment.up());
    await check(`${profile}: containers are closed`, () => checkHardening(deployment));
    await check(`${profile}: development identities`, () => knock(deployment));
    /** @type {import('./story.mjs').Pushed | undefined} */
    let pushed;
    await check(`${profile}: oras pushes and pulls`, async () => {
      pushed = await pushAndPull(deployment);
    });
    await check(`${profile}: crashes under load`, () => crashEach(deployment));
    await check(`${profile}: stops and starts with its data`, () => {
      if (pushed === undefined) throw new Error('nothing was pushed');
      return outliveStops(deployment, pushed, engine.cut);
    });
  } finally {
    await check(`${profile}: down`, () => deployment.down());
  }
}

/** @param {string} line */
function skip(line) {
  console.log(`${line}\n\n0 passed, 0 failed`);
}

async function main() {
  const profiles = process.argv.slice(2);
  const missing = ['oras', 'minio'].find((name) => findJudge(name) === undefined);
  if (missing) return skip(skippedLine(missing));
  const engine = await findEngine();
  if (engine === undefined)
    return skip(
      `skipped: no Docker engine at /var/run/docker.sock, nor root to start one in ${JUDGES_DIRECTORY}`,
    );
  try {
    const environment = await withCompose(engine);
    await provideImages(environment);
    await run('sh', ['deploy/make-secrets.sh']);
    const everything = PROFILES.flatMap((profile) => ['--profile', profile]);
    await check(
      'images are built',
      async () => void (await run('docker', ['compose', ...everything, 'build'], environment)),
    );
    await check('the registry is small and starts at once', async () => {
      const { ready, megabytes, onDisk } = await measureImage(environment);
      if (megabytes >= 130) throw new Error(`the tree has ${megabytes} MB`);
      return `${megabytes} MB (${onDisk} MiB on disk), ready after ${ready} ms`;
    });
    for (const profile of profiles.length > 0 ? profiles : PROFILES)
      await checkProfile(profile, environment, engine);
    if (profiles.length === 0 || profiles.includes('embedded')) {
      await check('local accounts in place of the mock', () => checkLocalAccounts(environment));
      await check('an authorization server in place of the mock', () =>
        checkAuthorizationServer(environment),
      );
    }
  } finally {
    await engine.stop();
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

// Whoever ends the check ends the engine that it has started.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
await main();
