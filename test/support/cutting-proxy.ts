import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

interface Pipe {
  readonly near: Socket;
  readonly far: Socket;
}

/**
 * A TCP proxy before a server, whose connections can be broken in the ways in which networks break them.
 *
 * open → refuse (connections are reset, new ones too) | blackhole (connections stay, and nothing passes any more) → open
 */
export class CuttingProxy {
  readonly #target: URL;
  readonly #server: Server;
  readonly #pipes = new Set<Pipe>();
  #mode: 'open' | 'refuse' | 'blackhole' = 'open';
  #accepted = 0;

  /** In front of the server that a connection string names. Stop it in `after`. */
  static async start(targetUrl: string): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(new URL(targetUrl));
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  private constructor(target: URL) {
    this.#target = target;
    this.#server = createServer((near) => {
      this.#accept(near);
    });
  }

  /** The connection string that leads through the proxy. */
  get url(): string {
    const url = new URL(this.#target);
    url.hostname = '127.0.0.1';
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href;
  }

  /** How many connections are open. */
  get open(): number {
    return this.#pipes.size;
  }

  /** How many connections have been accepted, those that were reset at once too. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Resets all connections; new ones are welcome. */
  cut(): void {
    for (const pipe of [...this.#pipes]) this.#end(pipe);
  }

  /** Resets all connections, and each new one. */
  refuse(): void {
    this.#mode = 'refuse';
    this.cut();
  }

  /** Nothing passes any more, in either direction, and nobody is told. New connections are accepted and stay silent. */
  blackhole(): void {
    this.#mode = 'blackhole';
    for (const { near, far } of this.#pipes) {
      near.unpipe(far).pause();
      far.unpipe(near).pause();
    }
  }

  /** New connections pass again. What was silent is reset: what it swallowed is lost. */
  restore(): void {
    this.cut();
    this.#mode = 'open';
  }

  async stop(): Promise<void> {
    this.cut();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(near: Socket): void {
    this.#accepted += 1;
    near.on('error', () => undefined);
    if (this.#mode === 'refuse') {
      near.resetAndDestroy();
      return;
    }
    const far = connect(Number(this.#target.port), this.#target.hostname);
    far.on('error', () => undefined);
    const pipe = { near, far };
    this.#pipes.add(pipe);
    for (const side of [near, far]) {
      side.on('close', () => {
        this.#end(pipe);
      });
    }
    if (this.#mode === 'open') near.pipe(far).pipe(near);
  }

  #end(pipe: Pipe): void {
    if (!this.#pipes.delete(pipe)) return;
    if (pipe.near.readyState !== 'closed') pipe.near.resetAndDestroy();
    pipe.far.destroy();
  }
}
