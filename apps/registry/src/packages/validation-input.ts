import { DESCRIPTION_TYPE } from '@margo-registry/margo';
import { OciError } from '@margo-registry/oci';

/** What a body is by its media type. */
export type InputKind = 'description' | 'archive';

/** Bytes of a body that are looked at. Beyond what a description may have the finding says so, and says where to stop. */
export const LARGEST_INPUT: Readonly<Record<InputKind, number>> = {
  description: 4 * 1024 * 1024,
  archive: 32 * 1024 * 1024,
};

/** The media types of a dry run, by what they hold. */
export const INPUT_TYPES: Readonly<Record<InputKind, readonly string[]>> = {
  description: ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml', DESCRIPTION_TYPE],
  archive: [
    'application/x-tar',
    'application/tar',
    'application/gzip',
    'application/x-gzip',
    'application/x-gtar',
    'application/x-tar+gzip',
    'application/tar+gzip',
    'application/x-compressed-tar',
    'application/zip',
    'application/x-zip-compressed',
  ],
};

/** Throws `input-unsupported`. */
export function parseInputKind(contentType: string | undefined): InputKind {
  const [type = ''] = (contentType ?? '').split(';');
  const name = type.trim().toLowerCase();
  if (INPUT_TYPES.description.includes(name)) return 'description';
  if (INPUT_TYPES.archive.includes(name)) return 'archive';
  throw new OciError('input-unsupported', {
    detail: { contentType: contentType ?? null, supported: Object.values(INPUT_TYPES).flat() },
  });
}
