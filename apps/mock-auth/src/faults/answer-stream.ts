import { Readable } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';

const DROPS = 10;

/** Announces everything, sends half and ends the connection. */
export function cutAnswer(reply: FastifyReply, payload: string): Readable {
  const { socket } = reply.raw;
  return streamAnswer(reply, payload, async function* (bytes) {
    yield bytes.subarray(0, bytes.length / 2);
    // Only when the half is on its way; an earlier end would take the headers with it.
    await nextTurn();
    const gone = new Promise((resolve) => socket?.once('close', resolve));
    socket?.end();
    await gone;
  });
}

/** Sends the answer in drops, all of which together take so many milliseconds. */
export function dribbleAnswer(reply: FastifyReply, payload: string, milliseconds: number): Readable {
  return streamAnswer(reply, payload, async function* (bytes) {
    for (let drop = 0; drop < DROPS; drop += 1) {
      if (drop > 0) await sleep(milliseconds / (DROPS - 1));
      yield bytes.subarray((bytes.length * drop) / DROPS, (bytes.length * (drop + 1)) / DROPS);
    }
  });
}

function streamAnswer(
  reply: FastifyReply,
  payload: string,
  write: (bytes: Buffer) => AsyncGenerator<Buffer>,
): Readable {
  const bytes = Buffer.from(payload);
  reply.header('Content-Length', bytes.length);
  return Readable.from(write(bytes), { objectMode: false });
}
