import { listPublicPackages } from '../release/workspaces.mjs';
import { tableRows } from './markdown.js';
import { readProjectFile } from './workspace.js';

describe('the page about npm packages', () => {
  it('names every public package and no other', () => {
    const listed = tableRows(readProjectFile('docs/reference/packages.md')).flatMap(([name = '']) =>
      name.startsWith('`') ? [name.replaceAll('`', '')] : [],
    );
    expect(listed.sort()).toEqual(
      listPublicPackages()
        .map(({ file }) => file.name)
        .sort(),
    );
  });
});

describe('public packages', () => {
  it('have one version and ask for each other by it', () => {
    const { version } = JSON.parse(readProjectFile('package.json')) as { version: string };
    const asked = listPublicPackages().flatMap(({ file }) => [
      file.version,
      ...Object.entries(file.dependencies ?? {}).flatMap(([name, wanted]) =>
        name.startsWith('@margo-registry/') ? [wanted] : [],
      ),
    ]);
    expect([...new Set(asked)]).toEqual([version]);
  });
});
