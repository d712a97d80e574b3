import { parsePage } from '@margo-registry/oci';
import { Controller, Get, Head, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ForCaller } from '../access/request-caller.js';
import { Caller } from '../access/rights/caller.js';
import { linkNextPage } from '../http/next-page.js';
import { answerDocument } from '../http/reply.js';
import { ForTarget, type Targeting } from '../http/target.js';
import { RepositoriesService } from './repositories.service.js';

const PAGE = { defaultSize: 1000, maximum: 10_000 };

/** `GET /v2/` (end-1) and `GET /v2/_catalog` (Docker). */
@Controller('v2')
export class CatalogController {
  constructor(private readonly repositories: RepositoriesService) {}

  @Head('ping')
  headPing(
    @ForTarget('ping') target: Targeting<'ping'>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    this.ping(target, request, reply);
  }

  @Get('ping')
  ping(
    @ForTarget('ping') _target: Targeting<'ping'>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    answerDocument(request, reply, 'application/json', '{}');
  }

  @Head('catalog')
  async headCatalog(
    @ForTarget('catalog') target: Targeting<'catalog'>,
    @ForCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.catalog(target, caller, request, reply);
  }

  @Get('catalog')
  async catalog(
    @ForTarget('catalog') { path, query }: Targeting<'catalog'>,
    @ForCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const page = parsePage(query, PAGE);
    const { items, more } = await this.repositories.listNames(page, caller.visible());
    linkNextPage(reply, path, page, more ? items.at(-1) : undefined);
    answerDocument(request, reply, 'application/json', JSON.stringify({ repositories: items }));
  }
}
