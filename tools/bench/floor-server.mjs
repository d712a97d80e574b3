// The floor: what bare `node:http` can do where nothing is looked up, routed, allowed or recorded.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer } from './server.mjs';

const PROGRAM = fileURLToPath(new URL('./floor-program.mjs', import.meta.url));

export const FLOOR = 'floor';

/**
 * Serves fixed answers, and takes and gives files.
 * @param {{ core?: number, answers?: { path: string, headers: string[], body: string }[] }} [options]
 *   `headers` flat as Node's `rawHeaders`, `body` in base64
 */
export function startFloor({ core, answers = [] } = {}) {
  return startServer({
    name: FLOOR,
    core,
    prepare: ({ folder, port }) => {
      const file = join(folder, 'answers.json');
      writeFileSync(file, JSON.stringify(answers));
      return { command: [process.execPath, PROGRAM, `${port}`, file, folder] };
    },
  });
}
