import { ArchiveError } from '../folder/archive-error.js';
import type { ArchiveEntry, ArchiveLimits } from '../folder/archive-entry.js';
import { isGzip } from '../folder/gunzip.js';
import { readGzippedTar, type Unpack } from '../folder/read-archive.js';
import type { PackageFindings } from '../package/package-findings.js';
import { quoted } from '../path.js';
import { checkComposeFile } from './compose-file-rules.js';
import { stepsInside } from './steps-inside.js';

/** Of components: images are not in them, but configurations and charts of charts may be. */
export const COMPONENT_ARCHIVE_LIMITS: ArchiveLimits = {
  entries: 10_000,
  unpackedBytes: 64 * 1024 * 1024,
  ratio: 200,
};
const COMPOSE_FILE = 'compose.yaml';
const OTHER_NAMES = ['compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
const SPECIAL_BITS = 0o7000;

/** A component's archive, and how it is unpacked. */
export interface PackedArchive {
  readonly bytes: Uint8Array;
  readonly limits: ArchiveLimits;
  readonly unpack?: Unpack;
}

/** The entries of a gzipped tar; undefined, with a finding, where it cannot be read. */
export async function openArchive(
  { bytes, limits, unpack }: PackedArchive,
  rule: 'COMP-08' | 'HELM-01',
  findings: PackageFindings,
): Promise<ArchiveEntry[] | undefined> {
  try {
    if (isGzip(bytes)) return await readGzippedTar(bytes, limits, unpack);
    findings.add(rule, 'The layer is no gzipped tar archive; pack it with tar -czf.', {
      document: 'component',
    });
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    findings.add(rule, error.message, { document: 'component' });
  }
  return undefined;
}

/** COMP-08 to COMP-14: what is in the archive. */
export async function checkComposeArchive(archive: PackedArchive, findings: PackageFindings): Promise<void> {
  const entries = await openArchive(archive, 'COMP-08', findings);
  if (entries === undefined) return;
  for (const entry of entries) checkEntry(entry, findings);
  const places = new Map(entries.map((entry) => [stepsInside(entry.path)?.join('/') ?? '', entry]));
  const tops = new Set(
    [...places.keys()].filter((path) => path !== '').map((path) => path.split('/')[0] ?? ''),
  );
  const [top = ''] = tops;
  if (tops.size !== 1 || places.get(top)?.type === 'file')
    return findings.add(
      'COMP-08',
      `The archive has ${tops.size} things at the top; put everything into one folder.`,
      {
        document: 'component',
      },
    );
  const file = places.get(`${top}/${COMPOSE_FILE}`);
  if (file?.type === 'file')
    return checkComposeFile(file.bytes, { top, places, folders: foldersOf(places.keys()), findings });
  const other = OTHER_NAMES.find((name) => places.has(`${top}/${name}`));
  const advice = other === undefined ? 'add it' : `rename ${other}`;
  findings.add('COMP-09', `The folder ${quoted(top)} has no ${COMPOSE_FILE}; ${advice}.`, {
    document: 'component',
  });
}

const MOST_STEPS = 64;

function foldersOf(paths: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    const steps = path.split('/').slice(0, MOST_STEPS);
    for (let count = 1; count < steps.length; count += 1) folders.add(steps.slice(0, count).join('/'));
  }
  return folders;
}

function checkEntry({ path, type, mode, target }: ArchiveEntry, findings: PackageFindings): void {
  const place = { document: 'component', path: quoted(path) } as const;
  if (stepsInside(path) === undefined)
    findings.add(
      'COMP-13',
      `The entry ${quoted(path)} leads out of the archive; name it from its top folder.`,
      place,
    );
  if (type === 'symbolic link' && stepsInside(target, path.split('/').slice(0, -1)) === undefined)
    findings.add(
      'COMP-13',
      `The link ${quoted(path)} leads out of the archive, to ${quoted(target)}; pack the file itself.`,
      place,
    );
  if (type === 'hard link' && stepsInside(target) === undefined)
    findings.add(
      'COMP-13',
      `The link ${quoted(path)} leads out of the archive, to ${quoted(target)}; pack the file itself.`,
      place,
    );
  if ((mode & SPECIAL_BITS) !== 0)
    findings.add(
      'COMP-14',
      `The entry ${quoted(path)} has setuid, setgid or sticky bits; take them off before packing.`,
      place,
    );
  if (type === 'special file')
    findings.add(
      'COMP-14',
      `The entry ${quoted(path)} is a device or another special file; leave it out.`,
      place,
    );
}
