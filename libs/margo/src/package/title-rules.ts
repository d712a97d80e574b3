import { quoted } from '../path.js';
import { TITLE } from './media-types.js';
import type { PackageFindings } from './package-findings.js';
import type { PackageManifest } from './package-manifest.js';

const LONGEST_TITLE = 1024;
const MOST_STEPS = 32;

/** MAN-08 and MAN-09: clients write each layer to the path that its title names. */
export function checkTitles({ layers }: PackageManifest, findings: PackageFindings): void {
  const places = new TakenPlaces();
  layers.forEach(({ annotations }, index) => {
    const title = annotations[TITLE];
    const path = `layers[${index}].annotations`;
    if (title === undefined || title === '')
      return findings.add(
        'MAN-08',
        `The layer has no ${TITLE}, so clients that unpack the package leave it out. Add its path.`,
        { path },
      );
    const fault = findFault(title) ?? places.take(title, index);
    if (fault !== undefined) findings.add('MAN-09', `The title ${quoted(title)} ${fault}.`, { path });
  });
}

/** Files and folders that titles stand for, where neither case nor composed letters are told apart. */
class TakenPlaces {
  private readonly files = new Map<string, number>();
  private readonly folders = new Map<string, number>();

  /** What is wrong with one more title, as the rest of a sentence. */
  take(title: string, index: number): string | undefined {
    const steps = title.normalize('NFC').toLowerCase().split('/');
    const named = steps.filter((step) => step !== '' && step !== '.');
    const place = named.join('/');
    const folders = named.slice(1).map((_, depth) => named.slice(0, depth + 1).join('/'));
    const same = this.files.get(place);
    const other = this.folders.get(place) ?? folders.map((folder) => this.files.get(folder)).find(isThere);
    this.files.set(place, same ?? index);
    for (const folder of folders) this.folders.set(folder, index);
    if (same !== undefined)
      return `names the same file as that of layers[${same}], so one would overwrite the other; rename one`;
    return other === undefined
      ? undefined
      : `and that of layers[${other}] need one path as a file and as a folder; rename one`;
  }
}

function isThere(index: number | undefined): index is number {
  return index !== undefined;
}

/** What is wrong with a title as a path inside a folder, as the rest of a sentence. */
export function findFault(title: string): string | undefined {
  if (title.length > LONGEST_TITLE) return `has more than ${LONGEST_TITLE} characters; shorten it`;
  if (/[\0-\x1f\x7f]/.test(title)) return 'has control characters; take them out';
  if (title.split('/').length > MOST_STEPS) return `lies deeper than ${MOST_STEPS} folders; move it up`;
  if (title.includes('\\')) return 'has backslashes; separate folders by /';
  if (title.startsWith('/') || /^[A-Za-z]:/.test(title))
    return 'is an absolute path; write it from the folder of the package';
  if (/(^|\/)\.?$/.test(title)) return 'is a folder; write the path of the file';
  if (title.split('/').includes('..')) return 'leaves the folder of the package; take the .. out';
  return undefined;
}
