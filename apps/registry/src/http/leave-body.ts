import type { IncomingMessage, ServerResponse } from 'node:http';

const MEBIBYTE = 1024 * 1024;
/** So much of a body that nobody wants is read, so that its sender gets to reading the answer. */
const MOST = 16 * MEBIBYTE;
const LONGEST = 5_000;
const SILENCE = 1_000;

/** Whether an answer can go out at once: nothing of the body is left, or so little that it is read and the connection stays. */
export function dropBody(request: IncomingMessage): boolean {
  if (request.complete) return true;
  if (!isShort(request)) return false;
  letFlow(request);
  return true;
}

/** Whoever refused the request may have stopped in mid-body; its listener would hold back what is left. */
function letFlow(request: IncomingMessage): void {
  request.removeAllListeners('readable').resume();
}

function isShort(request: IncomingMessage): boolean {
  if (request.headers['transfer-encoding'] !== undefined) return false;
  // Behind `Expect: 100-continue` a client that was refused sends nothing, and what comes next is not a body.
  if (request.headers.expect !== undefined) return false;
  return Number(request.headers['content-length'] ?? 0) <= MEBIBYTE;
}

/**
 * For an answer whose head said `Connection: close` and whose body has been written: reads on for a moment before it
 * ends the connection. Closing at once would reset it under a client that is still writing and has not read the answer.
 */
export function endAfterBody(request: IncomingMessage, response: ServerResponse): void {
  let left = MOST;
  const end = (): void => {
    clearTimeout(longest);
    clearTimeout(silence);
    request.off('data', count);
    response.end();
  };
  const count = (chunk: Buffer): void => {
    left -= chunk.length;
    silence.refresh();
    if (left < 0) end();
  };
  const longest = setTimeout(end, LONGEST);
  const silence = setTimeout(end, SILENCE);
  request.on('data', count).once('end', end).once('close', end);
  letFlow(request);
}
