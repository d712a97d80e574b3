const SOURCE = /^(apps|libs|tools|examples)\/.+\.(ts|mjs)$/;
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const EMPTY_WORDS = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'managers', 'impl']);
const EMPTY_NAMES = new Set(['shared', 'base', 'misc', 'lib']);
const SUFFIXES = ['.interface.ts', '.type.ts', '.types.ts', '.constant.ts', '.constants.ts', '.dto.ts'];

/** Source files, as far as a path tells. */
export function isSource(path: string): boolean {
  return SOURCE.test(path);
}

/** What is wrong with the name of a source file: a name says what is inside, in kebab-case. */
export function checkFileName(path: string): string[] {
  const segments = path.split('/');
  const words = segments
    .flatMap((segment) => segment.split(/[-.]/))
    .filter((word) => EMPTY_WORDS.has(word.toLowerCase()));
  const names = segments
    .map((segment) => segment.split('.')[0] ?? '')
    .filter((name) => EMPTY_NAMES.has(name));
  const suffixes = SUFFIXES.filter((suffix) => path.endsWith(suffix));
  return [
    ...[...words, ...names].map((word) => `${path}: "${word}" does not say what is inside`),
    ...suffixes.map((suffix) => `${path}: "${suffix}" names a kind of grammar and not a thing`),
    ...(KEBAB_CASE.test(segments.at(-1) ?? '') ? [] : [`${path}: use kebab-case`]),
  ];
}
