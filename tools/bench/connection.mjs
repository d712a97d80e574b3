// A keep-alive HTTP/1.1 connection that costs little: the load must not be what is measured. One request at a time;
// bodies need a Content-Length, which every answer of a registry to these requests has.
import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

export class Connection {
  #socket;
  #host;
  #headers;
  #waiting;
  #received = [];

  /**
   * @param {string} url base address; resolves when connected
   * @param {string[]} [headers] lines that every request has
   */
  static async open(url, headers = []) {
    const { hostname, port, host } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new Connection(socket, host, headers);
  }

  constructor(socket, host, headers) {
    this.#socket = socket;
    this.#headers = headers;
    this.#host = host;
    socket.on('data', (data) => this.#take(data));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  /**
   * Sends a request with a body at hand, or, where `size` is given, with the buffers of an iterable.
   * @param {{ method: string, path: string, headers?: string[], body?: Buffer | Iterable<Buffer>, size?: number }} request
   *   `headers` as lines
   * @returns {Promise<Answer>}
   */
  async request({ method, path, headers = [], body, size }) {
    const answer = new Promise((resolve, reject) => (this.#waiting = { method, resolve, reject }));
    // Awaited at the end; a refusal that comes while the body is being sent must not be an unhandled one.
    answer.catch(() => undefined);
    const length = size ?? body?.length ?? 0;
    const sized = length > 0 || method === 'PUT' || method === 'POST' ? [`Content-Length: ${length}`] : [];
    const head = Buffer.from(
      [`${method} ${path} HTTP/1.1`, `Host: ${this.#host}`, ...sized, ...this.#headers, ...headers].join(
        '\r\n',
      ) + '\r\n\r\n',
      'latin1',
    );
    if (size === undefined) this.#socket.write(body ? Buffer.concat([head, body]) : head);
    else await this.#stream(head, body);
    return answer;
  }

  close() {
    this.#socket.destroy();
  }

  async #stream(head, chunks) {
    this.#socket.write(head);
    for (const chunk of chunks) {
      if (!this.#socket.writable) return;
      if (!this.#socket.write(chunk)) await this.#drained();
    }
  }

  #drained() {
    return new Promise((resolve) => {
      const done = () => resolve(this.#socket.off('drain', done).off('close', done));
      this.#socket.on('drain', done).on('close', done);
    });
  }

  #take(data) {
    this.#received.push(data);
    const bytes = this.#received.length === 1 ? data : Buffer.concat(this.#received);
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) return;
    const answer = new Answer(bytes.latin1Slice(0, end));
    const from = end + HEAD_END.length;
    const size = this.#waiting?.method === 'HEAD' ? 0 : Number(answer.header('content-length') ?? 0);
    this.#received = [bytes];
    if (bytes.length < from + size) return;
    this.#received = [];
    answer.body = bytes.subarray(from, from + size);
    this.#waiting?.resolve(answer);
    this.#waiting = undefined;
  }

  #fail(error) {
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}

/** Status, headers and body of an answer. */
export class Answer {
  constructor(head) {
    this.head = head;
    this.status = Number(head.slice(9, 12));
    this.body = Buffer.alloc(0);
  }

  /** Value of a header, or `undefined`. */
  header(name) {
    const lower = this.head.toLowerCase();
    const at = lower.indexOf(`\r\n${name}:`);
    if (at < 0) return undefined;
    const from = at + name.length + 3;
    const end = this.head.indexOf('\r\n', from);
    return this.head.slice(from, end < 0 ? undefined : end).trim();
  }

  /** Throws unless the status is one of these. */
  expect(what, ...statuses) {
    if (!statuses.includes(this.status)) {
      throw new Error(
        `${what}: ${this.status} instead of ${statuses.join(' or ')}: ${this.body.toString().slice(0, 300)}`,
      );
    }
    return this;
  }
}
