import { Duplex } from 'node:stream';
import { createAdapter } from './adapter.js';
import { HttpSettings } from './http-settings.js';

/** What a connection is told on which Node's parser stops with the given code. */
function answerTo(code: string): string {
  let written = '';
  const socket = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      written += chunk.toString();
      done();
    },
  });
  const { server } = createAdapter(new HttpSettings(), []).getInstance();
  server.emit('clientError', Object.assign(new Error(code), { code }), socket);
  return written;
}

describe('a request that Node gives up', () => {
  it.each([
    ['ERR_HTTP_REQUEST_TIMEOUT', 'HTTP/1.1 408 Request Timeout'],
    ['HPE_HEADER_OVERFLOW', 'HTTP/1.1 431 Request Header Fields Too Large'],
    ['HPE_INVALID_METHOD', 'HTTP/1.1 400 Bad Request'],
  ])('for %s is told so with the phrase of its status', (code, line) => {
    const [head = '', body = ''] = answerTo(code).split('\r\n\r\n');
    expect(head.split('\r\n')[0]).toBe(line);
    expect(head).toContain('Connection: close');
    expect(JSON.parse(body)).toMatchObject({ errors: [{ code: 'UNSUPPORTED' }] });
  });
});
