import { dirname, join, normalize } from 'node:path';
import { localLinks } from './markdown.js';
import { hasProjectFile, listProjectFiles, readProjectFile } from './workspace.js';

const pages = listProjectFiles().filter((path) => path.endsWith('.md'));

describe('links between the pages', () => {
  it.each(pages)('of %s lead to files that exist', (page) => {
    const broken = localLinks(readProjectFile(page)).filter(
      (target) => !hasProjectFile(normalize(join(dirname(page), decodeURI(target)))),
    );
    expect(broken).toEqual([]);
  });

  it('are found in text and not in code', () => {
    const page = [
      '[a](a.md#top) ![b](./b.png "B") [c](https://example.org)',
      '`[d](d.md)`',
      '```',
      '[e](e.md)',
      '```',
    ].join('\n');
    expect(localLinks(page)).toEqual(['a.md', './b.png']);
  });
});
