import { OciError } from './oci-error.js';
import { quote } from './quote.js';

export interface PageParameters {
  /** At most this many entries; 0 asks for none. */
  readonly limit: number;
  /** Strictly behind this entry, which need not exist. */
  readonly after: string | undefined;
}

export interface PageLimits {
  /** Without `n`. */
  readonly defaultSize: number;
  /** A larger `n` is lowered to this. */
  readonly maximum: number;
}

/**
 * `n` and `last` of a list (distribution-spec, "Listing Tags"); of a parameter sent twice the first counts.
 * @throws OciError `page-size-invalid`
 */
export function parsePage(query: URLSearchParams, { defaultSize, maximum }: PageLimits): PageParameters {
  const size = query.get('n');
  const last = query.get('last');
  if (size !== null && !/^[0-9]+$/.test(size)) {
    const message = `The page size n=${quote(size)} is not valid; send a whole number from 0 to ${maximum}, or leave it out.`;
    throw new OciError('page-size-invalid', { message });
  }
  return {
    limit: Math.min(size === null ? defaultSize : Number(size), maximum),
    after: last === null || last === '' ? undefined : last,
  };
}

/**
 * The value of a Link header to the next page. Relative, so that it holds behind any proxy.
 * @param path already fit for a URL
 */
export function nextLink(path: string, parameters: Iterable<[string, string]>): string {
  // A plus sign is a space to some readers and a plus sign to others.
  const query = new URLSearchParams([...parameters]).toString().replaceAll('+', '%20');
  return `<${path}?${query}>; rel="next"`;
}
