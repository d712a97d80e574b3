/** A request to an endpoint, and its answer with the body read. For specs. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly json: Record<string, unknown>;
}

interface Options {
  /** `name:password`, as it stands before base64. */
  readonly basic?: string;
  readonly headers?: Record<string, string>;
}

/** POST of a form. */
export function post(
  url: string,
  form: Record<string, string> | string,
  options: Options = {},
): Promise<Answer> {
  const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
  const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
  return send(url, { method: 'POST', body, headers: { ...type, ...headersOf(options) } });
}

export const get = (url: string, options: Options = {}): Promise<Answer> =>
  send(url, { headers: headersOf(options) });

export async function send(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: readJson(text) };
}

function headersOf({ basic, headers = {} }: Options): Record<string, string> {
  if (basic === undefined) return headers;
  return { Authorization: `Basic ${Buffer.from(basic).toString('base64')}`, ...headers };
}

function readJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Payload of a JWT, unverified. */
export const payloadOf = (token: unknown): Record<string, unknown> =>
  JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;
