import { readFile } from 'node:fs/promises';
import { CommandFailed } from './command-failed.js';

/** The token that a file holds; none where no file is named. Throws {@link CommandFailed} for anything but one word. */
export async function readTokenFile(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const token = (await readText(file)).trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new CommandFailed(`The file ${file} holds no token: one word on one line.`);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandFailed(`The token file ${file} cannot be read (${code}).`, { cause: error });
  }
}
