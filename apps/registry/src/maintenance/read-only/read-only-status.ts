import type { ReadOnlyRow } from '@margo-registry/storage-metadata';
import { FLAG, MOMENT, TEXT, objectOf, orNull } from '../../openapi/json-schema.js';
import type { Content } from '../../openapi/operation.js';

export type ReadOnlyStatus =
  | { readonly readOnly: false }
  | {
      readonly readOnly: true;
      /** ISO 8601. */
      readonly since: string;
      /** Null where nobody had to say who they are. */
      readonly by: string | null;
      readonly reason: string;
    };

export const READ_ONLY_CONTENT: Content = {
  'application/json': objectOf({ readOnly: FLAG, since: MOMENT, by: orNull(TEXT), reason: TEXT }, [
    'since',
    'by',
    'reason',
  ]),
};

export function statusOf(row: ReadOnlyRow | undefined): ReadOnlyStatus {
  if (row === undefined) return { readOnly: false };
  const { since, by, reason } = row;
  return { readOnly: true, since: new Date(since).toISOString(), by, reason };
}
