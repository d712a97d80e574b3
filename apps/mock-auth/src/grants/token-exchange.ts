import { Inject, Injectable } from '@nestjs/common';
import { OAuthError } from '../http/oauth-error.js';
import { SETTINGS } from '../http/tokens.js';
import type { Holder } from '../identities/identity.js';
import type { IssuerWorld } from '../issuers/issuer-world.js';
import { worldOf } from '../issuers/world.js';
import { noteFacts } from '../journal/request-facts.js';
import type { MockAuthSettings } from '../settings.js';
import { checkSvid } from '../svid/check-svid.js';
import { decodeSvid } from '../svid/encoded-svid.js';
import { SvidError } from '../svid/svid-error.js';
import type { Svid } from '../svid/svid.js';
import { accessOf, grantAsked } from '../tokens/granted-scopes.js';
import { formatScopes, parseScopes } from '../tokens/scope.js';
import { TokenService } from '../tokens/token.service.js';
import { audienceOf } from './audience.js';
import { TOKEN_EXCHANGE } from './grant-type.js';
import type { Grant, GrantRequest, TokenAnswer } from './grant.js';
import { answerOf } from './token-answer.js';

const SVID_TYPE = 'urn:margo:token-type:x509-svid';
const ACCESS_TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:access_token';

/**
 * RFC 8693 for Margo's identities: an X.509-SVID for an access token of the same SPIFFE id, which lives no longer than the
 * certificate. The certificate chain is the proof; the client may stay unnamed.
 */
@Injectable()
export class TokenExchangeGrant implements Grant {
  readonly type = TOKEN_EXCHANGE;
  readonly needsClient = false;

  constructor(
    private readonly tokens: TokenService,
    @Inject(SETTINGS) private readonly settings: MockAuthSettings,
  ) {}

  async answer({ request, form, client }: GrantRequest): Promise<TokenAnswer> {
    checkTypes(form.get('subject_token_type'), form.find('requested_token_type'), form.find('actor_token'));
    const world = worldOf(request);
    const svid = readSvid(world, form.get('subject_token'));
    noteFacts(request.raw, { subject: svid.spiffeId });
    const workload = getWorkload(world, svid.spiffeId);
    const scopes = grantAsked(workload, parseScopes(form.list('scope')));
    const issued = await this.tokens.issueAccess(request, {
      holder: workload,
      style: client ?? workload,
      client: client?.subject ?? svid.spiffeId,
      scope: formatScopes(scopes),
      access: accessOf(scopes),
      audience: audienceOf(form, client, this.settings.tokens.audience),
      notAfter: svid.notAfter,
    });
    return { ...answerOf(issued), issued_token_type: ACCESS_TOKEN_TYPE };
  }
}

function checkTypes(subject: string, requested: string | undefined, actor: string | undefined): void {
  if (subject !== SVID_TYPE) throw refuse(`subject_token_type must be ${SVID_TYPE}.`);
  if (requested !== undefined && requested !== ACCESS_TOKEN_TYPE) {
    throw refuse(`requested_token_type must be ${ACCESS_TOKEN_TYPE}, or absent.`);
  }
  if (actor !== undefined) throw refuse('An actor_token is not accepted: the subject acts for itself.');
}

function readSvid(world: IssuerWorld, token: string): Svid {
  try {
    const findAnchors = (name: string) => world.identities.findTrustDomain(name)?.anchors;
    return checkSvid(decodeSvid(token), findAnchors, world.clock.now());
  } catch (error) {
    // What OpenSSL and the DER reader cannot make sense of is the caller's as well.
    const message = (error as Error).message;
    throw refuse(error instanceof SvidError ? message : `The chain cannot be read (${message}).`);
  }
}

function getWorkload(world: IssuerWorld, spiffeId: string): Holder {
  const workload = world.identities.findWorkload(spiffeId);
  if (workload) return workload;
  throw refuse(`No entry of workloads in the identities covers ${spiffeId}.`);
}

const refuse = (description: string): OAuthError => new OAuthError('invalid_request', { description });
