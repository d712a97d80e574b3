import { formatPath, type Path } from '../path.js';

type Mapping = Readonly<Record<string, unknown>>;

/** A description with one thing changed. */
export interface Mutant {
  readonly change: 'drop' | 'retype' | 'add' | 'rename' | 'lengthen' | 'repeat';
  /** Where, with `[]` for every index and `<name>` for the names of parameters. */
  readonly place: string;
  readonly description: Mapping;
}

interface Place {
  readonly path: Path;
  readonly value: unknown;
}

/** Every mutant of a description: each value dropped, of other types, too long or renamed, each mapping and list extended. */
export function listMutants(description: Mapping): Mutant[] {
  return listPlaces(description, []).flatMap((place) => mutate(description, place));
}

function listPlaces(value: unknown, path: Path): Place[] {
  const parts = Array.isArray(value) ? [...value.entries()] : isMapping(value) ? Object.entries(value) : [];
  return [{ path, value }, ...parts.flatMap(([step, part]) => listPlaces(part, [...path, step]))];
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const LONG = 'x'.repeat(201);
const OTHER_TYPES: readonly unknown[] = ['word', 7, true, ['word'], { word: 'word' }, null];

function mutate(description: Mapping, { path, value }: Place): Mutant[] {
  const mutant = (change: Mutant['change'], by: unknown): Mutant => ({
    change,
    place: generalize(path),
    description: replaceAt(description, path, by) as Mapping,
  });
  if (path.length === 0) return [mutant('add', { ...description, unknown: 1 })];
  return [
    mutant('drop', undefined),
    ...OTHER_TYPES.filter((other) => typeOf(other) !== typeOf(value)).map((other) => mutant('retype', other)),
    ...(typeof value === 'string'
      ? [mutant('rename', `${value}-gone`), mutant('lengthen', value + LONG)]
      : []),
    ...(isMapping(value) ? [mutant('add', { ...value, unknown: 1 })] : []),
    ...(Array.isArray(value) ? [mutant('repeat', [...(value as unknown[]), (value as unknown[])[0]])] : []),
  ];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

function replaceAt(value: unknown, path: Path, by: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return by;
  if (Array.isArray(value)) {
    const changed = replaceAt(value[step as number], rest, by);
    return changed === undefined
      ? value.filter((_, index) => index !== step)
      : value.with(step as number, changed);
  }
  // JSON leaves out what is undefined.
  return { ...(value as Mapping), [step]: replaceAt((value as Mapping)[step], rest, by) };
}

function generalize(path: Path): string {
  return formatPath(path)
    .replaceAll(/\[\d+\]/g, '[]')
    .replace(/^parameters\.\w+/, 'parameters.<name>');
}
