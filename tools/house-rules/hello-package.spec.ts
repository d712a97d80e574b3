import { fencedLines } from './markdown.js';
import { listProjectFiles, readProjectFile } from './workspace.js';

const FOLDER = 'examples/hello-package/';

/** The parts of a package that an `oras push` in a page names, as path and layer type. */
function pushedParts(page: string): [path: string, type: string][] {
  const lines = fencedLines(readProjectFile(page));
  const named = lines.map((line) => /^([\w./-]+):(application\/[^\s\\]+)/.exec(line));
  return named.flatMap((match) => (match ? [[match[1] ?? '', match[2] ?? ''] as [string, string]] : []));
}

describe('the example package', () => {
  const files = listProjectFiles().filter((path) => path.startsWith(FOLDER) && path !== `${FOLDER}README.md`);

  it.each([`${FOLDER}README.md`, 'docs/tutorial/first-push.md'])(
    'is pushed whole by the command in %s',
    (page) => {
      const paths = pushedParts(page).map(([path]) => `${FOLDER}${path}`);
      expect(paths.sort()).toEqual([...files].sort());
    },
  );

  it('is pushed with one description and layer types that say kind and format', () => {
    const types = pushedParts(`${FOLDER}README.md`).map(([, type]) => type);
    const kind =
      /^application\/vnd\.margo\.app\.(description|icon|descriptionFile|licenseFile|releaseNotes)\.v1\+(yaml|png|markdown|plain)$/;
    expect(types.filter((type) => !kind.test(type))).toEqual([]);
    expect(types.filter((type) => type === 'application/vnd.margo.app.description.v1+yaml')).toHaveLength(1);
  });
});
