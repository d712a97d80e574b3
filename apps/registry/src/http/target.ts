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
  /** The header as it came, also where it is no media type at all. */
  readonly contentType: string | undefined;
}

const TARGET = Symbol('request target');
type Targeted = IncomingMessage & { [TARGET]?: RequestTarget };

/**
 * Fastify's `rewriteUrl`: replaces a path of the protocol by the name of its target, so that controllers have plain
 * routes (`/v2/manifest`) although repository names contain slashes. A path that is not a target gets no route.
 */
export function rewriteUrl(request: IncomingMessage): string {
  const url = originForm(request);
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const target = findTargetOf(path);
  if (!target) return url;
  const query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
  (request as Targeted)[TARGET] = { target, path, query, contentType: takeContentType(request) };
  return `/v2/${target.kind}`;
}

/** The path of an absolute-form target (RFC 9112, 3.2.2), whose host then counts instead of the header's. */
function originForm(request: IncomingMessage): string {
  const url = request.url ?? '/';
  if (url.startsWith('/') || !URL.canParse(url)) return url;
  const { host, pathname, search } = new URL(url);
  request.headers.host = host;
  return `${pathname}${search}`;
}

function findTargetOf(path: string): Target | undefined {
  if (path === '/v2' || path.startsWith('/v2/')) return parseTarget(path);
  // The router decodes what was not parsed: `/%76%32/manifest` must not reach a route by its inner name.
  const isDisguised = path.includes('%') && /^\/(v|%76)(2|%32)(\/|%2f|$)/i.test(path);
  return isDisguised ? { kind: 'invalid', error: new OciError('route-unknown') } : undefined;
}

/** Fastify judges media types before anybody knows what a body is for, so under `/v2/` it does not get to see them (END4-05). */
function takeContentType(request: IncomingMessage): string | undefined {
  const contentType = request.headers['content-type'];
  delete request.headers['content-type'];
  return contentType;
}

/** The target of a request, or `undefined` outside `/v2/`. */
export function findTarget(request: IncomingMessage): RequestTarget | undefined {
  return (request as Targeted)[TARGET];
}

/** Type of a handler's `@ForTarget(kind)` parameter. */
export type Targeting<Kind extends Target['kind']> = RequestTarget & {
  target: Extract<Target, { kind: Kind }>;
};

/** The target of a request under `/v2/`. Throws `route-unknown` where there is none. */
export function getTarget<Kind extends Target['kind']>(
  request: IncomingMessage,
  kind: Kind,
): Targeting<Kind> {
  const found = findTarget(request);
  if (found?.target.kind !== kind) throw new OciError('route-unknown');
  return found as Targeting<Kind>;
}

/** Handler parameter: `@ForTarget('manifest') { target, query }`. */
export const ForTarget = createParamDecorator((kind: Target['kind'], context: ExecutionContext) =>
  getTarget(context.switchToHttp().getRequest<FastifyRequest>().raw, kind),
);
