import { CheckFailed } from '../check-failed.js';
import { EXIT } from '../exit-code.js';
import type { Reference } from './reference.js';

interface OciErrors {
  readonly errors?: readonly { readonly code?: unknown; readonly message?: unknown }[];
}

const SENTENCES: Readonly<Record<number, string>> = {
  401: 'it wants credentials, or others than these',
  403: 'it does not allow this',
  404: 'it does not have this',
};

/** What a registry said no to: a refusal of the content where it is one (400), else something that cannot be read. */
export async function describeRefusal(
  response: Response,
  { host, repository }: Pick<Reference, 'host' | 'repository'>,
): Promise<CheckFailed> {
  const { errors = [] } = await response.json().then(
    (body: unknown) => (typeof body === 'object' && body !== null ? (body as OciErrors) : {}),
    () => ({}) as OciErrors,
  );
  const said = Array.isArray(errors)
    ? errors.map(({ code, message }) => `${String(code)}: ${String(message)}`).join('; ')
    : '';
  const sentence = said || SENTENCES[response.status] || 'it does not say why';
  const message = `${host}/${repository} answered ${response.status}: ${sentence}`;
  return new CheckFailed(message, response.status === 400 ? EXIT.refused : EXIT.unreadable);
}
