import { parseEntityTags, parseRepositoryName } from '@margo-registry/oci';
import type { ManifestRow } from '@margo-registry/storage-metadata';
import { Controller, Delete, Get, Head, Inject, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ForCaller } from '../access/request-caller.js';
import { Caller } from '../access/rights/caller.js';
import { IMMUTABLE, REVALIDATE, answerUnchanged, describeContent, sendBytes } from '../http/reply.js';
import { warningHeader } from '../http/warning-header.js';
import { RequestBody } from '../http/request-body.js';
import { ForTarget, type Targeting } from '../http/target.js';
import type { RegistrySettings } from '../settings.js';
import { SETTINGS } from '../storage/tokens.js';
import { MAXIMUM_MANIFEST_SIZE, ManifestsService } from './manifests.service.js';

/** end-3, end-7, end-9: `/v2/<name>/manifests/<tag or digest>`. `Accept` is not looked at: what is stored is what is sent (END3-06). */
@Controller('v2/manifest')
export class ManifestsController {
  constructor(
    private readonly manifests: ManifestsService,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  @Head()
  async head(
    @ForTarget('manifest') { target }: Targeting<'manifest'>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const manifest = await this.manifests.get(target.repository, target.reference);
    if (!describe(manifest, 'digest' in target.reference, request, reply)) reply.send();
  }

  @Get()
  async get(
    @ForTarget('manifest') { target }: Targeting<'manifest'>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const manifest = await this.manifests.get(target.repository, target.reference);
    if (!describe(manifest, 'digest' in target.reference, request, reply)) sendBytes(reply, manifest.payload);
  }

  @Put()
  async put(
    @ForTarget('manifest') { target, query, contentType }: Targeting<'manifest'>,
    @ForCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    parseRepositoryName(target.repository, request.headers.host?.length);
    const body = new RequestBody(request.raw, reply.raw, this.settings.uploads);
    const pushed = await this.manifests.push({
      repository: target.repository,
      reference: target.reference,
      tags: query.getAll('tag'),
      contentType,
      payload: await body.collect(MAXIMUM_MANIFEST_SIZE, 'manifest-too-large'),
      pushedBy: caller.subject,
      ifMatch: entityTags(request.headers['if-match']),
      ifNoneMatch: entityTags(request.headers['if-none-match']),
    });
    reply
      .code(201)
      .header('Location', `/v2/${target.repository}/manifests/${pushed.digest}`)
      .header('Docker-Content-Digest', pushed.digest)
      .header('Content-Length', 0);
    if (pushed.subject) reply.header('OCI-Subject', pushed.subject);
    if (pushed.warnings.length > 0) reply.header('Warning', warningHeader(pushed.warnings));
    if (query.has('tag')) reply.header('OCI-Tag', pushed.tags.join(', '));
    reply.send();
  }

  @Delete()
  async delete(
    @ForTarget('manifest') { target }: Targeting<'manifest'>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const ifMatch = entityTags(request.headers['if-match']);
    await this.manifests.delete(target.repository, target.reference, ifMatch);
    reply.code(202).header('Content-Length', 0).send();
  }
}

/** Sets what GET and HEAD share; true when a 304 was the answer. */
function describe(
  manifest: ManifestRow,
  byDigest: boolean,
  request: FastifyRequest,
  reply: FastifyReply,
): boolean {
  const content = {
    mediaType: manifest.mediaType,
    size: manifest.size,
    entityTag: manifest.digest,
    cacheControl: byDigest ? IMMUTABLE : REVALIDATE,
  };
  reply.header('Docker-Content-Digest', manifest.digest);
  if (answerUnchanged(request, reply, content)) return true;
  describeContent(reply, content);
  return false;
}

function entityTags(header: string | undefined): string[] | undefined {
  return header === undefined ? undefined : parseEntityTags(header);
}
