import type { FastifyReply } from 'fastify';

/** 201 for a blob, with the place to pull it from (END6-01, END11-01). */
export function answerCreated(reply: FastifyReply, repository: string, digest: string): void {
  reply
    .code(201)
    .header('Location', `/v2/${repository}/blobs/${digest}`)
    .header('Docker-Content-Digest', digest)
    .header('Content-Length', 0)
    .send();
}
