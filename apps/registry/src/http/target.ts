import { OciError, parseTarget, type Target } from '@margo-registry/oci';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';

/** What a request under `/v2/` is about. Parsed once, before routing; router, guard and handler read this and nothing else. */
export interface RequestTarget {
  readonly target: Target;
  /** The path as it was asked for, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
}

const TARGET = Symbol('request target');
type Targeted = IncomingMessage & { [TARGET]?: RequestTarget };

/**
 * Fastify's `rewriteUrl`: replaces a path of the protocol by the name of its target, so that controllers have plain
 * routes (`/v2/manifest`) although repository names contain slashes. A path that is not a target gets no route.
 */
export function rewriteUrl(request: IncomingMessage): string {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  if (path !== '/v2' && !path.startsWith('/v2/')) return url;
  const target = parseTarget(path);
  const query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
  (request as Targeted)[TARGET] = { target, path, query };
  return `/v2/${target.kind}`;
}

/** The target of a request, or `undefined` outside `/v2/`. */
export function findTarget(request: IncomingMessage): RequestTarget | undefined {
  return (request as Targeted)[TARGET];
}

/** The target of a request under `/v2/`. Throws `route-unknown` where there is none. */
export function getTarget<Kind extends Target['kind']>(
  request: IncomingMessage,
  kind: Kind,
): RequestTarget & { target: Extract<Target, { kind: Kind }> } {
  const found = findTarget(request);
  // A percent-encoded `/%76%32/…` reaches the router as `/v2/…` without having been parsed here.
  if (found?.target.kind !== kind) throw new OciError('route-unknown');
  return found as RequestTarget & { target: Extract<Target, { kind: Kind }> };
}

/** Handler parameter: `@ForTarget('manifest') { target, query }`. */
export const ForTarget = createParamDecorator((kind: Target['kind'], context: ExecutionContext) =>
  getTarget(context.switchToHttp().getRequest<FastifyRequest>().raw, kind),
);

/** Type of a handler's `@ForTarget(kind)` parameter. */
export type Targeting<Kind extends Target['kind']> = RequestTarget & {
  target: Extract<Target, { kind: Kind }>;
};
