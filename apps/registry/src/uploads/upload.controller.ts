import { OciError, parseContentRange, type ByteRange } from '@margo-registry/oci';
import { Controller, Delete, Get, Head, Inject, Patch, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ForCaller } from '../access/request-caller.js';
import { Caller } from '../access/rights/caller.js';
import { RequestBody } from '../http/request-body.js';
import { ForTarget, type Targeting } from '../http/target.js';
import type { RegistrySettings } from '../settings.js';
import { SETTINGS } from '../storage/tokens.js';
import { AppendChunk } from './append-chunk.js';
import { answerCreated } from './created.js';
import { FinishUpload } from './finish-upload.js';
import { OpenUploads } from './open-uploads.js';
import { uploadHeaders } from './upload-errors.js';

/** end-5, end-6, end-13, end-14: one upload, `/v2/<name>/blobs/uploads/<id>`. */
@Controller('v2/upload')
export class UploadController {
  constructor(
    private readonly uploads: OpenUploads,
    private readonly chunks: AppendChunk,
    private readonly finishing: FinishUpload,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  @Patch()
  async append(
    @ForTarget('upload') { target }: Targeting<'upload'>,
    @ForCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const address = this.uploads.getAddress(target.repository, target.id, caller.subject);
    const size = await this.chunks.append(address, this.body(request, reply), contentRange(request));
    reply.code(202).headers(uploadHeaders(address, size)).header('Content-Length', 0).send();
  }

  @Put()
  async finish(
    @ForTarget('upload') { target, query }: Targeting<'upload'>,
    @ForCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const address = this.uploads.getAddress(target.repository, target.id, caller.subject);
    const digest = await this.finishing.finish(
      address,
      query.get('digest'),
      this.body(request, reply),
      contentRange(request),
    );
    answerCreated(reply, target.repository, digest);
  }

  @Head()
  async headStatus(
    @ForTarget('upload') target: Targeting<'upload'>,
    @ForCaller() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.status(target, caller, reply);
  }

  @Get()
  async status(
    @ForTarget('upload') { target }: Targeting<'upload'>,
    @ForCaller() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const address = this.uploads.getAddress(target.repository, target.id, caller.subject);
    const row = await this.uploads.findRow(address);
    reply
      .code(204)
      .headers(uploadHeaders(address, row?.size ?? 0))
      .send();
  }

  @Delete()
  async cancel(
    @ForTarget('upload') { target }: Targeting<'upload'>,
    @ForCaller() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.uploads.cancel(this.uploads.getAddress(target.repository, target.id, caller.subject));
    reply.code(204).send();
  }

  private body(request: FastifyRequest, reply: FastifyReply): RequestBody {
    return new RequestBody(request.raw, reply.raw, this.settings.uploads);
  }
}

function contentRange(request: FastifyRequest): ByteRange | undefined {
  const text = request.headers['content-range'];
  if (Array.isArray(text)) throw new OciError('size-invalid', { message: 'send one Content-Range header' });
  return text === undefined ? undefined : parseContentRange(text);
}
