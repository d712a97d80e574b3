import { Controller, Get, HttpCode, Param, Put } from '@nestjs/common';
import type { IssuerWorld } from '../issuers/issuer-world.js';
import { World } from '../issuers/world.js';
import { BodyOf, PlainBody } from './body/body-of.js';
import { changeSecret, identitiesFrom, reportIdentities, SecretBody } from './identity-operations.js';
import { Operation } from './operation.js';

/** Who is there. */
@Controller('control')
export class IdentitiesController {
  @Get('identities')
  @Operation({
    summary: 'Clients, users, workloads and trust domains, without their secrets',
    answer: 'Identities',
  })
  show(@World() world: IssuerWorld): unknown {
    return reportIdentities(world.identities);
  }

  @Put('identities')
  @HttpCode(200)
  @Operation({
    summary: 'Puts others in their place, in the shape of the file of identities',
    bodySchema: { type: 'object', additionalProperties: true },
    answer: 'Identities',
  })
  async replace(@World() world: IssuerWorld, @PlainBody() data: unknown): Promise<unknown> {
    world.identities = await identitiesFrom(data);
    return reportIdentities(world.identities);
  }

  @Put('clients/:id/secret')
  @HttpCode(204)
  @Operation({ summary: 'Changes the secret of a client', body: SecretBody })
  changeSecret(
    @World() world: IssuerWorld,
    @Param('id') id: string,
    @BodyOf(SecretBody) body: SecretBody,
  ): void {
    changeSecret(world, id, body);
  }
}
