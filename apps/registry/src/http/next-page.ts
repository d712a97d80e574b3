import { nextLink, type PageParameters } from '@margo-registry/oci';
import type { FastifyReply } from 'fastify';

/**
 * Says in a `Link` header where a list goes on: with pages of the same size, behind `last` (distribution-spec, "Listing Tags").
 * @param path of the list, already fit for a URL
 * @param last entry of this page; `undefined` where nothing follows
 */
export function linkNextPage(
  reply: FastifyReply,
  path: string,
  { limit }: PageParameters,
  last: string | undefined,
): void {
  if (last === undefined) return;
  reply.header(
    'Link',
    nextLink(path, [
      ['n', `${limit}`],
      ['last', last],
    ]),
  );
}
