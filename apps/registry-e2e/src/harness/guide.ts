import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const GUIDES = join(import.meta.dirname, '../../../../docs/guides');

/** The fenced blocks of a page of docs/guides, by their language. */
export interface Guide {
  blocks(language: string): string[];
}

export async function readGuide(name: string): Promise<Guide> {
  const text = await readFile(join(GUIDES, `${name}.md`), 'utf8');
  return {
    blocks: (language) =>
      [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(
        ([, block = '']) => block,
      ),
  };
}
