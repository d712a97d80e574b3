import { parsePage } from '@margo-registry/oci';
import { Controller, Delete, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ForCaller } from '../access/request-caller.js';
import { Requires } from '../access/requires.js';
import { Caller } from '../access/rights/caller.js';
import { linkNextPage } from '../http/next-page.js';
import { answerDocument } from '../http/reply.js';
import { COUNT, TEXT } from '../openapi/json-schema.js';
import { Operation } from '../openapi/operation.js';
import { REPOSITORY_PARAMETER } from '../openapi/path-parameters.js';
import { REPOSITORY_CONTENT, REPOSITORY_LIST_CONTENT } from './repository-schemas.js';
import { RepositoriesService } from './repositories.service.js';

const PATH = '/api/v1/repositories';
const PAGE = { defaultSize: 100, maximum: 1000 };

const BY_NAME = { name: REPOSITORY_PARAMETER };

/** Own API: repositories with their sizes. `{name}` is one percent-encoded segment. */
@Controller('api/v1/repositories')
export class RepositoriesController {
  constructor(private readonly repositories: RepositoriesService) {}

  @Get()
  @Requires('list')
  @Operation({
    summary: 'Repositories with their sizes, in byte order of the name.',
    query: {
      n: { describe: 'Size of a page; 1000 at most.', schema: { ...COUNT, default: PAGE.defaultSize } },
      last: { describe: 'Go on behind this name.', schema: TEXT },
    },
    answer: REPOSITORY_LIST_CONTENT,
    isPaged: true,
    isConditional: true,
    problems: [400],
  })
  async list(
    @ForCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const page = parsePage(new URLSearchParams(request.url.split('?')[1] ?? ''), PAGE);
    const { items, more } = await this.repositories.list(page, caller.visible());
    linkNextPage(reply, PATH, page, more ? items.at(-1)?.name : undefined);
    answerDocument(request, reply, 'application/json', JSON.stringify({ repositories: items }));
  }

  @Get(':name')
  @Requires({ action: 'pull', parameter: 'name' })
  @Operation({
    summary: 'One repository with its size.',
    path: BY_NAME,
    answer: REPOSITORY_CONTENT,
    isConditional: true,
    problems: [400, 404],
  })
  async get(
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    answerDocument(request, reply, 'application/json', JSON.stringify(await this.repositories.get(name)));
  }

  @Delete(':name')
  @Requires({ action: 'admin', parameter: 'name' })
  @Operation({
    summary: 'Deletes a repository with everything in it.',
    path: BY_NAME,
    problems: [400, 404, 507],
  })
  async delete(@Param('name') name: string, @Res() reply: FastifyReply): Promise<void> {
    await this.repositories.delete(name);
    reply.code(204).send();
  }
}
