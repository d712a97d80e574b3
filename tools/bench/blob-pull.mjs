// A large blob, read and thrown away: the reader reuses one buffer, so that it is not what is measured.
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { Answer } from './connection.mjs';

const MEBIBYTE = 1024 * 1024;

/**
 * Resolves when the last byte is here. Throws for an answer that is not 200 or breaks off, and, where `digest` is
 * given, for other bytes.
 * @param {{ url: string, path: string, digest?: string }} pull
 */
export async function pullBlob({ url, path, digest }) {
  const { hostname, port, host } = new URL(url);
  const intake = new Intake(digest);
  await new Promise((resolve, reject) => {
    const onread = {
      buffer: Buffer.allocUnsafeSlow(MEBIBYTE),
      callback: (size, buffer) => settle(intake, buffer.subarray(0, size)),
    };
    const settle = (state, bytes) => {
      try {
        if (state.take(bytes)) resolve();
      } catch (error) {
        reject(error);
      }
      return true;
    };
    const socket = connect({ host: hostname, port: Number(port), onread });
    socket.once('error', reject).once('close', () => reject(new Error('the connection ended early')));
    socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });
  intake.check(digest);
}

/** Counts, and hashes where it has to. */
class Intake {
  #head = Buffer.alloc(0);
  #left;
  #hash;

  constructor(digest) {
    this.#hash = digest === undefined ? undefined : createHash('sha256');
  }

  /** True when everything is here. */
  take(bytes) {
    const body = this.#left === undefined ? this.#begin(bytes) : bytes;
    if (!body) return false;
    this.#left -= body.length;
    this.#hash?.update(body);
    return this.#left <= 0;
  }

  check(digest) {
    const computed = this.#hash && `sha256:${this.#hash.digest('hex')}`;
    if (computed !== digest) throw new Error(`GET blob: ${computed} instead of ${digest}`);
  }

  #begin(bytes) {
    this.#head = Buffer.concat([this.#head, bytes]);
    const end = this.#head.indexOf('\r\n\r\n');
    if (end < 0) return undefined;
    const answer = new Answer(this.#head.latin1Slice(0, end)).expect('GET blob', 200);
    this.#left = Number(answer.header('content-length'));
    return this.#head.subarray(end + 4);
  }
}
