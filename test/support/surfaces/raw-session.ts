import { Client, credentials, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import { contractRoot, type contract } from '@dbosd/shared';
import { decodeAs } from './wire.js';

const RECEIVE_BYTES = 64 * 1024 * 1024;

/** How a session ended: an error, or half-closed by the daemon. */
export type SessionEnd = { readonly error?: ServiceError };

/** One session, frame by frame: it writes what the test says, and records what comes. */
export class RawSession {
  readonly frames: contract.OpenResponse__Output[] = [];
  end: SessionEnd | undefined;
  readonly #client: Client;
  readonly #stream: ClientDuplexStream<Buffer, Buffer>;
  readonly #watchers = new Set<() => void>();

  private constructor(address: string) {
    this.#client = new Client(address, credentials.createInsecure(), {
      'grpc.max_receive_message_length': RECEIVE_BYTES,
      'grpc.max_send_message_length': -1,
      // A connection of its own.
      'grpc.use_local_subchannel_pool': 1,
    });
    this.#stream = this.#client.makeBidiStreamRequest('/dbosd.v1.SessionService/Open', asItIs, asItIs);
    this.#stream.on('data', (bytes: Buffer) => {
      this.frames.push(decodeAs('OpenResponse', bytes) as contract.OpenResponse__Output);
      this.#changed();
    });
    this.#stream.on('error', (error: ServiceError) => {
      this.end = { error };
      this.#changed();
    });
    this.#stream.on('end', () => {
      this.end ??= {};
      this.#changed();
    });
  }

  /** Resolves when the daemon has said `opened`. */
  static async open(address: string): Promise<RawSession> {
    const session = new RawSession(address);
    await session.until(() => session.frames.length > 0);
    return session;
  }

  /** What the first frame announced. */
  get opened(): contract.SessionOpened__Output {
    const opened = this.frames[0]?.opened;
    if (!opened) throw new Error('the first frame does not say `opened`');
    return opened;
  }

  /** Answers in the order in which they came. */
  get answers(): contract.SessionAnswer__Output[] {
    return this.frames.flatMap(({ answers }) => answers);
  }

  /** Responses of subscriptions in the order in which they came. */
  get responses(): contract.SubscriptionResponse__Output[] {
    return this.frames.flatMap(({ responses }) => responses);
  }

  write(frame: contract.OpenRequest): void {
    const type = contractRoot().lookupType('dbosd.v1.OpenRequest');
    this.writeBytes(Buffer.from(type.encode(type.fromObject(frame)).finish()));
  }

  writeBytes(frame: Buffer): void {
    this.#stream.write(frame);
  }

  /** Takes frames no more, as a client does that is too slow; or takes them again. */
  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    this.#stream.resume();
  }

  halfClose(): void {
    this.#stream.end();
  }

  /** Resolves as soon as the fact holds; looked at whenever something comes. */
  async until(fact: () => boolean): Promise<void> {
    if (fact()) return;
    await new Promise<void>((resolve) => {
      const watch = (): void => {
        if (!fact()) return;
        this.#watchers.delete(watch);
        resolve();
      };
      this.#watchers.add(watch);
    });
  }

  /** The answer to a request, when it has come. */
  async answerTo(id: number): Promise<contract.SessionAnswer__Output> {
    const find = (): contract.SessionAnswer__Output | undefined =>
      this.answers.find((answer) => answer.id === id);
    await this.until(() => find() !== undefined);
    return find()!;
  }

  close(): void {
    this.#stream.on('error', () => undefined);
    this.#stream.cancel();
    this.#client.close();
  }

  /** Calls back at whatever comes. */
  onChange(watch: () => void): void {
    this.#watchers.add(watch);
  }

  #changed(): void {
    for (const watch of [...this.#watchers]) watch();
  }
}

function asItIs(bytes: Buffer): Buffer {
  return bytes;
}
