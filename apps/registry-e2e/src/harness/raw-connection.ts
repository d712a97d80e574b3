import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Answer } from './answer.js';

const PATIENCE = 15_000;

/** A socket on which a test writes whatever it likes and reads answers one by one. */
export class RawConnection {
  private parts: Buffer[] = [];
  private length = 0;
  /** Bytes without which no answer can be whole; large bodies are put together once and not with every packet. */
  private needed = 0;
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
    const lines = Object.entries({ Host: 'localhost', ...headers }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    this.write(`${requestLine} HTTP/1.1\r\n${lines.join('')}\r\n`);
  }

  /** The next answer. Throws when the connection ends before one is whole. `bodiless` for answers to HEAD. */
  async read({ bodiless = false } = {}): Promise<Answer> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const answer = this.parse(bodiless);
      if (answer) return answer;
      if (this.ended) throw new Error(`the connection ended; received so far: ${this.beginning}`);
      await this.change(deadline);
    }
  }

  /** Whatever came, once the other side has closed. */
  async readToEnd(): Promise<Buffer> {
    const deadline = Date.now() + PATIENCE;
    while (!this.ended) await this.change(deadline);
    return this.joined();
  }

  close(): void {
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.parts.push(chunk);
    this.length += chunk.length;
    this.wake?.();
  }

  private joined(): Buffer {
    const whole = Buffer.concat(this.parts);
    this.parts = [whole];
    return whole;
  }

  private get beginning(): string {
    return this.joined().toString('latin1', 0, 500);
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
    if (!inTime) throw new Error(`no answer came; received so far: ${this.beginning}`);
  }

  private parse(bodiless: boolean): Answer | undefined {
    if (this.length < this.needed) return undefined;
    const received = this.joined();
    const headEnd = received.indexOf('\r\n\r\n');
    if (headEnd < 0) return undefined;
    const [statusLine = '', ...lines] = received.toString('latin1', 0, headEnd).split('\r\n');
    const headers = Object.fromEntries(lines.map((line) => splitOnce(line)));
    const status = Number(statusLine.split(' ')[1]);
    const hasBody = !bodiless && status >= 200 && status !== 204 && status !== 304;
    this.needed = headEnd + 4 + (hasBody ? Number(headers['content-length'] ?? 0) : 0);
    if (this.length < this.needed) return undefined;
    return this.shift(new Answer(status, headers, Buffer.from(received.subarray(headEnd + 4, this.needed))));
  }

  private shift(answer: Answer): Answer {
    const rest = this.joined().subarray(this.needed);
    this.parts = [rest];
    this.length = rest.length;
    this.needed = 0;
    return answer;
  }
}

function splitOnce(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}
