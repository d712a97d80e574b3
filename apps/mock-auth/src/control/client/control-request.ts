import type { BodyFault } from '../control-problem.js';

/** A refusal of the control API: the sentence, and each fault of the body on a line of its own. */
export class MockAuthControlError extends Error {
  override readonly name = 'MockAuthControlError';

  constructor(
    readonly status: number,
    detail: string,
    readonly errors: readonly BodyFault[] = [],
  ) {
    super([detail, ...errors.map(({ path, fault }) => `- ${path}: ${fault}`)].join('\n'));
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Asks the control API of one issuer. */
export class ControlRequests {
  /** @param base address of the issuer, without a slash at its end */
  constructor(private readonly base: string) {}

  get<T>(path: string, query: object = {}): Promise<T> {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) parameters.set(name, String(value));
    const search = parameters.toString();
    return this.send('GET', search === '' ? path : `${path}?${search}`);
  }

  /** @param body plain data as JSON, or a text of YAML. @throws MockAuthControlError for a refusal */
  async send<T>(method: Method, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.base}/control${path}`, { method, ...encodeBody(body) });
    const text = await response.text();
    if (!response.ok) throw readError(response.status, text);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}

function encodeBody(body: unknown): RequestInit {
  if (body === undefined) return {};
  if (typeof body === 'string') return { headers: { 'content-type': 'application/yaml' }, body };
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function readError(status: number, text: string): MockAuthControlError {
  try {
    const { detail, errors } = JSON.parse(text) as { detail: string; errors?: BodyFault[] };
    return new MockAuthControlError(status, detail, errors);
  } catch {
    return new MockAuthControlError(status, `The server answered ${status}, and not as a mock would.`);
  }
}
