import { OAuthError } from './oauth-error.js';

/** RFC 8693 section 2.1 and RFC 8707 section 2 let these come several times; RFC 6749 section 3.2 nothing else. */
const REPEATABLE = new Set(['audience', 'resource']);

/** The parameters of a form body. Empty ones count as absent (RFC 6749 section 3.2). */
export class Form {
  private constructor(private readonly values: ReadonlyMap<string, readonly string[]>) {}

  /** @throws OAuthError invalid_request for a parameter that is there twice */
  static parse(text: string): Form {
    const values = new Map<string, string[]>();
    for (const [name, value] of new URLSearchParams(text)) {
      if (value === '') continue;
      const known = values.get(name);
      if (known && !REPEATABLE.has(name))
        throw refuse(`The parameter ${name.slice(0, 60)} is there twice; send it once.`);
      if (known) known.push(value);
      else values.set(name, [value]);
    }
    return new Form(values);
  }

  find(name: string): string | undefined {
    return this.values.get(name)?.[0];
  }

  /** @throws OAuthError invalid_request where it is absent */
  get(name: string): string {
    const value = this.find(name);
    if (value === undefined) throw refuse(`The parameter ${name} is missing; send it in the form body.`);
    return value;
  }

  list(name: string): readonly string[] {
    return this.values.get(name) ?? [];
  }
}

/** The body of a request as a form. @throws OAuthError invalid_request where it is something else, or nothing */
export function formOf(body: unknown): Form {
  if (body instanceof Form) return body;
  throw refuse('Send the parameters as a body of the type application/x-www-form-urlencoded.');
}

const refuse = (description: string): OAuthError => new OAuthError('invalid_request', { description });
