import type { Socket } from 'node:net';

const COUNTED = Symbol('bytes of this connection that belong to earlier requests');

interface Counted extends Socket {
  [COUNTED]?: { received: number; sent: number };
}

/** What a connection has carried since the last call for it: heads and bodies. Called once at the end of every request. */
export function takeConnectionBytes(socket: Counted): { received: number; sent: number } {
  const received = socket.bytesRead;
  const sent = socket.bytesWritten;
  const counted = socket[COUNTED];
  if (!counted) {
    socket[COUNTED] = { received, sent };
    return { received, sent };
  }
  const taken = { received: received - counted.received, sent: sent - counted.sent };
  counted.received = received;
  counted.sent = sent;
  return taken;
}
