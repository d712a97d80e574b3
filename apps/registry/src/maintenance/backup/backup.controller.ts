import { OciError } from '@margo-registry/oci';
import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Requires } from '../../access/requires.js';
import { streamReply } from '../../http/stream-reply.js';
import { TEXT, objectOf } from '../../openapi/json-schema.js';
import { Operation } from '../../openapi/operation.js';
import type { RegistrySettings } from '../../settings.js';
import { SETTINGS } from '../../storage/tokens.js';
import { WorksReadOnly } from '../read-only/works-read-only.js';
import { Backups } from './backups.js';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const PATH = {
  id: { describe: 'The id that the beginning answered.', schema: { type: 'string', pattern: ID.source } },
};
const BYTES = { 'application/octet-stream': { type: 'string' } } as const;

/** Own API: a consistent copy of everything, as `margo-registry backup` asks for it. For admins. */
@Controller('api/v1/maintenance/backups')
@Requires('maintenance')
@WorksReadOnly()
export class BackupController {
  constructor(
    private readonly backups: Backups,
    @Inject(SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  @Post()
  @HttpCode(200)
  @Operation({
    summary: 'Begins a backup: nothing that it mentions is deleted until it ends.',
    answer: { 'application/json': objectOf({ id: TEXT }) },
    problems: [409],
  })
  async begin(): Promise<{ readonly id: string }> {
    return { id: await this.backups.begin() };
  }

  @Put(':id')
  @HttpCode(204)
  @Operation({ summary: 'Keeps a backup going for another minute.', path: PATH, problems: [400, 409] })
  renew(@Param('id') id: string): Promise<void> {
    return this.backups.renew(parseId(id));
  }

  @Delete(':id')
  @HttpCode(204)
  @Operation({ summary: 'Ends a backup.', path: PATH, problems: [400] })
  end(@Param('id') id: string): Promise<void> {
    return this.backups.end(parseId(id));
  }

  @Get(':id/facts')
  @Operation({
    summary: 'All facts of one instant, a JSON object a line; the last line counts them.',
    path: PATH,
    answer: { 'application/x-ndjson': { type: 'string' } },
    problems: [400, 409],
  })
  async facts(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    reply.header('Content-Type', 'application/x-ndjson').header('Cache-Control', 'no-store');
    await streamReply(reply, this.backups.facts(parseId(id)), this.settings.uploads.idle);
  }

  @Get(':id/bytes/:place')
  @Operation({
    summary: 'The bytes of a blob, by the place that its fact names.',
    path: { ...PATH, place: { describe: 'The sealed place of the bytes.', schema: TEXT } },
    answer: BYTES,
    problems: [400, 404],
  })
  async bytes(
    @Param('id') id: string,
    @Param('place') place: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    reply.header('Content-Type', 'application/octet-stream').header('Cache-Control', 'no-store');
    await streamReply(reply, this.backups.bytes(parseId(id), place), this.settings.uploads.idle);
  }
}

/** Throws `request-invalid`: an id is a lease's holder, and nobody else's lease may be given back. */
function parseId(id: string): string {
  if (ID.test(id)) return id;
  throw new OciError('request-invalid', {
    message: 'the id of a backup is the one that its beginning answered',
  });
}
