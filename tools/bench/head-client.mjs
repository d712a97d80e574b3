// HEAD requests on many connections (wrk waits for the body that Content-Length speaks of, so it cannot do this).
// Job: { url, path, headers, connections, seconds }; result: { rate } per second.
import { connect } from 'node:net';
import { serveClient } from './load.mjs';

const CARRIAGE_RETURN = 13;

await serveClient(async ({ url, path, headers, connections, seconds }) => {
  const { hostname, port, host } = new URL(url);
  const request = Buffer.from([`HEAD ${path} HTTP/1.1`, `Host: ${host}`, ...headers, '', ''].join('\r\n'));
  const began = performance.now();
  const end = began + seconds * 1000;
  const counts = await Promise.all(
    Array.from({ length: connections }, () => ask({ host: hostname, port: Number(port), request, end })),
  );
  const elapsed = (performance.now() - began) / 1000;
  return { rate: counts.reduce((sum, count) => sum + count, 0) / elapsed };
});

/** One request after another until `end`; resolves with how many were answered. */
function ask({ host, port, request, end }) {
  return new Promise((resolve, reject) => {
    let count = 0;
    const callback = (size, buffer) => {
      if (!isWholeHead(buffer, size)) return fail(new Error(buffer.latin1Slice(0, size)));
      count += 1;
      if (performance.now() < end) return socket.write(request);
      socket.off('close', fail).destroy();
      resolve(count);
    };
    const socket = connect({ host, port, noDelay: true, onread: { buffer: Buffer.alloc(16_384), callback } });
    const fail = (error) =>
      reject(error instanceof Error ? error : new Error('the server closed the connection'));
    socket.once('error', fail).once('close', fail).write(request);
  });
}

/** A head is far smaller than a packet, so it comes in one piece: `HTTP/1.1 200 … CR LF CR LF`. */
function isWholeHead(buffer, size) {
  return (
    buffer.latin1Slice(9, 12) === '200' &&
    buffer[size - 4] === CARRIAGE_RETURN &&
    buffer[size - 2] === CARRIAGE_RETURN
  );
}
