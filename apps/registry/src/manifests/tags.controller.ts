import { OciError, parsePage } from '@margo-registry/oci';
import type { MetadataStore } from '@margo-registry/storage-metadata';
import { Controller, Get, Head, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { linkNextPage } from '../http/next-page.js';
import { answerDocument } from '../http/reply.js';
import { ForTarget, type Targeting } from '../http/target.js';
import { METADATA } from '../storage/tokens.js';

/** Clients ask without `n` and many do not follow `Link`, so a page holds all tags of any repository seen in practice. */
const PAGE = { defaultSize: 10_000, maximum: 10_000 };

/** end-8: `GET /v2/<name>/tags/list`, in byte order. */
@Controller('v2/tags')
export class TagsController {
  constructor(@Inject(METADATA) private readonly metadata: MetadataStore) {}

  @Head()
  async head(
    @ForTarget('tags') target: Targeting<'tags'>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.get(target, request, reply);
  }

  @Get()
  async get(
    @ForTarget('tags') { target, path, query }: Targeting<'tags'>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const page = parsePage(query, PAGE);
    const { items, more } = await this.metadata.queries.listTags(target.repository, page);
    if (items.length === 0 && !(await this.metadata.queries.hasRepository(target.repository))) {
      throw new OciError('name-unknown', { detail: { repository: target.repository } });
    }
    linkNextPage(reply, path, page, more ? items.at(-1) : undefined);
    answerDocument(
      request,
      reply,
      'application/json',
      JSON.stringify({ name: target.repository, tags: items }),
    );
  }
}
