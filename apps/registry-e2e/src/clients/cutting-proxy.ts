import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Relays connections to a registry and ends the first one that has carried so many bytes of answers, in the middle of a body. */
export class CuttingProxy {
  /** Connections that were cut. */
  cuts = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly port: number,
    private readonly after: number,
  ) {}

  /** @param target `address:port` of the registry @param after bytes of answers that one connection lets through */
  static async start(target: string, after: number): Promise<CuttingProxy> {
    const server = createServer();
    const proxy = new CuttingProxy(server, Number(target.split(':')[1]), after);
    server.on('connection', (socket) => proxy.relay(socket));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private relay(socket: Socket): void {
    const upstream = connect(this.port, '127.0.0.1');
    let carried = 0;
    const end = (): void => void (socket.destroy(), upstream.destroy());
    for (const each of [socket, upstream]) this.sockets.add(each.on('close', end).on('error', end));
    socket.pipe(upstream);
    upstream.on('data', (chunk: Buffer) => {
      carried += chunk.length;
      if (carried < this.after || this.cuts > 0) return void socket.write(chunk);
      this.cuts += 1;
      socket.end(chunk.subarray(0, chunk.length >> 1), end);
    });
  }
}
