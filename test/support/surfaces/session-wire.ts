import { contractRoot, fromStatus, transportError, type contract } from '@dbosd/shared';
import { status } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import { RawSession } from './raw-session.js';
import {
  encodeRequest,
  type CallName,
  type CallRequest,
  type CallResponse,
  type Responses,
  type StreamName,
  type StreamRequest,
  type StreamResponse,
  type Wire,
} from './wire.js';

const CREDIT_BYTES = 1024 * 1024;
const HEARTBEAT_MS = 20_000;
const LENGTH_DELIMITED = 2;

interface Flight {
  resolve(answer: contract.SessionAnswer__Output): void;
  reject(error: Error): void;
}

interface Reading {
  readonly responses: contract.SubscriptionResponse__Output[];
  wake: () => void;
}

/** Numbered calls and subscriptions in one session: the least that a client must do. */
export class SessionWire implements Wire {
  readonly name = 'a session';
  readonly #session: RawSession;
  readonly #flights = new Map<number, Flight>();
  readonly #readings = new Map<number, Reading>();
  readonly #heartbeat: NodeJS.Timeout;
  #lastId = 0;
  #seen = 0;

  private constructor(session: RawSession) {
    this.#session = session;
    this.#heartbeat = setInterval(() => {
      session.write({});
    }, HEARTBEAT_MS);
    session.onChange(() => {
      this.#dispatch();
    });
  }

  static async open(address: string): Promise<SessionWire> {
    return new SessionWire(await RawSession.open(address));
  }

  async call<M extends CallName>(
    method: M,
    request: CallRequest<M>,
    signal?: AbortSignal,
  ): Promise<CallResponse<M>> {
    const answer = await this.#request(method, encodeRequest(method, request), signal);
    return answer[method] as CallResponse<M>;
  }

  async *stream<M extends StreamName>(method: M, request: StreamRequest<M>): Responses<M> {
    for await (const response of this.#subscribe(method, encodeRequest(method, request))) {
      yield response[method] as StreamResponse<M>;
    }
  }

  async callEncoded(method: CallName | StreamName, request: Buffer): Promise<void> {
    if (method !== 'readStream' && method !== 'watchEvents') {
      await this.#request(method, request);
      return;
    }
    const responses = this.#subscribe(method, request);
    while ((await responses.next()).done !== true);
  }

  close(): Promise<void> {
    clearInterval(this.#heartbeat);
    this.#session.close();
    return Promise.resolve();
  }

  #request(method: CallName, request: Buffer, signal?: AbortSignal): Promise<contract.SessionAnswer__Output> {
    const id = this.#nextId();
    return new Promise((resolve, reject) => {
      this.#flights.set(id, { resolve, reject });
      signal?.addEventListener('abort', () => {
        this.#flights.delete(id);
        this.#session.write({ cancels: [id] });
        reject(signal.reason as Error);
      });
      this.#session.writeBytes(frameOf('requests', { id, method, request }));
    });
  }

  async *#subscribe(
    method: StreamName,
    request: Buffer,
  ): AsyncGenerator<contract.SubscriptionResponse__Output, void, undefined> {
    const id = this.#nextId();
    const reading: Reading = { responses: [], wake: () => undefined };
    this.#readings.set(id, reading);
    this.#session.writeBytes(frameOf('subscribes', { id, method, request, creditBytes: CREDIT_BYTES }));
    try {
      for (;;) {
        const response = reading.responses.shift();
        if (response === undefined) {
          if (this.#session.end !== undefined) throw brokenBy(this.#session.end.error);
          await new Promise<void>((resolve) => (reading.wake = resolve));
        } else if (response.ended) {
          if (response.ended.code !== 0) throw fromStatus(response.ended);
          return;
        } else {
          this.#session.write({ credits: [{ id, bytes: response.bytes }] });
          yield response;
        }
      }
    } finally {
      this.#readings.delete(id);
      this.#session.write({ unsubscribes: [id] });
    }
  }

  #dispatch(): void {
    const { frames, end } = this.#session;
    for (const frame of frames.slice(this.#seen)) {
      for (const answer of frame.answers) this.#answered(answer);
      for (const response of frame.responses) this.#responded(response);
    }
    this.#seen = frames.length;
    if (end === undefined) return;
    for (const flight of this.#flights.values()) flight.reject(brokenBy(end.error));
    for (const reading of this.#readings.values()) reading.wake();
  }

  #answered(answer: contract.SessionAnswer__Output): void {
    const flight = this.#flights.get(answer.id);
    this.#flights.delete(answer.id);
    if (answer.error) flight?.reject(fromStatus(answer.error));
    else flight?.resolve(answer);
  }

  #responded(response: contract.SubscriptionResponse__Output): void {
    const reading = this.#readings.get(response.id);
    reading?.responses.push(response);
    reading?.wake();
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}

interface Part {
  readonly id: number;
  readonly method: CallName | StreamName;
  /** Encoded already, right or wrong. */
  readonly request: Buffer;
  readonly creditBytes?: number;
}

/** A frame with one request or subscription. */
function frameOf(list: 'requests' | 'subscribes', { id, method, request, creditBytes }: Part): Buffer {
  const frame = contractRoot().lookupType('dbosd.v1.OpenRequest').fields[list]!.resolve();
  const part = frame.resolvedType as protobuf.Type;
  const writer = new protobuf.Writer();
  writer.uint32((frame.id << 3) | LENGTH_DELIMITED).fork();
  part.encode(part.fromObject({ id, ...(creditBytes === undefined ? {} : { creditBytes }) }), writer);
  writer.uint32((part.fields[method]!.id << 3) | LENGTH_DELIMITED).bytes(request);
  return Buffer.from(writer.ldelim().finish());
}

function brokenBy(error: Error | undefined): Error {
  return transportError(status.UNAVAILABLE, error?.message ?? 'the daemon has ended the session', error);
}
