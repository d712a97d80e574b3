import type { Form } from '../http/form.js';
import { OAuthError } from '../http/oauth-error.js';
import type { Client } from '../identities/identity.js';

/**
 * For whom the token shall be: `audience` (RFC 8693) or `resource` (RFC 8707) of the request, else the standard one.
 * @throws OAuthError invalid_target for one that the client may not ask for
 */
export function audienceOf(form: Form, client: Client | undefined, standard: string): readonly string[] {
  const resources = form.list('resource');
  const relative = resources.find((resource) => !URL.canParse(resource) || resource.includes('#'));
  if (relative !== undefined) {
    throw refuse('resource must be an absolute URI without a fragment (RFC 8707 section 2).');
  }
  const asked = [...new Set([...form.list('audience'), ...resources])];
  const foreign = asked.find((audience) => client?.audiences && !client.audiences.includes(audience));
  if (foreign !== undefined) {
    throw refuse(
      `The audience ${foreign.slice(0, 100)} is not one of the client, which are ${client?.audiences?.join(', ')}.`,
    );
  }
  return asked.length > 0 ? asked : [client?.audiences?.[0] ?? standard];
}

const refuse = (description: string): OAuthError => new OAuthError('invalid_target', { description });
