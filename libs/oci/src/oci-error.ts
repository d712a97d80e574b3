import { OCI_ERRORS, type OciErrorCode, type OciErrorReason } from './error-table.js';

const OCI_ERROR = Symbol.for('@margo-registry/oci-error');

export interface OciErrorOptions {
  /** In place of the table's sentence; says what is wrong and what to do. Shown to the caller. */
  readonly message?: string;
  /** Anything that survives JSON; shown to the caller. */
  readonly detail?: unknown;
  /** For the log only. */
  readonly cause?: unknown;
  /** Response headers that belong to the refusal, such as `Range` of a 416. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal in the words of the OCI distribution specification. Recognise it with {@link isOciError}. */
export class OciError extends Error {
  readonly reason: OciErrorReason;
  readonly code: OciErrorCode;
  readonly status: number;
  readonly detail: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(reason: OciErrorReason, options: OciErrorOptions = {}) {
    const { code, status, sentence } = OCI_ERRORS[reason];
    super(options.message ?? sentence, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'OciError';
    this.reason = reason;
    this.code = code;
    this.status = status;
    this.detail = options.detail;
    this.headers = options.headers ?? {};
    Object.defineProperty(this, OCI_ERROR, { value: true });
  }
}

/** True for an {@link OciError} of any copy of this package, if a reason is given then only for that one. */
export function isOciError(error: unknown, reason?: OciErrorReason): error is OciError {
  const marked =
    typeof error === 'object' && error !== null && (error as Record<symbol, unknown>)[OCI_ERROR] === true;
  return marked && (reason === undefined || (error as OciError).reason === reason);
}

export interface RenderedErrors {
  readonly errors: { readonly code: OciErrorCode; readonly message: string; readonly detail?: unknown }[];
}

/** The body of an error response (distribution-spec, "Error Codes"). */
export function renderErrors(errors: OciError | readonly OciError[]): RenderedErrors {
  const list = Array.isArray(errors) ? (errors as readonly OciError[]) : [errors as OciError];
  return {
    errors: list.map(({ code, message, detail }) => ({
      code,
      message,
      ...(detail === undefined ? {} : { detail }),
    })),
  };
}
