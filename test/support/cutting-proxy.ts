import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

interface Link {
  readonly client: Socket;
  readonly daemon: Socket;
}

/** A TCP proxy on loopback in front of a daemon, for breaking connections in the ways that networks do. */
export class CuttingProxy {
  readonly #server: Server;
  readonly #links = new Set<Link>();
  readonly #targetPort: number;
  #refusing = false;
  #swallowing = false;
  #accepted = 0;

  private constructor(targetPort: number) {
    this.#targetPort = targetPort;
    this.#server = createServer((client) => {
      this.#accept(client);
    });
  }

  static async start(targetPort: number): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(targetPort);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get address(): string {
    return `127.0.0.1:${String(this.port)}`;
  }

  /** How many connections were carried so far. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Ends every connection at once, with a reset. */
  cut(): void {
    for (const { client, daemon } of [...this.#links]) {
      client.resetAndDestroy();
      daemon.resetAndDestroy();
    }
  }

  /** Whether new connections are reset at once. */
  refuse(refusing: boolean): void {
    this.#refusing = refusing;
  }

  /** Whether what the daemon says is lost, on the connections that there are and on new ones. */
  swallowAnswers(swallowing: boolean): void {
    this.#swallowing = swallowing;
  }

  async stop(): Promise<void> {
    this.cut();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(client: Socket): void {
    if (this.#refusing) {
      client.resetAndDestroy();
      return;
    }
    this.#accepted += 1;
    const daemon = connect(this.#targetPort, '127.0.0.1');
    const link = { client, daemon };
    this.#links.add(link);
    for (const socket of [client, daemon]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#links.delete(link);
        client.destroy();
        daemon.destroy();
      });
    }
    client.on('data', (bytes) => daemon.write(bytes));
    daemon.on('data', (bytes) => {
      if (!this.#swallowing) client.write(bytes);
    });
    client.on('end', () => daemon.end());
    daemon.on('end', () => client.end());
  }
}
