import {
  isStorageError,
  StorageError,
  type StorageErrorKind,
  type UploadState,
} from '@margo-registry/storage-core';
import { TimeLimitError } from './limits.js';
import { Refusal } from './refusal.js';

export const DRIVER = 's3';

/** Fewer or other bytes came than were stored. */
export class ObjectDamaged extends Error {}

export interface S3ErrorContext {
  readonly bucket: string;
  /** In the port's words. */
  readonly operation: string;
  /** What an absent object means here. */
  readonly missing?: 'not-found' | 'upload-unknown';
  readonly state?: UploadState;
}

interface Reading {
  readonly kind: StorageErrorKind;
  readonly sentence: string;
}

const FULL: Reading = {
  kind: 'full',
  sentence: 'the service has no space left, or the bucket is over its quota',
};
const REDIRECT = unavailable('the bucket is in another region; correct the endpoint and the region');
const CLOCK = unavailable('the clock of this machine differs too much from that of the service; set it');
const SLOW_DOWN = unavailable('the service asks to slow down');
const ACCESS_KEY = unavailable('the service does not know the access key; correct it');

const BY_CODE: Record<string, Reading> = {
  NoSuchBucket: unavailable('the bucket does not exist; create it or correct its name'),
  InvalidBucketName: unavailable('this is no name of a bucket; correct it'),
  AccessDenied: unavailable('access denied; allow this key to read, write, delete and list in the bucket'),
  InvalidAccessKeyId: ACCESS_KEY,
  InvalidTokenId: ACCESS_KEY,
  ExpiredToken: unavailable('the credentials have expired; renew them'),
  SignatureDoesNotMatch: unavailable('the secret key does not belong to the access key; correct it'),
  AuthorizationHeaderMalformed: unavailable('the service expects another region; correct it'),
  PermanentRedirect: REDIRECT,
  TemporaryRedirect: REDIRECT,
  RequestTimeTooSkewed: CLOCK,
  AccessTimeSkewed: CLOCK,
  // No multipart upload outlives a call of this driver, so the caller's own bytes are safe.
  NoSuchUpload: unavailable('the service lost the parts that were being sent; send them again'),
  InvalidRange: { kind: 'corrupt', sentence: 'fewer bytes there than asked for' },
  XMinioStorageFull: FULL,
  XMinioAdminBucketQuotaExceeded: FULL,
  QuotaExceeded: FULL,
  InsufficientStorage: FULL,
  StorageFull: FULL,
  EntityTooLarge: { kind: 'full', sentence: 'the service takes no object of this size' },
  SlowDown: SLOW_DOWN,
  SlowDownRead: SLOW_DOWN,
  SlowDownWrite: SLOW_DOWN,
};

const CERTIFICATE =
  /CERT|^UNABLE_TO_|^ERR_TLS_CERT|SELF_SIGNED|^ERR_SSL_(?!WRONG_VERSION)|^CRL_|^HOSTNAME_MISMATCH/;

/** The `StorageError` of a failed call: names the bucket and what to do, never a key or a secret. */
export function toStorageError(cause: unknown, context: S3ErrorContext): StorageError {
  if (isStorageError(cause)) return cause;
  const { kind, sentence } = readCause(cause, context);
  return s3Error(kind, context, sentence, cause);
}

export function s3Error(
  kind: StorageErrorKind,
  context: S3ErrorContext,
  sentence: string,
  cause?: unknown,
): StorageError {
  const { bucket, operation, state } = context;
  return new StorageError(kind, `${DRIVER}: ${operation}: bucket "${bucket}": ${sentence}`, {
    driver: DRIVER,
    operation,
    cause,
    state,
  });
}

function readCause(cause: unknown, { missing }: S3ErrorContext): Reading {
  if (cause instanceof Refusal) return readRefusal(cause, missing);
  if (cause instanceof ObjectDamaged) return { kind: 'corrupt', sentence: cause.message };
  if (cause instanceof TimeLimitError) return readTimeLimit(cause);
  if (cause instanceof RangeError)
    return unavailable(`the memory for uploads is too small (${cause.message}); raise \`memory\``);
  const { code } = cause as { code?: unknown };
  return typeof code === 'string'
    ? readSystemError(code)
    : unavailable('the service does not answer as S3 does');
}

function readRefusal({ status, code }: Refusal, missing: S3ErrorContext['missing']): Reading {
  if ((code === 'NoSuchKey' || code === 'NotFound') && missing !== undefined)
    return { kind: missing, sentence: 'no bytes at this place' };
  const known = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  const { kind, sentence } = known ?? readStatus(status);
  return { kind, sentence: `${sentence} (${status} ${code})` };
}

function readStatus(status: number): Reading {
  if (status === 507) return FULL;
  return unavailable(
    status >= 500 ? 'the service fails; its log should say why' : 'the service refuses this',
  );
}

function readTimeLimit({ message, cause }: TimeLimitError): Reading {
  const last = cause instanceof Refusal ? ` (last: ${cause.status} ${cause.code})` : '';
  return unavailable(`the service is too slow or unreachable: ${message}${last}`);
}

function readSystemError(code: string): Reading {
  if (CERTIFICATE.test(code))
    return unavailable(
      `the certificate of the service is not trusted (${code}); name its authority's PEM file under \`ca\``,
    );
  if (code === 'EPROTO' || code.startsWith('HPE_') || code === 'ERR_SSL_WRONG_VERSION_NUMBER')
    return unavailable(`the service speaks another protocol (${code}); is it http:// or https://?`);
  return unavailable(`the service cannot be reached (${code}); check the endpoint and that it runs`);
}

function unavailable(sentence: string): Reading {
  return { kind: 'unavailable', sentence };
}
