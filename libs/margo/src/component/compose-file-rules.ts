import { Cursor } from '../cursor.js';
import type { ArchiveEntry } from '../folder/archive-entry.js';
import type { PackageFindings } from '../package/package-findings.js';
import { formatPath, quoted } from '../path.js';
import { readDescription } from '../yaml/description-reader.js';
import { stepsInside } from './steps-inside.js';

/** Top-level elements of the Compose specification, beside `x-…`. */
const ELEMENTS = [
  'name',
  'version',
  'services',
  'networks',
  'volumes',
  'configs',
  'secrets',
  'include',
  'models',
];
/** One of them says what a service runs. */
const SOURCES = ['image', 'build', 'extends', 'provider'];
/** What a merge key brings in is not followed. */
const MERGED = '<<';

interface ComposeArchive {
  readonly top: string;
  /** By resolved path. */
  readonly places: ReadonlyMap<string, ArchiveEntry>;
  /** The folders of everything, by resolved path. */
  readonly folders: ReadonlySet<string>;
  readonly findings: PackageFindings;
}

/** COMP-10 to COMP-12: the shape of the Compose file as far as it matters here, and the files that it names. */
export function checkComposeFile(bytes: Uint8Array, archive: ComposeArchive): void {
  const { root, fault } = readDescription(bytes);
  if (root === undefined)
    return report(
      archive,
      'COMP-10',
      [],
      (fault?.message ?? '').replace(/^The description/, 'The Compose file'),
    );
  const compose = new Cursor([], root);
  checkShape(compose, archive);
  const services = compose.at('services');
  for (const name of services.names()) {
    listEnvFiles(services.at(name, 'env_file')).forEach((file) => checkInside(file, archive));
    listBindSources(services.at(name, 'volumes')).forEach((file) => checkOutside(file, archive));
  }
  for (const name of compose.at('configs').names()) checkInside(compose.at('configs', name, 'file'), archive);
  for (const name of compose.at('secrets').names())
    checkOutside(compose.at('secrets', name, 'file'), archive);
}

function checkShape(compose: Cursor, archive: ComposeArchive): void {
  for (const key of compose.names().filter((name) => !ELEMENTS.includes(name) && !name.startsWith('x-')))
    report(
      archive,
      'COMP-10',
      [key],
      `${quoted(key)} is no element of a Compose file; correct or remove it.`,
    );
  const services = compose.at('services');
  const names = services.names();
  if (names.length === 0 && !compose.has('include'))
    report(archive, 'COMP-10', ['services'], 'There are no services; a Compose file needs one at least.');
  for (const name of names)
    if (!SOURCES.some((key) => services.at(name).has(key)) && !services.at(name).has(MERGED))
      report(
        archive,
        'COMP-10',
        ['services', name],
        'The service says nothing of what it runs; give it an image.',
      );
}

function listEnvFiles(place: Cursor): Cursor[] {
  const places = place.isList ? place.items() : [place];
  return places.flatMap((one) => {
    if (one.text !== undefined) return [one];
    return one.at('required').plain === false ? [] : [one.at('path')];
  });
}

/** `./data:/var/data` and `{ type: bind, source: ./data }`; names of volumes have no dots and slashes in front. */
function listBindSources(volumes: Cursor): Cursor[] {
  return volumes.items().flatMap((volume) => {
    if (volume.text !== undefined) return /^[./~]/.test(volume.text) ? [volume] : [];
    return volume.at('type').text === 'bind' ? [volume.at('source')] : [];
  });
}

function checkInside(file: Cursor, archive: ComposeArchive): void {
  if (file.text === undefined || file.text.includes('${')) return;
  const steps = stepsInside(file.text);
  if (steps === undefined)
    return report(
      archive,
      'COMP-11',
      file.path,
      `${quoted(file.text)} is outside of the archive; name a file inside.`,
    );
  if (archive.places.get([archive.top, ...steps].join('/')) === undefined)
    report(archive, 'COMP-11', file.path, `${quoted(file.text)} is not in the archive; pack it along.`);
}

function checkOutside(file: Cursor, archive: ComposeArchive): void {
  const source = file.text?.split(':')[0];
  const steps = source === undefined ? undefined : stepsInside(source);
  if (source === undefined || steps === undefined || steps.length === 0) return;
  const place = [archive.top, ...steps].join('/');
  if (archive.places.has(place) || archive.folders.has(place))
    report(
      archive,
      'COMP-12',
      file.path,
      `${quoted(source)} is in the archive; leave it to the device and take it out.`,
    );
}

type ComposeRule = 'COMP-10' | 'COMP-11' | 'COMP-12';

function report(
  { findings }: ComposeArchive,
  rule: ComposeRule,
  path: Cursor['path'],
  message: string,
): void {
  findings.add(rule, message, { document: 'component', path: formatPath(['compose.yaml', ...path]) });
}
