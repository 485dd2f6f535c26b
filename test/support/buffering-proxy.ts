import { once } from 'node:events';
import {
  connect,
  createServer,
  type ClientHttp2Session,
  type Http2Server,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';

/**
 * A proxy for HTTP/2 on loopback that keeps a request back until it is whole, as proxies do that buffer: calls pass, and a
 * stream that its caller does not end never reaches the server.
 */
export class BufferingProxy {
  readonly #server: Http2Server = createServer();
  readonly #sessions = new Set<ServerHttp2Session>();
  readonly #target: ClientHttp2Session;

  /** In front of the server at `host:port`. Stop it in `after`. */
  static async start(target: string): Promise<BufferingProxy> {
    const proxy = new BufferingProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  private constructor(target: string) {
    this.#target = connect(`http://${target}`);
    this.#target.on('error', () => undefined);
    this.#server.on('session', (session) => {
      this.#sessions.add(session);
      session.on('error', () => undefined);
      session.on('close', () => this.#sessions.delete(session));
    });
    this.#server.on('stream', (stream, headers) => {
      stream.on('error', () => undefined);
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        this.#forward(stream, headers, Buffer.concat(chunks));
      });
    });
  }

  get address(): string {
    return `127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    for (const session of this.#sessions) session.destroy();
    this.#target.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #forward(stream: ServerHttp2Stream, headers: object, body: Buffer): void {
    if (this.#target.destroyed) {
      stream.close();
      return;
    }
    const request = this.#target.request({ ...headers });
    request.on('error', () => undefined);
    request.on('response', (answer) => {
      // Its caller has given up.
      if (stream.destroyed) return;
      stream.respond(answer, { waitForTrailers: true });
      let trailers: object = {};
      request.on('trailers', (ended: object) => {
        trailers = ended;
      });
      stream.on('wantTrailers', () => {
        stream.sendTrailers({ ...trailers });
      });
      request.pipe(stream);
    });
    request.end(body);
  }
}
