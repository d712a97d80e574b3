import type { OciError } from '@margo-registry/oci';

/** A problem of the own API, as RFC 9457 shapes it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly [extension: string]: unknown;
}

/** The reason of the error table is the problem's type, as a relative reference to the documentation. */
export function renderProblem(error: OciError): Problem {
  return {
    type: `/docs/errors#${error.reason}`,
    title: error.code,
    status: error.status,
    detail: error.message,
    ...(error.detail === undefined ? {} : { context: error.detail }),
  };
}
