import { checkFileName, isSource } from './file-names.js';
import { listProjectFiles, readProjectFile } from './workspace.js';

const MOST_LINES = 220;

const files = listProjectFiles();
const sources = files.filter(isSource);
const isSpec = (path: string): boolean => /\.(e2e-|check-)?spec\.ts$/.test(path);
const isText = (path: string): boolean => !/\.(png|jpe?g|ico|pdf|gz|tgz|woff2?)$/.test(path);

/** Folders of somebody's machine, and hosts that serve npm packages. */
const PLACES = [
  /(?<![\w.~/-])\/(work|root|home\/[a-z][\w-]*)\//,
  /(?<![\w.~/-])\/Users\/[A-Za-z]/,
  /[A-Z]:\\Users\\/,
  /registry\.(npmjs\.org|yarnpkg\.com|npmmirror\.com)/,
  /\bnpm\.pkg\.github\.com|\bartifactory\b/i,
];

/** `path:line: text` of every line that names such a place. */
function findPlaces(path: string, text: string): string[] {
  return text
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => PLACES.some((place) => place.test(line)))
    .map(({ line, number }) => `${path}:${number}: ${line.trim().slice(0, 120)}`);
}

describe('file names', () => {
  it('are kebab-case and say what is inside', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.flatMap(checkFileName)).toEqual([]);
  });

  it.each([
    ['libs/oci/src/utils.ts', 'utils'],
    ['libs/common/src/digest.ts', 'common'],
    ['apps/registry/src/shared/clock.ts', 'shared'],
    ['apps/registry/src/http/reply-helper.ts', 'helper'],
    ['apps/registry/src/uploads/upload-manager.ts', 'manager'],
    ['libs/storage/s3/src/s3-blob-store.impl.ts', 'impl'],
    ['libs/oci/src/digest.type.ts', '.type.ts'],
    ['libs/oci/src/Digest.ts', 'kebab-case'],
  ])('refuse %s', (path, reason) => {
    expect(checkFileName(path).join()).toContain(reason);
  });

  it.each([
    'libs/oci/src/media-types.ts',
    'apps/registry-e2e/src/shared-registry.ts',
    'apps/registry/src/blobs/blobs.service.ts',
    'libs/storage/s3/src/s3-blob-store.contract.spec.ts',
  ])('let through %s', (path) => {
    expect(checkFileName(path)).toEqual([]);
  });
});

describe('files', () => {
  it(`have at most ${MOST_LINES} lines where they are no spec`, () => {
    const long = sources
      .filter((path) => !isSpec(path))
      .map((path) => ({ path, lines: readProjectFile(path).trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > MOST_LINES);
    expect(long).toEqual([]);
  });

  it('name no folder of a machine and no host of npm packages', () => {
    const texts = files.filter((path) => isText(path) && path !== 'tools/house-rules/names.spec.ts');
    expect(texts.flatMap((path) => findPlaces(path, readProjectFile(path)))).toEqual([]);
  });

  it('would be refused with such a place', () => {
    expect(
      findPlaces('x', 'cd /root/project\nsee /home/ada/x\nfrom https://registry.npmjs' + '.org/a'),
    ).toHaveLength(3);
    expect(findPlaces('x', 'GET /v2/acme/work/blobs\nhttps://example.org/home/a/b\n./data/root/')).toEqual(
      [],
    );
  });
});
