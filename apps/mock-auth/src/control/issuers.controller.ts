import { Controller, Delete, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isIssuerName } from '../issuers/issuer-path.js';
import { IssuerUrl } from '../issuers/issuer-url.js';
import { IssuerWorlds } from '../issuers/issuer-worlds.js';
import { Ids } from '../keys/ids.js';
import { BodyOf } from './body/body-of.js';
import { Field } from './body/field.js';
import { text } from './body/shapes.js';
import { ControlProblem } from './control-problem.js';
import { reportIssuer, type IssuerReport } from './issuer-report.js';
import { Operation } from './operation.js';

export class NamespaceBody {
  @Field('The first path segment; by default a random one that nobody has.', text())
  name?: string;
}

/** All issuers of the process. Each is a namespace of its own: one per test, and parallel tests do not meet. */
@Controller('control/issuers')
export class IssuersController {
  private readonly ids = new Ids();

  constructor(
    private readonly worlds: IssuerWorlds,
    private readonly urls: IssuerUrl,
  ) {}

  @Get()
  @Operation({ summary: 'All issuers that somebody has spoken to', answer: 'Issuer', many: true })
  list(@Req() request: FastifyRequest): IssuerReport[] {
    return this.worlds.list().map((world) => reportIssuer(world, this.urls.ofName(world.name, request)));
  }

  @Post()
  @Operation({
    summary: 'A further issuer that nobody else uses',
    body: NamespaceBody,
    answer: 'Issuer',
    status: 201,
  })
  create(@BodyOf(NamespaceBody) { name }: NamespaceBody, @Req() request: FastifyRequest): IssuerReport {
    const chosen = name ?? `test-${this.ids.next().replaceAll('_', '-')}`;
    if (!isIssuerName(chosen)) {
      throw new ControlProblem(
        400,
        'An issuer is named by letters, digits, dots, dashes, tildes and underscores.',
        [{ path: 'name', fault: 'is no name for an issuer, or means something else already' }],
      );
    }
    if (this.worlds.find(chosen) !== undefined) {
      throw new ControlProblem(409, `There is an issuer ${chosen} already; reset it, or take another name.`);
    }
    return reportIssuer(this.worlds.get(chosen), this.urls.ofName(chosen, request));
  }

  @Delete()
  @HttpCode(204)
  @Operation({ summary: 'Forgets all issuers and resets the root issuer' })
  deleteAll(): void {
    this.worlds.reset();
  }

  @Delete(':name')
  @HttpCode(204)
  @Operation({ summary: 'Forgets an issuer; absent is success' })
  delete(@Param('name') name: string): void {
    this.worlds.delete(name);
  }
}
