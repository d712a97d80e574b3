import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Terminal } from '../terminal.js';

/** More than any password, and little enough to be read at once. */
const MOST_CHARACTERS = 64 * 1024;

/** What is typed behind the prompt, unseen; or what stands on stdin where that is no terminal, without the line end. */
export async function readPassword({ input, err }: Terminal, prompt: string): Promise<string> {
  if (input.isTTY !== true) return readAll(input);
  err.write(prompt);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    err.write('\n');
  }
}

async function readAll(input: Terminal['input']): Promise<string> {
  let text = '';
  for await (const chunk of input.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > MOST_CHARACTERS) break;
  }
  return text.replace(/\r?\n$/, '');
}
