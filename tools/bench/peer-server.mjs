// The peer: distribution v3 on its filesystem driver, without logs, traces and access control, with its own cache.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isExecutable } from './processes.mjs';
import { startServer } from './server.mjs';

const JUDGES = process.env.MARGO_JUDGES ?? fileURLToPath(new URL('../../.judges', import.meta.url));
const PROGRAM = join(JUDGES, 'registry');

export const PEER = 'distribution';

/** Why there is no peer, or `undefined` when there is one. */
export function findPeerSkip() {
  return isExecutable(PROGRAM) ? undefined : `skipped: no registry at ${PROGRAM}`;
}

/** @param {{ core?: number }} [options] Resolves with `undefined` where the binary is absent. */
export async function startPeer({ core } = {}) {
  if (findPeerSkip()) return undefined;
  return startServer({
    name: PEER,
    core,
    prepare: ({ folder, port }) => {
      const file = join(folder, 'config.yml');
      writeFileSync(file, configuration(folder, port));
      return { command: [PROGRAM, 'serve', file], env: { ...process.env, OTEL_TRACES_EXPORTER: 'none' } };
    },
  });
}

function configuration(folder, port) {
  return `version: 0.1
log:
  level: error
  accesslog:
    disabled: true
storage:
  filesystem:
    rootdirectory: ${join(folder, 'data')}
  cache:
    blobdescriptor: inmemory
  delete:
    enabled: true
  maintenance:
    uploadpurging:
      enabled: false
http:
  addr: 127.0.0.1:${port}
`;
}
