import { tableRows } from './markdown.js';
import { listProjectFiles, readProjectFile } from './workspace.js';

interface PackageFile {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** Every npm package that is not ours, with each version that is asked for. */
function listDependencies(): Map<string, Set<string>> {
  const versions = new Map<string, Set<string>>();
  for (const path of listProjectFiles().filter((file) => /(^|\/)package\.json$/.test(file))) {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
      readProjectFile(path),
    ) as PackageFile;
    for (const [name, version] of Object.entries({
      ...dependencies,
      ...devDependencies,
      ...optionalDependencies,
    })) {
      versions.set(name, (versions.get(name) ?? new Set()).add(version));
    }
  }
  return new Map([...versions].filter(([name]) => !name.startsWith('@margo-registry/')));
}

describe('dependencies', () => {
  const dependencies = listDependencies();

  it('are pinned, each to one version', () => {
    const loose = [...dependencies].filter(
      ([, versions]) => [...versions].join() !== /^\d+\.\d+\.\d+$/.exec([...versions].join())?.[0],
    );
    expect(loose.map(([name, versions]) => `${name}: ${[...versions].join(', ')}`)).toEqual([]);
  });

  it('have a line each in docs/decisions/dependencies.md, and nothing else has one', () => {
    const rows = tableRows(readProjectFile('docs/decisions/dependencies.md')).filter(([name = '']) =>
      name.startsWith('`'),
    );
    const listed = rows.map(([name = '']) => name.replaceAll('`', ''));
    expect(listed.sort()).toEqual([...dependencies.keys()].sort());
    expect(rows.filter((cells) => cells.length !== 5 || cells.includes(''))).toEqual([]);
  });
});
