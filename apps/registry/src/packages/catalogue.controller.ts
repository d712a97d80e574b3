import { nextLink } from '@margo-registry/oci';
import type { ApplicationKey, ApplicationRow } from '@margo-registry/storage-metadata';
import { Controller, Get, Head, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ForCaller } from '../access/request-caller.js';
import { Requires } from '../access/requires.js';
import { Caller } from '../access/rights/caller.js';
import { checkQuery } from '../http/checked-query.js';
import { answerDocument } from '../http/reply.js';
import { Operation } from '../openapi/operation.js';
import { CatalogueService } from './catalogue.service.js';
import { PackageListQuery, filterOf } from './package-list.query.js';
import { PACKAGE_LIST_CONTENT } from './package-schemas.js';

const PATH = '/api/v1/packages';

/** Own API: which applications are here, one row each with its versions. */
@Requires('list')
@Controller('api/v1/packages')
export class CatalogueController {
  constructor(private readonly catalogue: CatalogueService) {}

  @Head()
  async head(
    @ForCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.list(caller, request, reply);
  }

  @Get()
  @Operation({
    summary: 'Which applications are here.',
    description:
      'One row for each application with its versions, newest first, and its pre-releases apart. ' +
      'Shown is what the caller may pull.',
    query: PackageListQuery,
    answer: PACKAGE_LIST_CONTENT,
    isPaged: true,
    isConditional: true,
    problems: [400],
  })
  async list(
    @ForCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const query = checkQuery(request, PackageListQuery);
    const { items, more } = await this.catalogue.list({
      filter: filterOf(query),
      after: query.last === undefined ? undefined : parseCursor(query.last),
      limit: query.n,
      within: caller.visible(),
    });
    const last = items.at(-1);
    if (more && last !== undefined) reply.header('Link', nextLink(PATH, parametersOf(query, last)));
    answerDocument(request, reply, 'application/json', JSON.stringify({ packages: items.map(present) }));
  }
}

/** `<repository>:<application id>`: a repository has no colon. */
function parseCursor(text: string): ApplicationKey {
  const colon = text.indexOf(':');
  return { repository: text.slice(0, colon), applicationId: text.slice(colon + 1) };
}

function parametersOf(query: PackageListQuery, last: ApplicationRow): [string, string][] {
  const parameters = Object.entries({ ...query, last: `${last.repository}:${last.applicationId}` });
  return parameters.flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, `${value as string | number}`]],
  );
}

function present({ versions, applicationId, ...row }: ApplicationRow): object {
  const releases = versions.filter(({ isPrerelease }) => !isPrerelease);
  const preReleases = versions.filter(({ isPrerelease }) => isPrerelease);
  return {
    ...row,
    id: applicationId,
    latest: versions[0]?.version ?? null,
    versions: releases.map(withoutKind),
    preReleases: preReleases.map(withoutKind),
  };
}

function withoutKind({ version, digest, conforms }: ApplicationRow['versions'][number]): object {
  return { version, digest, conforms };
}
