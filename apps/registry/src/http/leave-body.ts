import type { IncomingMessage, ServerResponse } from 'node:http';

const DRAIN_BYTES = 1024 * 1024;

/**
 * Called before an early answer. A short rest of the body is read by Node and the connection stays; for a long or
 * unknown one the connection is closed behind the answer instead of draining gigabytes. Closing at once would reset
 * the connection under a client that is still writing and has not read the answer, so it lingers for a moment.
 */
export function leaveBody(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete || isShort(request)) return;
  response.setHeader('Connection', 'close');
  const socket = request.socket;
  response.once('finish', () => linger(request, socket));
}

function isShort(request: IncomingMessage): boolean {
  if (request.headers['transfer-encoding'] !== undefined) return false;
  // Behind `Expect: 100-continue` a client that was refused sends nothing, and what comes next is not a body.
  if (request.headers.expect !== undefined) return false;
  return Number(request.headers['content-length'] ?? 0) <= DRAIN_BYTES;
}

function linger(request: IncomingMessage, socket: IncomingMessage['socket']): void {
  let left = 16 * DRAIN_BYTES;
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) socket.destroy();
  });
  setTimeout(() => socket.destroy(), 1000).unref();
}
