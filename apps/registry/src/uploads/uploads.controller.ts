import {
  OciError,
  parseContentRange,
  parseDigest,
  parseRepositoryName,
  isDigest,
  isRepositoryName,
  type ByteRange,
  type Digest,
} from '@margo-registry/oci';
import { Controller, Delete, Get, Head, Inject, Patch, Post, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BlobsService } from '../blobs/blobs.service.js';
import { RequestBody } from '../http/request-body.js';
import { ForTarget, type Targeting } from '../http/target.js';
import type { RegistrySettings } from '../settings.js';
import { SETTINGS } from '../storage/tokens.js';
import { uploadHeaders } from './upload-errors.js';
import { UploadsService } from './uploads.service.js';

/** end-4, end-11: `POST /v2/<name>/blobs/uploads/`; end-5, end-6, end-13, end-14: `/v2/<name>/blobs/uploads/<id>`. */
@Controller('v2')
export class UploadsController {
  constructor(
    private readonly uploads: UploadsService,
    private readonly blobs: BlobsService,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  @Post('uploads')
  async start(
    @ForTarget('uploads') { target, query }: Targeting<'uploads'>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { repository } = target;
    parseRepositoryName(repository, request.headers.host?.length);
    const mounted = await this.mount(repository, query);
    if (mounted) return created(reply, repository, mounted);
    const digest = query.get('digest');
    if (digest !== null)
      return created(
        reply,
        repository,
        await this.uploads.pushWhole(repository, digest, this.body(request, reply)),
      );
    const address = this.uploads.begin(repository, query.get('digest-algorithm'));
    reply.code(202).headers(uploadHeaders(address, 0)).header('Content-Length', 0).send();
  }

  @Patch('upload')
  async append(
    @ForTarget('upload') { target }: Targeting<'upload'>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const address = this.uploads.getAddress(target.repository, target.id);
    const size = await this.uploads.append(address, this.body(request, reply), contentRange(request));
    reply.code(202).headers(uploadHeaders(address, size)).header('Content-Length', 0).send();
  }

  @Put('upload')
  async finish(
    @ForTarget('upload') { target, query }: Targeting<'upload'>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const address = this.uploads.getAddress(target.repository, target.id);
    const digest = await this.uploads.finish(
      address,
      query.get('digest'),
      this.body(request, reply),
      contentRange(request),
    );
    created(reply, target.repository, digest);
  }

  @Head('upload')
  async headStatus(
    @ForTarget('upload') target: Targeting<'upload'>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.status(target, reply);
  }

  @Get('upload')
  async status(
    @ForTarget('upload') { target }: Targeting<'upload'>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const address = this.uploads.getAddress(target.repository, target.id);
    reply
      .code(204)
      .headers(uploadHeaders(address, await this.uploads.size(address)))
      .send();
  }

  @Delete('upload')
  async cancel(
    @ForTarget('upload') { target }: Targeting<'upload'>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.uploads.cancel(this.uploads.getAddress(target.repository, target.id));
    reply.code(204).send();
  }

  /** A mount that cannot be done is no error: the upload begins as if it had not been asked for (END11-02). */
  private async mount(repository: string, query: URLSearchParams): Promise<Digest | undefined> {
    const digest = query.get('mount');
    const from = query.get('from') ?? undefined;
    if (digest === null || !isDigest(digest) || (from !== undefined && !isRepositoryName(from)))
      return undefined;
    return (await this.blobs.mount(repository, digest, from)) ? parseDigest(digest) : undefined;
  }

  private body(request: FastifyRequest, reply: FastifyReply): RequestBody {
    return new RequestBody(request.raw, reply.raw, this.settings.uploads);
  }
}

function created(reply: FastifyReply, repository: string, digest: string): void {
  reply
    .code(201)
    .header('Location', `/v2/${repository}/blobs/${digest}`)
    .header('Docker-Content-Digest', digest)
    .header('Content-Length', 0)
    .send();
}

function contentRange(request: FastifyRequest): ByteRange | undefined {
  const text = request.headers['content-range'];
  if (Array.isArray(text)) throw new OciError('size-invalid', { message: 'send one Content-Range header' });
  return text === undefined ? undefined : parseContentRange(text);
}
