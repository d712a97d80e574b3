import { OciError, parseRange, type ByteRange } from '@margo-registry/oci';
import type { BlobRow } from '@margo-registry/storage-metadata';
import { Controller, Delete, Get, Head, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IMMUTABLE, answerUnchanged, describeContent, sendBytes, type Content } from '../http/reply.js';
import { streamReply } from '../http/stream-reply.js';
import { ForTarget, type Targeting } from '../http/target.js';
import type { RegistrySettings } from '../settings.js';
import { SETTINGS } from '../storage/tokens.js';
import { BlobsService } from './blobs.service.js';

/** end-2 and end-10: `GET`, `HEAD`, `DELETE /v2/<name>/blobs/<digest>`. */
@Controller('v2/blob')
export class BlobsController {
  constructor(
    private readonly blobs: BlobsService,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  @Head()
  async head(
    @ForTarget('blob') { target }: Targeting<'blob'>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const blob = await this.blobs.getForPush(target.repository, target.digest);
    if (!this.describe(blob, request, reply)) reply.send();
  }

  @Get()
  async get(
    @ForTarget('blob') { target }: Targeting<'blob'>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const blob = await this.blobs.get(target.repository, target.digest);
    if (this.describe(blob, request, reply)) return;
    const range = rangeOf(request, blob);
    if (range === 'unsatisfiable') throw unsatisfiable(blob.size);
    if (range) describeRange(reply, range, blob.size);
    if (blob.location === null)
      sendBytes(reply, range ? blob.payload.subarray(range.start, range.end + 1) : blob.payload);
    else await streamReply(reply, this.blobs.read(blob, range), this.settings.uploads.idle);
  }

  @Delete()
  async delete(@ForTarget('blob') { target }: Targeting<'blob'>, @Res() reply: FastifyReply): Promise<void> {
    await this.blobs.delete(target.repository, target.digest);
    reply.code(202).header('Content-Length', 0).send();
  }

  /** Sets what GET and HEAD share; true when a 304 was the answer. */
  private describe(blob: BlobRow, request: FastifyRequest, reply: FastifyReply): boolean {
    const content: Content = {
      mediaType: 'application/octet-stream',
      size: blob.size,
      entityTag: blob.digest,
      cacheControl: IMMUTABLE,
    };
    if (answerUnchanged(request, reply, content)) return true;
    describeContent(reply, content);
    reply.header('Docker-Content-Digest', blob.digest).header('Accept-Ranges', 'bytes');
    return false;
  }
}

/** `If-Range` with another entity tag (or a date, which blobs do not have) means: the whole, please. RFC 9110, 13.1.5. */
function rangeOf(request: FastifyRequest, blob: BlobRow): ByteRange | 'unsatisfiable' | undefined {
  const condition = request.headers['if-range'];
  if (condition !== undefined && condition !== `"${blob.digest}"`) return undefined;
  return parseRange(request.headers.range, blob.size);
}

function describeRange(reply: FastifyReply, range: ByteRange, size: number): void {
  reply
    .code(206)
    .header('Content-Range', `bytes ${range.start}-${range.end}/${size}`)
    .header('Content-Length', range.end - range.start + 1);
}

function unsatisfiable(size: number): OciError {
  return new OciError('range-not-satisfiable', {
    detail: { size },
    headers: { 'Content-Range': `bytes */${size}` },
  });
}
