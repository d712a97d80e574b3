import { readPackageManifest } from '@margo-registry/margo';
import { OciError } from '@margo-registry/oci';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BlobsService } from '../blobs/blobs.service.js';
import { IMMUTABLE, REVALIDATE, answerUnchanged, describeContent, sendBytes } from '../http/reply.js';
import { streamReply } from '../http/stream-reply.js';
import type { RegistrySettings } from '../settings.js';
import { SETTINGS } from '../storage/tokens.js';
import type { StoredPackage } from './catalogue.service.js';
import { listParts, type Part } from './package-parts.js';

/**
 * What strangers packed is shown under the registry's own origin, so it gets no rights there: no scripts, no forms, no
 * type but the one that is said.
 */
const HARMLESS = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'Cross-Origin-Resource-Policy': 'same-site',
};

/** Icon, licence, notes and the description itself, as they were pushed. */
@Injectable()
export class PartReader {
  constructor(
    private readonly blobs: BlobsService,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  /** Throws `part-unknown` where the package has no such part. */
  async answer(
    { repository, manifest }: StoredPackage,
    name: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const parts = listParts(readPackageManifest(manifest.payload));
    const part = parts.find((candidate) => candidate.name === name);
    if (part === undefined)
      throw new OciError('part-unknown', { detail: { part: name, parts: parts.map(({ name }) => name) } });
    const blob = await this.blobs.get(repository, part.digest);
    reply.headers(HARMLESS);
    if (describe(part, request, reply)) return;
    if (blob.location === null) sendBytes(reply, blob.payload);
    else await streamReply(reply, this.blobs.read(blob, undefined), this.settings.uploads.idle);
  }
}

/** True when a 304 was the answer. A tag may point elsewhere tomorrow, so only what a digest names is kept. */
function describe(part: Part, request: FastifyRequest, reply: FastifyReply): boolean {
  const isPinned = (request.params as { reference: string }).reference.includes(':');
  const content = {
    mediaType: part.contentType,
    size: part.size,
    entityTag: part.digest,
    cacheControl: isPinned ? IMMUTABLE : REVALIDATE,
  };
  if (answerUnchanged(request, reply, content)) return true;
  describeContent(reply, content);
  if (part.contentType === 'application/octet-stream')
    reply.header('Content-Disposition', `attachment; filename="${part.name}"`);
  return false;
}
