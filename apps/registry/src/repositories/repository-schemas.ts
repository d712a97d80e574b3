import { COUNT, MOMENT, TEXT, listOf, objectOf } from '../openapi/json-schema.js';
import type { Content } from '../openapi/operation.js';

const REPOSITORY = objectOf({
  name: TEXT,
  createdAt: MOMENT,
  tags: COUNT,
  manifests: COUNT,
  blobs: COUNT,
  size: { ...COUNT, description: 'Bytes, each digest counted once.' },
});

export const REPOSITORY_CONTENT: Content = { 'application/json': REPOSITORY };
export const REPOSITORY_LIST_CONTENT: Content = {
  'application/json': objectOf({ repositories: listOf(REPOSITORY) }),
};
