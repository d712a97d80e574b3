/** What the registry answered, read to its end. */
export class Answer {
  constructor(
    readonly status: number,
    /** Names in lower case; a header that was repeated is joined by commas. */
    readonly headers: Readonly<Record<string, string | undefined>>,
    readonly body: Buffer,
  ) {}

  header(name: string): string | undefined {
    return this.headers[name.toLowerCase()];
  }

  /** Throws where the header is absent: whoever asks cannot go on without it. */
  getHeader(name: string): string {
    const value = this.header(name);
    if (value === undefined) throw new Error(`the answer ${this.status} has no ${name}: ${this.text}`);
    return value;
  }

  get text(): string {
    return this.body.toString('utf8');
  }

  get json(): unknown {
    return JSON.parse(this.text);
  }

  /** Codes of the OCI error form, in order. */
  get codes(): string[] {
    return this.errors.map(({ code }) => code);
  }

  get errors(): readonly { code: string; message: string; detail?: unknown }[] {
    return (this.json as { errors: { code: string; message: string; detail?: unknown }[] }).errors;
  }

  /** Target of `Link: <…>; rel="next"`, or `undefined` on the last page. */
  get nextPage(): string | undefined {
    return /^<([^>]*)>; rel="next"$/.exec(this.header('link') ?? '')?.[1];
  }
}

export function joinHeaders(
  headers: Record<string, string | string[] | undefined>,
): Record<string, string | undefined> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ]);
  return Object.fromEntries(entries) as Record<string, string | undefined>;
}
