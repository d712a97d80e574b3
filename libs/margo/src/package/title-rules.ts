import { quoted } from '../path.js';
import { TITLE } from './media-types.js';
import type { PackageFindings } from './package-findings.js';
import type { PackageManifest } from './package-manifest.js';

const LONGEST_TITLE = 1024;

/** MAN-08 and MAN-09: clients write each layer to the path that its title names. */
export function checkTitles({ layers }: PackageManifest, findings: PackageFindings): void {
  const seen = new Map<string, number>();
  layers.forEach(({ annotations }, index) => {
    const title = annotations[TITLE];
    const path = `layers[${index}].annotations`;
    if (title === undefined || title === '')
      return findings.add(
        'MAN-08',
        `The layer has no ${TITLE}, so clients that unpack the package leave it out. Add its path.`,
        {
          path,
        },
      );
    const fault = findFault(title);
    if (fault !== undefined) findings.add('MAN-09', `The title ${quoted(title)} ${fault}.`, { path });
    const first = seen.get(title.toLowerCase());
    if (first === undefined) seen.set(title.toLowerCase(), index);
    else
      findings.add(
        'MAN-09',
        `The title ${quoted(title)} is that of layers[${first}] too, so one would overwrite the other. Rename one.`,
        {
          path,
        },
      );
  });
}

/** What is wrong with a title as a path inside a folder, as the rest of a sentence. */
export function findFault(title: string): string | undefined {
  if (title.length > LONGEST_TITLE) return `has more than ${LONGEST_TITLE} characters; shorten it`;
  if (/[\0-\x1f\x7f]/.test(title)) return 'has control characters; take them out';
  if (title.includes('\\')) return 'has backslashes; separate folders by /';
  if (title.startsWith('/') || /^[A-Za-z]:/.test(title))
    return 'is an absolute path; write it from the folder of the package';
  if (title.split('/').includes('..')) return 'leaves the folder of the package; take the .. out';
  return undefined;
}
