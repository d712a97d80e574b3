import { OciError } from '@margo-registry/oci';
import { isStorageError } from '@margo-registry/storage-core';
import { HttpException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { allowedMethods } from './methods.js';
import { findTarget } from './target.js';

/** Names an error in the words of the protocol. What is not understood becomes `internal`, whose cause is never shown. */
export function nameError(thrown: unknown, request: FastifyRequest): OciError {
  if (isStorageError(thrown)) return nameStorageError(thrown);
  const status = thrown instanceof HttpException ? thrown.getStatus() : statusOf(thrown);
  if (status === 404) return nameRoutingError(request);
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

/** No route took the request: an impossible target, a method that its target does not have, or no target at all. */
function nameRoutingError(request: FastifyRequest): OciError {
  const target = findTarget(request.raw)?.target;
  if (!target) return new OciError('route-unknown');
  if (target.kind === 'invalid') return target.error;
  return new OciError('method-unsupported', {
    headers: { Allow: allowedMethods(target.kind).join(', ') },
    detail: { method: request.method },
  });
}
