import { RestError } from '@azure/storage-blob';
import {
  isStorageError,
  StorageError,
  type StorageErrorKind,
  type UploadState,
} from '@margo-registry/storage-core';

export const DRIVER = 'azure';

const REFUSED = 'the service refuses this account and key, or its firewall this machine';

/** What the service's error codes mean here. Any other code means that it does not do what it should. */
const KINDS: Record<string, { readonly kind: StorageErrorKind; readonly sentence: string }> = {
  InvalidRange: { kind: 'corrupt', sentence: 'fewer bytes are stored than were asked for' },
  BlockCountExceedsLimit: { kind: 'full', sentence: 'the service takes no blob of so many blocks' },
  RequestBodyTooLarge: { kind: 'full', sentence: 'the service takes no blob of this size' },
  LeaseIdMissing: { kind: 'conflict', sentence: 'somebody holds a lease on this blob' },
  BlobImmutableDueToPolicy: { kind: 'conflict', sentence: 'a policy of the container keeps this blob' },
  ContainerNotFound: { kind: 'unavailable', sentence: 'the container is gone; was it deleted or renamed?' },
  AuthenticationFailed: { kind: 'unavailable', sentence: REFUSED },
  AuthorizationFailure: { kind: 'unavailable', sentence: REFUSED },
  ServerBusy: { kind: 'unavailable', sentence: 'the service is busy' },
  ECONNREFUSED: { kind: 'unavailable', sentence: 'nothing listens at the endpoint' },
  ENOTFOUND: { kind: 'unavailable', sentence: 'the name of the endpoint cannot be resolved' },
  AbortError: { kind: 'unavailable', sentence: 'the service said nothing for too long' },
};

export interface AzureErrorContext {
  /** In the port's words. */
  readonly operation: string;
  /** What an absent blob means here. */
  readonly missing?: 'not-found' | 'upload-unknown';
  readonly state?: UploadState;
}

/** The `StorageError` of a call that failed; what is one already stays as it is. */
export function toStorageError(cause: unknown, context: AzureErrorContext): StorageError {
  if (isStorageError(cause)) return cause;
  if (isBlobMissing(cause) && context.missing !== undefined)
    return azureError(context.missing, context, 'no bytes at this place', cause);
  const code = codeOf(cause);
  const { kind, sentence } = KINDS[code] ?? {
    kind: 'unavailable',
    sentence: `the service does not answer as it should (${code})`,
  };
  return azureError(kind, context, sentence, cause);
}

export function azureError(
  kind: StorageErrorKind,
  context: AzureErrorContext,
  sentence: string,
  cause?: unknown,
): StorageError {
  const { operation, state } = context;
  const message = `${DRIVER}: ${operation}: ${sentence}`;
  return new StorageError(kind, message, { driver: DRIVER, operation, cause, state });
}

export function isBlobMissing(error: unknown): boolean {
  return codeOf(error) === 'BlobNotFound';
}

/** The service's code (an answer to HEAD has it in a header only), else that of the connection, else the error's name. */
export function codeOf(error: unknown): string {
  if (!(error instanceof RestError)) return error instanceof Error ? error.name : 'unknown';
  const { errorCode } = (error.details ?? {}) as { errorCode?: string };
  return errorCode ?? error.code ?? error.name;
}
