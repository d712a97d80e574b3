// The registry of this repository, as `node apps/registry/dist/main.js` starts it: open access, embedded storage.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer } from './server.mjs';

const MAIN = fileURLToPath(new URL('../../apps/registry/dist/main.js', import.meta.url));

/**
 * @param {{ name?: string, core?: number, log?: 'info' | 'warn', flags?: string[], env?: object }} [options] `flags` are Node's
 */
export function startRegistry({ name = 'registry', core, log = 'info', flags = [], env = {} } = {}) {
  if (!existsSync(MAIN)) throw new Error('apps/registry/dist/main.js is missing; build it with: npx tsc -b');
  return startServer({
    name,
    core,
    prepare: ({ folder, port }) => ({
      command: [process.execPath, ...flags, MAIN],
      env: {
        ...foreignEnvironment(),
        REGISTRY_HTTP_PORT: `${port}`,
        REGISTRY_LOG_LEVEL: log,
        REGISTRY_BLOBS_DIRECTORY: join(folder, 'blobs'),
        REGISTRY_METADATA_FILE: join(folder, 'registry.db'),
        ...env,
      },
    }),
  });
}

/** Whoever starts the bench may have settings of their own registry set. */
function foreignEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('REGISTRY_')));
}
