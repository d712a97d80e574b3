import type { Target } from '@margo-registry/oci';

const METHODS: Record<Target['kind'], readonly string[]> = {
  ping: ['GET', 'HEAD'],
  catalog: ['GET', 'HEAD'],
  manifest: ['GET', 'HEAD', 'PUT', 'DELETE'],
  blob: ['GET', 'HEAD', 'DELETE'],
  uploads: ['POST'],
  upload: ['GET', 'HEAD', 'PATCH', 'PUT', 'DELETE'],
  tags: ['GET', 'HEAD'],
  referrers: ['GET', 'HEAD'],
  invalid: [],
};

/** Methods that a target answers, for the `Allow` header of a 405 (RFC 9110, 15.5.6). */
export function allowedMethods(kind: Target['kind']): readonly string[] {
  return METHODS[kind];
}
