import { Controller, Get, Header, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { JWK } from 'jose';
import { PATHS } from '../http/endpoints.js';
import { IssuerUrl } from '../issuers/issuer-url.js';
import type { IssuerWorld } from '../issuers/issuer-world.js';
import { World } from '../issuers/world.js';
import { describeServer } from './server-metadata.js';

/** Who wants to trust the issuer begins here: metadata (RFC 8414, OpenID Connect Discovery 1.0) and keys (RFC 7517). */
@Controller()
export class DiscoveryController {
  constructor(private readonly urls: IssuerUrl) {}

  @Get([PATHS.oauthMetadata, PATHS.openidConfiguration])
  @Header('Cache-Control', 'no-store')
  describe(@Req() request: FastifyRequest): object {
    return describeServer(this.urls.of(request), (path) => this.urls.endpoint(request, path));
  }

  @Get(PATHS.jwks)
  @Header('Cache-Control', 'no-store')
  async listKeys(@World() world: IssuerWorld): Promise<{ keys: readonly JWK[] }> {
    return { keys: await world.keys.listPublished() };
  }
}
