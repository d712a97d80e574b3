import {
  ALLOWED_LICENCES,
  LICENCES_FILE,
  READ_BY_HAND,
  checkLicences,
  licencesPage,
  listLicences,
} from '../release/licences.mjs';
import { listPublicPackages } from '../release/workspaces.mjs';
import { findProjectFile, readProjectFile } from './workspace.js';

const { packages } = JSON.parse(readProjectFile('package-lock.json')) as {
  packages: Parameters<typeof listLicences>[0];
};

describe('licences of other people', () => {
  const licensed = listLicences(
    packages,
    listPublicPackages().map(({ folder }) => folder),
  );

  it('are known and allowed, for every package that production installs', () => {
    expect(licensed.length).toBeGreaterThan(100);
    expect(checkLicences(licensed)).toEqual([]);
  });

  it(`are listed in ${LICENCES_FILE}; otherwise run "node tools/release/licences.mjs --write"`, () => {
    expect(findProjectFile(LICENCES_FILE)).toBe(licencesPage(licensed));
  });

  it('name nothing that is not needed: each exception was read for a package that is there', () => {
    const present = new Set(licensed.map(({ name, version }) => `${name}@${version}`));
    expect(Object.keys(READ_BY_HAND).filter((name) => !present.has(name))).toEqual([]);
    const used = new Set(licensed.map(({ licence }) => licence));
    expect(ALLOWED_LICENCES.filter((licence) => !used.has(licence))).toEqual([]);
  });

  it.each([
    ['is under another licence', 'GPL-3.0-only', /is under GPL-3\.0-only/],
    ['leaves a choice that nobody has made', '(MIT OR GPL-3.0-only)', /do without it/],
    ['names none', undefined, /names no licence/],
  ])('are refused for a package that %s', (_title, license, sentence) => {
    const faults = checkLicences(
      listLicences(
        { ours: { dependencies: { '@a/b': '1' } }, 'node_modules/@a/b': { version: '1.0.0', license } },
        ['ours'],
      ),
    );
    expect(faults).toEqual([expect.stringMatching(sentence)]);
  });

  it('are asked of what is needed, also by what is needed, once for a version', () => {
    const mit = { version: '1.0.0', license: 'MIT' };
    const locked = {
      'libs/ours': { dependencies: { b: '1', theirs: '1' } },
      'node_modules/theirs': { link: true, resolved: 'libs/theirs' },
      'libs/theirs': { dependencies: { a: '1' } },
      'node_modules/a': mit,
      'node_modules/b': { ...mit, optionalDependencies: { a: '1', c: '2' } },
      'node_modules/b/node_modules/a': mit,
      'node_modules/b/node_modules/c': { ...mit, version: '2.0.0' },
      'node_modules/c': mit,
      'node_modules/only-for-tests': mit,
    };
    const listed = listLicences(locked, ['libs/ours']).map(({ name, version }) => `${name}@${version}`);
    expect(listed).toEqual(['a@1.0.0', 'b@1.0.0', 'c@2.0.0']);
  });
});
