import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Form } from '../http/form.js';
import { OAuthError } from '../http/oauth-error.js';
import { PATHS } from '../http/endpoints.js';
import { isPublic, type Client } from '../identities/identity.js';
import { isSameSecret } from '../identities/secret.js';
import { IssuerUrl } from '../issuers/issuer-url.js';
import type { IssuerWorld } from '../issuers/issuer-world.js';
import { worldOf } from '../issuers/world.js';
import { noteFacts } from '../journal/request-facts.js';
import { decodeForm, parseBasic, type BasicCredentials } from './basic.js';
import { ASSERTION_TYPE, checkAssertion, clientIdOf } from './private-key-jwt.js';
import { refuseClient } from './refuse-client.js';

const UNKNOWN = 'The client is not known or its secret is wrong.';

/** Who is asking: each method of {@link CLIENT_AUTHENTICATION_METHODS}, never two at once (RFC 6749 section 2.3). */
@Injectable()
export class ClientAuthentication {
  constructor(private readonly urls: IssuerUrl) {}

  /** The client of the request. @throws OAuthError invalid_client, or invalid_request for two methods at once */
  async authenticate(request: FastifyRequest, form: Form): Promise<Client> {
    const client = await this.find(request, form);
    if (client === undefined) throw refuseClient('The request names no client; send its credentials.');
    return client;
  }

  /** The client of the request, or undefined where the request names none. @throws as {@link authenticate} */
  async find(request: FastifyRequest, form: Form): Promise<Client | undefined> {
    checkOneMethod(request, form);
    const world = worldOf(request);
    const client = await this.findByMethod(request, form, world);
    const named = form.find('client_id');
    if (client && named !== undefined && named !== client.subject) {
      throw new OAuthError('invalid_request', {
        description: 'client_id is not the client that authenticates.',
      });
    }
    if (client) noteFacts(request.raw, { client: client.subject });
    return client;
  }

  private async findByMethod(
    request: FastifyRequest,
    form: Form,
    world: IssuerWorld,
  ): Promise<Client | undefined> {
    const { authorization } = request.headers;
    if (authorization !== undefined) return bySecret(world, request, readBasic(authorization));
    const assertion = form.find('client_assertion');
    if (assertion !== undefined) return this.byAssertion(request, form, assertion);
    const name = form.find('client_id');
    if (name === undefined) return undefined;
    const password = form.find('client_secret');
    return password === undefined
      ? withoutSecret(world, request, name)
      : bySecret(world, request, { name, password });
  }

  private async byAssertion(request: FastifyRequest, form: Form, assertion: string): Promise<Client> {
    if (form.find('client_assertion_type') !== ASSERTION_TYPE) {
      throw refuseClient(`client_assertion_type must be ${ASSERTION_TYPE}.`);
    }
    const world = worldOf(request);
    const id = clientIdOf(assertion);
    noteFacts(request.raw, { client: id });
    const client = world.identities.findClient(id);
    if (client === undefined) throw refuseClient(UNKNOWN);
    const endpoints = [PATHS.token, PATHS.introspect, PATHS.revoke];
    const audiences = endpoints.map((path) => this.urls.endpoint(request, path));
    await checkAssertion(assertion, client, world, [
      this.urls.of(request),
      ...this.urls.aliases(request),
      ...audiences,
    ]);
    return client;
  }
}

function checkOneMethod(request: FastifyRequest, form: Form): void {
  const methods = [request.headers.authorization, form.find('client_secret'), form.find('client_assertion')];
  if (methods.filter((method) => method !== undefined).length < 2) return;
  throw new OAuthError('invalid_request', {
    description:
      'Use one way of client authentication: Authorization header, client_secret or client_assertion.',
  });
}

function readBasic(header: string): BasicCredentials {
  const credentials = parseBasic(header);
  const decoded = credentials && decodeForm(credentials);
  if (decoded) return decoded;
  throw refuseClient(
    credentials
      ? 'The Basic credentials hold a broken % escape; form-encode id and secret (RFC 6749 section 2.3.1).'
      : 'The Authorization header is not Basic with base64 of id:secret.',
  );
}

/** A wrong secret and an unknown client take the same time and get the same answer. */
function bySecret(world: IssuerWorld, request: FastifyRequest, { name, password }: BasicCredentials): Client {
  noteFacts(request.raw, { client: name });
  const client = world.identities.findClient(name);
  const same = isSameSecret(password, client?.secret);
  if (client && same) return client;
  const raw = parseBasic(request.headers.authorization);
  const isRaw = raw !== undefined && raw.password !== password && isSameSecret(raw.password, client?.secret);
  throw refuseClient(
    isRaw
      ? 'The secret would be right if it were form-encoded before base64 (RFC 6749 section 2.3.1).'
      : UNKNOWN,
  );
}

function withoutSecret(world: IssuerWorld, request: FastifyRequest, name: string): Client {
  noteFacts(request.raw, { client: name });
  const client = world.identities.findClient(name);
  if (client && isPublic(client)) return client;
  throw refuseClient('The client is not known, or it has credentials and must use them.');
}
