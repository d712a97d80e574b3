import {
  isDigest,
  isRepositoryName,
  parseDigest,
  parseRepositoryName,
  type Digest,
} from '@margo-registry/oci';
import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ForCaller } from '../access/request-caller.js';
import { Caller } from '../access/rights/caller.js';
import { BlobsService } from '../blobs/blobs.service.js';
import { RequestBody } from '../http/request-body.js';
import { ForTarget, type Targeting } from '../http/target.js';
import type { RegistrySettings } from '../settings.js';
import { SETTINGS } from '../storage/tokens.js';
import { answerCreated } from './created.js';
import { OpenUploads } from './open-uploads.js';
import { uploadHeaders } from './upload-errors.js';
import { WholeBlob } from './whole-blob.js';

/** end-4, end-11: `POST /v2/<name>/blobs/uploads/`: begins an upload, takes a whole blob, or mounts one. */
@Controller('v2/uploads')
export class UploadsController {
  constructor(
    private readonly uploads: OpenUploads,
    private readonly whole: WholeBlob,
    private readonly blobs: BlobsService,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  @Post()
  async start(
    @ForTarget('uploads') { target, query }: Targeting<'uploads'>,
    @ForCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { repository } = target;
    parseRepositoryName(repository, request.headers.host?.length);
    const digest =
      (await this.mount(repository, query, caller)) ??
      (await this.push(repository, query.get('digest'), request, reply));
    if (digest) return answerCreated(reply, repository, digest);
    const address = this.uploads.begin(repository, query.get('digest-algorithm'));
    reply.code(202).headers(uploadHeaders(address, 0)).header('Content-Length', 0).send();
  }

  /** A mount that cannot be done is no error: the upload begins as if it had not been asked for (END11-02). */
  private async mount(
    repository: string,
    query: URLSearchParams,
    caller: Caller,
  ): Promise<Digest | undefined> {
    const digest = query.get('mount');
    const from = query.get('from') ?? undefined;
    if (digest === null || !isDigest(digest) || (from !== undefined && !isRepositoryName(from)))
      return undefined;
    if (from !== undefined && !caller.may(from, 'pull')) return undefined;
    const within = from === undefined ? caller.mountable() : undefined;
    return (await this.blobs.mount(repository, digest, { from, within })) ? digest : undefined;
  }

  private async push(
    repository: string,
    text: string | null,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Digest | undefined> {
    if (text === null) return undefined;
    const digest = parseDigest(text);
    await this.whole.push(repository, digest, new RequestBody(request.raw, reply.raw, this.settings.uploads));
    return digest;
  }
}
