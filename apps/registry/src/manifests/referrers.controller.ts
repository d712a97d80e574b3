import {
  OCI_INDEX,
  nextLink,
  parseDigest,
  parsePage,
  renderReferrers,
  takeWithin,
} from '@margo-registry/oci';
import type { MetadataStore } from '@margo-registry/storage-metadata';
import { Controller, Get, Head, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerDocument } from '../http/reply.js';
import { ForTarget, type Targeting } from '../http/target.js';
import { METADATA } from '../storage/tokens.js';

const PAGE = { defaultSize: 1000, maximum: 1000 };
/** Clients stop reading at 4 MiB (END12-07); this leaves room for one descriptor more. */
const PAGE_BYTES = 3 * 1024 * 1024;

/** end-12: `GET /v2/<name>/referrers/<digest>`. Never 404: whoever asks learns that nothing refers to it. */
@Controller('v2/referrers')
export class ReferrersController {
  constructor(@Inject(METADATA) private readonly metadata: MetadataStore) {}

  @Head()
  async head(
    @ForTarget('referrers') target: Targeting<'referrers'>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.get(target, request, reply);
  }

  @Get()
  async get(
    @ForTarget('referrers') { target, path, query }: Targeting<'referrers'>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const subject = parseDigest(target.digest);
    const page = parsePage(query, PAGE);
    const artifactTypes = query.getAll('artifactType');
    const found = await this.metadata.queries.listReferrers(target.repository, subject, artifactTypes, page);
    const rows = takeWithin(found.items, PAGE_BYTES);
    const last = rows.at(-1);
    if (last && (found.more || rows.length < found.items.length)) {
      reply.header('Link', nextLink(path, [...parametersOf(query, artifactTypes), ['last', last.digest]]));
    }
    if (artifactTypes.length > 0) reply.header('OCI-Filters-Applied', 'artifactType');
    answerDocument(request, reply, OCI_INDEX, renderReferrers(rows));
  }
}

/** The filter and the page size stay in the link of the next page. */
function parametersOf(query: URLSearchParams, artifactTypes: readonly string[]): [string, string][] {
  const parameters = artifactTypes.map((type): [string, string] => ['artifactType', type]);
  const size = query.get('n');
  return size === null ? parameters : [...parameters, ['n', size]];
}
