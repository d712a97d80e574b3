import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SETTINGS } from '../http/tokens.js';
import type { Holder } from '../identities/identity.js';
import { IssuerUrl } from '../issuers/issuer-url.js';
import type { IssuerWorld } from '../issuers/issuer-world.js';
import { worldOf } from '../issuers/world.js';
import { noteFacts } from '../journal/request-facts.js';
import { OPAQUE_PREFIX } from '../mock-mark.js';
import type { MockAuthSettings } from '../settings.js';
import { readAccessToken, signAccessToken } from './jwt.js';
import type { AccessEntry, AccessTokenFacts, RefreshTokenFacts } from './token-facts.js';

/** What an access token shall say. */
export interface AccessWish {
  readonly holder: Holder;
  /** Whose format, algorithm, lifetime and claims it has: the client's, or the holder's where no client is involved. */
  readonly style: Holder;
  readonly client: string;
  readonly scope: string;
  readonly access?: readonly AccessEntry[];
  readonly audience: readonly string[];
  readonly grantId?: string;
  /** Second since 1970 beyond which it must not live. */
  readonly notAfter?: number;
}

export interface IssuedToken {
  readonly token: string;
  readonly facts: AccessTokenFacts;
  /** Seconds. */
  readonly lifetime: number;
}

/** Issues tokens and says what becomes of them; the issuer's clock decides about time. */
@Injectable()
export class TokenService {
  constructor(
    @Inject(SETTINGS) private readonly settings: MockAuthSettings,
    private readonly urls: IssuerUrl,
  ) {}

  async issueAccess(request: FastifyRequest, wish: AccessWish): Promise<IssuedToken> {
    const world = worldOf(request);
    const facts = this.factsOf(request, world, wish);
    const { subject, scope, audience, tokenId, expiresAt } = facts;
    noteFacts(request.raw, { subject, scope, audience: audience.join(' '), tokenId, expiresAt });
    const token = await this.encode(world, facts, wish.style);
    return { token, facts, lifetime: expiresAt - facts.issuedAt };
  }

  private factsOf(request: FastifyRequest, world: IssuerWorld, wish: AccessWish): AccessTokenFacts {
    const { holder, style, client, scope, access, audience, grantId, notAfter = Infinity } = wish;
    const now = world.clock.now();
    const lifetime = style.lifetime ?? Math.floor(this.settings.tokens.lifetime / 1000);
    return {
      issuer: this.urls.of(request),
      subject: holder.subject,
      audience,
      client,
      scope,
      access,
      tokenId: world.ids.next(),
      grantId,
      issuedAt: now,
      expiresAt: Math.min(now + lifetime, notAfter),
      claims: { ...style.claims, ...holder.claims },
    };
  }

  private async encode(
    world: IssuerWorld,
    facts: AccessTokenFacts,
    { tokenFormat, alg }: Holder,
  ): Promise<string> {
    if (tokenFormat === 'jwt') return signAccessToken(world, facts, alg);
    const token = `${OPAQUE_PREFIX.access}${world.ids.next()}`;
    world.tokens.recordAccess(token, facts);
    return token;
  }

  /** A refresh token for the grant; {@link RefreshTokenFacts} less what is decided here. */
  issueRefresh(
    request: FastifyRequest,
    style: Holder,
    facts: Omit<RefreshTokenFacts, 'tokenId' | 'expiresAt'>,
  ): string {
    const world = worldOf(request);
    const lifetime = style.refreshLifetime ?? Math.floor(this.settings.tokens.refreshLifetime / 1000);
    const token = `${OPAQUE_PREFIX.refresh}${world.ids.next()}`;
    const expiresAt = world.clock.now() + lifetime;
    world.tokens.recordRefresh(token, { ...facts, tokenId: world.ids.next(), expiresAt });
    return token;
  }

  /** What an access token says while it is active: issued here, neither expired nor revoked. */
  async findActive(request: FastifyRequest, token: string): Promise<AccessTokenFacts | undefined> {
    const world = worldOf(request);
    const facts = world.tokens.findAccess(token) ?? (await readAccessToken(world, token));
    if (facts === undefined || facts.expiresAt <= world.clock.now() || facts.issuedAt > world.clock.now())
      return undefined;
    const isOwn = this.urls.isOwn(world.name, facts.issuer, request);
    return isOwn && !world.tokens.isRevoked(facts) ? facts : undefined;
  }

  /** What a refresh token stands for while it can be used. */
  findActiveRefresh(world: IssuerWorld, token: string): RefreshTokenFacts | undefined {
    const facts = world.tokens.findRefresh(token);
    if (facts === undefined || facts.expiresAt <= world.clock.now()) return undefined;
    return world.tokens.isRevoked(facts) ? undefined : facts;
  }
}
