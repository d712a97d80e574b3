import { ACCESS_ERRORS } from './access-errors.js';
import { PACKAGE_ERRORS } from './package-errors.js';

/**
 * Every reason for which the registry refuses a request: the code of the OCI distribution specification (section "Error
 * Codes"; UNAVAILABLE and UNKNOWN are Docker's), the HTTP status, and what to tell the caller. Reasons are stable.
 */
export const OCI_ERRORS = {
  'name-invalid': {
    code: 'NAME_INVALID',
    status: 400,
    sentence:
      'The repository name is not valid. Use lower-case letters, digits and single separators, such as acme/pump.',
  },
  'name-unknown': {
    code: 'NAME_UNKNOWN',
    status: 404,
    sentence: 'No repository has this name here. Check the spelling, or push something to it first.',
  },
  'manifest-unknown': {
    code: 'MANIFEST_UNKNOWN',
    status: 404,
    sentence:
      'The repository holds no manifest with this tag or digest. List its tags, or push the manifest.',
  },
  'manifest-invalid': {
    code: 'MANIFEST_INVALID',
    status: 400,
    sentence: 'The manifest is not valid. Correct what the detail names and push it again.',
  },
  'tag-invalid': {
    code: 'MANIFEST_INVALID',
    status: 400,
    sentence:
      'The tag is not valid. Use 1 to 128 letters, digits, "_", "." or "-", beginning with a letter, digit or "_".',
  },
  'manifest-too-large': {
    code: 'SIZE_INVALID',
    status: 413,
    sentence:
      'The manifest is larger than this registry accepts. Move content out of annotations and data fields into blobs.',
  },
  'manifest-blob-unknown': {
    code: 'MANIFEST_BLOB_UNKNOWN',
    status: 404,
    sentence:
      'The manifest refers to content that the repository does not hold. Push what the detail lists, then the manifest.',
  },
  'digest-invalid': {
    code: 'DIGEST_INVALID',
    status: 400,
    sentence:
      'The digest is not valid. Send sha256 with 64, or sha512 with 128 lower-case hexadecimal digits.',
  },
  'digest-mismatch': {
    code: 'DIGEST_INVALID',
    status: 400,
    sentence:
      'The content does not have the digest that was given. Compute the digest again and repeat the whole upload.',
  },
  'size-invalid': {
    code: 'SIZE_INVALID',
    status: 400,
    sentence: 'The length that was announced is not the length of the content. Send both so that they agree.',
  },
  'blob-too-large': {
    code: 'SIZE_INVALID',
    status: 413,
    sentence:
      'The blob is larger than this registry accepts. Split the content, or ask the operator for a higher limit.',
  },
  'blob-unknown': {
    code: 'BLOB_UNKNOWN',
    status: 404,
    sentence: 'The repository holds no blob with this digest. Check the digest, or push or mount the blob.',
  },
  'range-not-satisfiable': {
    code: 'SIZE_INVALID',
    status: 416,
    sentence: 'The range lies outside the blob. Ask for bytes within the size that Content-Range states.',
  },
  'blob-upload-unknown': {
    code: 'BLOB_UPLOAD_UNKNOWN',
    status: 404,
    sentence:
      'The repository has no such upload; it is finished, cancelled, expired or was never begun. Begin another one.',
  },
  'blob-upload-invalid': {
    code: 'BLOB_UPLOAD_INVALID',
    status: 400,
    sentence:
      'The body of the request could not be read to its end. Ask for the status of the upload and continue from there.',
  },
  'chunk-out-of-order': {
    code: 'BLOB_UPLOAD_INVALID',
    status: 416,
    sentence:
      'The chunk does not begin where the upload stands. Continue behind the last byte that the Range header names.',
  },
  'upload-busy': {
    code: 'BLOB_UPLOAD_INVALID',
    status: 416,
    sentence:
      'Another request is writing to this upload. Wait for it, then ask for the status and continue from there.',
  },
  'body-timeout': {
    code: 'BLOB_UPLOAD_INVALID',
    status: 408,
    sentence: 'No content arrived for too long. Ask for the status of the upload and continue from there.',
  },
  'too-many-uploads': {
    code: 'TOOMANYREQUESTS',
    status: 429,
    sentence:
      'Too many uploads are open. Finish or cancel some, or try again after the seconds in Retry-After.',
  },
  'too-many-tags': {
    code: 'UNSUPPORTED',
    status: 414,
    sentence:
      'The request names more tags than one push may create. Push the manifest with fewer tags at a time.',
  },
  'uri-too-long': {
    code: 'UNSUPPORTED',
    status: 414,
    sentence: 'The address of the request is too long. Shorten its path or its query.',
  },
  'page-size-invalid': {
    code: 'UNSUPPORTED',
    status: 400,
    sentence: 'The query parameter n is not a page size. Send a whole number from 0 up, or leave it out.',
  },
  'precondition-failed': {
    code: 'DENIED',
    status: 412,
    sentence:
      'The tag is not in the state that If-Match or If-None-Match asks for. Read it again and decide anew.',
  },
  'blob-in-use': {
    code: 'UNSUPPORTED',
    status: 405,
    sentence: 'A manifest of this repository uses the blob. Delete that manifest first.',
  },
  'manifest-in-use': {
    code: 'UNSUPPORTED',
    status: 405,
    sentence: 'An index of this repository lists the manifest. Delete that index first.',
  },
  ...ACCESS_ERRORS,
  ...PACKAGE_ERRORS,
  'method-unsupported': {
    code: 'UNSUPPORTED',
    status: 405,
    sentence: 'This address does not take that method. Use one of those in the Allow header.',
  },
  'route-unknown': {
    code: 'UNSUPPORTED',
    status: 404,
    sentence: 'The registry has nothing at this address. Check it against the OCI specification.',
  },
  'media-type-unsupported': {
    code: 'UNSUPPORTED',
    status: 415,
    sentence:
      'This media type is not supported. Push an OCI manifest or index, or a Docker schema 2 manifest or list.',
  },
  'request-invalid': {
    code: 'UNSUPPORTED',
    status: 400,
    sentence:
      'The request is not valid HTTP, or one of its headers or parameters is not. Correct it and send it again.',
  },
  'headers-too-large': {
    code: 'UNSUPPORTED',
    status: 431,
    sentence: 'The headers of the request are too large. Send fewer or shorter ones.',
  },
  'storage-unavailable': {
    code: 'UNAVAILABLE',
    status: 503,
    sentence: 'The storage behind the registry does not answer. Try again later.',
  },
  'storage-full': {
    code: 'UNAVAILABLE',
    status: 507,
    sentence: 'The storage behind the registry is full. Tell the operator; nothing was stored.',
  },
  'read-only': {
    code: 'UNAVAILABLE',
    status: 503,
    sentence:
      'The registry is read-only for maintenance: pulls go on, pushes and deletions are refused. Repeat it when that is over (Retry-After), or ask the operator.',
  },
  'maintenance-busy': {
    code: 'DENIED',
    status: 409,
    sentence: 'Another process of this registry is doing that at the moment. Try again when it is done.',
  },
  'backup-place-unknown': {
    code: 'BLOB_UNKNOWN',
    status: 404,
    sentence: 'This backup names no such bytes, or they are gone. Run the backup again.',
  },
  internal: {
    code: 'UNKNOWN',
    status: 500,
    sentence:
      'The registry failed. Try again; if it persists, give the operator the time and the request id.',
  },
} as const satisfies Record<string, { code: string; status: number; sentence: string }>;

export type OciErrorReason = keyof typeof OCI_ERRORS;

export type OciErrorCode = (typeof OCI_ERRORS)[OciErrorReason]['code'];
