import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Answer } from './answer.js';

const PATIENCE = 15_000;

/** A socket on which a test writes whatever it likes and reads answers one by one. */
export class RawConnection {
  private received: Buffer = Buffer.alloc(0);
  private ended = false;
  private wake: (() => void) | undefined;

  private constructor(readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    for (const event of ['end', 'close', 'error']) socket.on(event, () => this.finish());
  }

  static async open(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  /** Opens, sends, reads one answer and closes. */
  static async exchange(url: string, text: string | Uint8Array): Promise<Answer> {
    const connection = await RawConnection.open(url);
    try {
      connection.write(text);
      return await connection.read();
    } finally {
      connection.close();
    }
  }

  write(text: string | Uint8Array): void {
    this.socket.write(text);
  }

  /** Writes a request: the request line, `Host`, the given headers, an empty line. */
  writeHead(requestLine: string, headers: Readonly<Record<string, string | number>> = {}): void {
    const lines = Object.entries({ Host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    this.write(`${requestLine} HTTP/1.1\r\n${lines.join('')}\r\n`);
  }

  /** The next answer. Throws when the connection ends before one is whole. `bodiless` for answers to HEAD. */
  async read({ bodiless = false } = {}): Promise<Answer> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const answer = this.parse(bodiless);
      if (answer) return answer;
      if (this.ended) throw new Error(`the connection ended; received so far: ${this.received.toString('latin1').slice(0, 500)}`);
      await this.change(deadline);
    }
  }

  /** Whatever came, once the other side has closed. */
  async readToEnd(): Promise<Buffer> {
    const deadline = Date.now() + PATIENCE;
    while (!this.ended) await this.change(deadline);
    return this.received;
  }

  close(): void {
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk]);
    this.wake?.();
  }

  private finish(): void {
    this.ended = true;
    this.wake?.();
  }

  private async change(deadline: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const inTime = await new Promise<boolean>((resolve) => {
      this.wake = () => resolve(true);
      timer = setTimeout(() => resolve(false), deadline - Date.now());
    });
    clearTimeout(timer);
    if (!inTime) throw new Error(`no answer came; received so far: ${this.received.toString('latin1').slice(0, 500)}`);
  }

  private parse(bodiless: boolean): Answer | undefined {
    const headEnd = this.received.indexOf('\r\n\r\n');
    if (headEnd < 0) return undefined;
    const [statusLine = '', ...lines] = this.received.subarray(0, headEnd).toString('latin1').split('\r\n');
    const headers = Object.fromEntries(lines.map((line) => splitOnce(line)));
    const status = Number(statusLine.split(' ')[1]);
    const length = bodiless || status < 200 || status === 204 || status === 304 ? 0 : Number(headers['content-length']);
    const bodyEnd = headEnd + 4 + length;
    if (this.received.length < bodyEnd) return undefined;
    const answer = new Answer(status, headers, Buffer.from(this.received.subarray(headEnd + 4, bodyEnd)));
    this.received = this.received.subarray(bodyEnd);
    return answer;
  }
}

function splitOnce(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}
