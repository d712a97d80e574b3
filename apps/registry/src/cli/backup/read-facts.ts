import type { Fact } from '@margo-registry/storage-metadata';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fromLine } from '../../maintenance/backup/fact-lines.js';
import { CommandFailed } from '../command-failed.js';

/** The facts of a file. Throws {@link CommandFailed} for one that was cut off or changed. */
export async function* readFacts(path: string): AsyncGenerator<Fact> {
  const input = createReadStream(path);
  const lines = createInterface({ input, crlfDelay: Infinity });
  let [facts, end] = [0, -1];
  try {
    for await (const line of lines) {
      const fact = parse(line, path);
      if (fact.fact === 'end') end = fact.facts;
      else {
        facts += 1;
        yield fact;
      }
    }
  } finally {
    lines.close();
    input.destroy();
  }
  if (end !== facts) throw damaged(path);
}

function parse(line: string, path: string): ReturnType<typeof fromLine> {
  try {
    return fromLine(line);
  } catch (cause) {
    throw damaged(path, cause);
  }
}

function damaged(path: string, cause?: unknown): CommandFailed {
  return new CommandFailed(
    `The facts in ${path} are not whole, or of a later version; make the backup again, or restore it with the version that made it.`,
    { cause },
  );
}
