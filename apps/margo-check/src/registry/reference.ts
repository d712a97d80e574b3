import { isRepositoryName, isTag, parseDigest } from '@margo-registry/oci';

/** `[oci://]host[:port]/repository[:tag][@digest]` */
export interface Reference {
  readonly host: string;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const SHAPE = /^(?:oci:\/\/)?(\[[0-9a-f:]+\](?::[0-9]+)?|[^/@\s]+)\/([^:@\s]+)(?::([^@\s]+))?(?:@(\S+))?$/;

/** Throws an `Error` whose message says what a reference looks like, or what is wrong with a part of it. */
export function parseReference(text: string): Reference {
  const [, host, repository, tag, digest] = SHAPE.exec(text) ?? [];
  if (host === undefined || repository === undefined || !/[.:]|^localhost$/.test(host))
    throw new Error('write it like registry.example.com/acme/hello:1.0.0');
  if (!isRepositoryName(repository))
    throw new Error(
      `${JSON.stringify(repository)} is no name of a repository: lower case, parts separated by /`,
    );
  if (tag !== undefined && !isTag(tag)) throw new Error(`${JSON.stringify(tag)} is no tag`);
  if (digest !== undefined) parseDigest(digest);
  return { host, repository, tag, digest };
}
