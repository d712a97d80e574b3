import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const ENDS_WITHIN = 240_000;

/** Runs npm in a folder and answers with its output; throws, with what npm said, unless it exits with 0. */
export async function npm(folder: string, ...parameters: string[]): Promise<string> {
  const { stdout } = await execute('npm', [...parameters, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    env: outside(process.env),
    timeout: ENDS_WITHIN,
  });
  return stdout.trim();
}

/** Without what an `npm run` above tells its children about this repository. */
function outside(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const told = /^npm_(package|lifecycle|config_local_prefix|config_prefix|command)/;
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !told.test(name) && name !== 'INIT_CWD'),
  );
}
