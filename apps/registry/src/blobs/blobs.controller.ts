import { OciError, parseRange, type ByteRange } from '@margo-registry/oci';
import type { BlobRow } from '@margo-registry/storage-metadata';
import { Controller, Delete, Get, Head, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ForCaller } from '../access/request-caller.js';
import { Caller } from '../access/rights/caller.js';
import { IMMUTABLE, answerUnchanged, describeContent, sendBytes, type Content } from '../http/reply.js';
import { streamReply } from '../http/stream-reply.js';
import { ForTarget, type Targeting } from '../http/target.js';
import type { RegistrySettings } from '../settings.js';
import { SETTINGS } from '../storage/tokens.js';
import { BlobsService } from './blobs.service.js';
import { DirectUrls } from './direct-urls.js';

/** end-2 and end-10: `GET`, `HEAD`, `DELETE /v2/<name>/blobs/<digest>`. */
@Controller('v2/blob')
export class BlobsController {
  constructor(
    private readonly blobs: BlobsService,
    private readonly directUrls: DirectUrls,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  @Head()
  async head(
    @ForTarget('blob') { target }: Targeting<'blob'>,
    @ForCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { repository, digest } = target;
    const blob = await (caller.may(repository, 'push')
      ? this.blobs.getForPush(repository, digest)
      : this.blobs.get(repository, digest));
    const content = contentOf(blob);
    if (answerUnchanged(request, reply, content)) return;
    describe(reply, content);
    reply.send();
  }

  @Get()
  async get(
    @ForTarget('blob') { target }: Targeting<'blob'>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const blob = await this.blobs.get(target.repository, target.digest);
    const content = contentOf(blob);
    if (answerUnchanged(request, reply, content)) return;
    const range = rangeOf(request, blob);
    if (range === 'unsatisfiable') throw unsatisfiable(blob.size);
    const url = await this.directUrls.find(blob);
    if (url !== undefined) return answerElsewhere(reply, blob, url);
    describe(reply, content);
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
}

function contentOf(blob: BlobRow): Content {
  return {
    mediaType: 'application/octet-stream',
    size: blob.size,
    entityTag: blob.digest,
    cacheControl: IMMUTABLE,
  };
}

/** Sets what GET and HEAD share. */
function describe(reply: FastifyReply, content: Content): void {
  describeContent(reply, content);
  reply.header('Docker-Content-Digest', content.entityTag).header('Accept-Ranges', 'bytes');
}

/** The URL runs out, so nobody may keep it; a `Range` goes along to the store by itself. */
function answerElsewhere(reply: FastifyReply, { digest }: BlobRow, url: string): void {
  reply
    .code(307)
    .header('Location', url)
    .header('Cache-Control', 'no-store')
    .header('Docker-Content-Digest', digest)
    .header('Content-Length', 0)
    .send();
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
