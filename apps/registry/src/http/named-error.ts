import { OciError } from '@margo-registry/oci';
import { isStorageError } from '@margo-registry/storage-core';
import { HttpException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { OwnRoutes } from '../openapi/own-routes.js';
import { allowedMethods } from './methods.js';
import { findTarget } from './target.js';

const NO_ROUTES = { allowedMethods: (): readonly string[] => [] };

/** Names an error in the words of the protocol. What is not understood becomes `internal`, whose cause is never shown. */
export function nameError(
  thrown: unknown,
  request: FastifyRequest,
  routes: Pick<OwnRoutes, 'allowedMethods'> = NO_ROUTES,
): OciError {
  if (isStorageError(thrown)) return nameStorageError(thrown);
  const status = thrown instanceof HttpException ? thrown.getStatus() : statusOf(thrown);
  const methods = methodsOf(request, routes);
  // Fastify looks at the headers of a method that is new to it before it looks for a route.
  if (status === 404 || (status < 500 && !methods.includes(request.method)))
    return nameRoutingError(request, methods);
  if (status >= 400 && status < 500)
    return new OciError('request-invalid', { message: (thrown as Error).message });
  return new OciError('internal', { cause: thrown });
}

/** Fastify's own errors carry their status. */
function statusOf(thrown: unknown): number {
  const status = (thrown as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}

function nameStorageError(error: Error & { kind: string }): OciError {
  const reasons = {
    'upload-unknown': 'blob-upload-unknown',
    full: 'storage-full',
    unavailable: 'storage-unavailable',
    conflict: 'storage-unavailable',
  } as const;
  return new OciError(reasons[error.kind as keyof typeof reasons] ?? 'internal', { cause: error });
}

/** Methods that the address of a request takes; none where there is nothing. */
function methodsOf(request: FastifyRequest, routes: Pick<OwnRoutes, 'allowedMethods'>): readonly string[] {
  const target = findTarget(request.raw)?.target;
  return target ? allowedMethods(target.kind) : routes.allowedMethods(request.url.split('?')[0] ?? '');
}

/** No route took the request: an impossible target, a method that its target does not have, or no target at all. */
function nameRoutingError(request: FastifyRequest, methods: readonly string[]): OciError {
  const target = findTarget(request.raw)?.target;
  if (target?.kind === 'invalid') return target.error;
  if (methods.length === 0) return new OciError('route-unknown');
  return new OciError('method-unsupported', {
    headers: { Allow: methods.join(', ') },
    detail: { method: request.method },
  });
}
