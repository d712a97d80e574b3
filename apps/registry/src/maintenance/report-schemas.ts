import { COUNT, FLAG, TEXT, listOf, objectOf, type JsonSchema } from '../openapi/json-schema.js';
import type { Content } from '../openapi/operation.js';

const KINDS = ['manifest', 'link', 'blob', 'repository'] as const;
const KIND: JsonSchema = { type: 'string', enum: KINDS };

const COLLECTED = objectOf({ kind: KIND, digest: TEXT, repository: TEXT, bytes: COUNT, why: TEXT }, [
  'digest',
  'repository',
]);

export const COLLECTION_CONTENT: Content = {
  'application/json': objectOf({
    dryRun: FLAG,
    complete: FLAG,
    milliseconds: COUNT,
    totals: objectOf({ manifest: COUNT, link: COUNT, blob: COUNT, repository: COUNT }),
    bytes: COUNT,
    collected: listOf(COLLECTED),
  }),
};

export const SWEEP_CONTENT: Content = {
  'application/json': objectOf(
    {
      stored: COUNT,
      orphans: COUNT,
      bytes: COUNT,
      deleted: COUNT,
      refused: TEXT,
      locations: listOf(TEXT),
    },
    ['refused'],
  ),
};
