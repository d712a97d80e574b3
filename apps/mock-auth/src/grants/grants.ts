import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ClientAuthentication } from '../authentication/client-authentication.js';
import type { Form } from '../http/form.js';
import { OAuthError } from '../http/oauth-error.js';
import type { Client } from '../identities/identity.js';
import type { Grant, TokenAnswer } from './grant.js';

export const GRANTS = Symbol('GRANTS');

/** Every grant there is: which one, by whom, and whether the client may use it. */
@Injectable()
export class Grants {
  private readonly grants: ReadonlyMap<string, Grant>;

  constructor(
    private readonly authentication: ClientAuthentication,
    @Inject(GRANTS) grants: readonly Grant[],
  ) {
    this.grants = new Map(grants.map((grant) => [grant.type, grant]));
  }

  /** @throws OAuthError of RFC 6749 section 5.2 */
  async answer(request: FastifyRequest, form: Form): Promise<TokenAnswer> {
    const grant = this.get(form.get('grant_type'));
    const client = await this.clientOf(request, form, grant);
    if (client) checkMayUse(client, grant);
    return grant.answer({ request, form, client });
  }

  private get(type: string): Grant {
    const grant = this.grants.get(type);
    if (grant) return grant;
    throw new OAuthError('unsupported_grant_type', {
      description: `There is no grant ${type.slice(0, 100)}; there are ${[...this.grants.keys()].join(', ')}.`,
    });
  }

  private clientOf(request: FastifyRequest, form: Form, grant: Grant): Promise<Client | undefined> {
    return grant.needsClient
      ? this.authentication.authenticate(request, form)
      : this.authentication.find(request, form);
  }
}

function checkMayUse({ subject, grants }: Client, { type }: Grant): void {
  if (grants.includes(type)) return;
  const description = `${subject} may not use the grant ${type}; its grants are ${grants.join(', ') || 'none'}.`;
  throw new OAuthError('unauthorized_client', { description });
}
