import { HEARTBEAT_MS, invalidField, type contract, type DbosdError } from '@dbosd/shared';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import { tooLarge } from '../fields/payload.js';
import { FrameStream, type FrameStreamUser } from '../frames/frame-stream.js';
import { callerGone } from '../handler.js';
import { Output } from './output.js';
import { Requests } from './requests.js';
import type { SessionEnvironment } from './session-environment.js';
import { Subscriptions } from './subscriptions.js';
import { WaitCount } from './wait-count.js';

// What a frame and the oneof of a request add to the request itself, at most.
const FRAME_OVERHEAD_BYTES = 64;

/**
 * One session: many calls on one stream (docs/protocol.md, 2). While calls, their bytes, the output or the writer's backlog
 * are at their limits nothing more is begun, in the middle of a frame too, and it is not read from; waits beyond their limit
 * are refused, since they would hold up the writes that end them. When its client half-closes, what is in flight is still answered.
 */
export class Session {
  readonly #environment: SessionEnvironment;
  readonly #stream: FrameStream;
  readonly #output: Output;
  readonly #requests: Requests;
  readonly #subscriptions: Subscriptions;
  readonly #over = new AbortController();
  #token: string | undefined;

  /** Takes the stream over and announces the limits. `onClosed` is called once, when all of it is over. */
  constructor(
    call: ServerDuplexStream<Buffer, Buffer>,
    environment: SessionEnvironment,
    onClosed: () => void,
  ) {
    const { codec, failures, limits, announcement } = environment;
    this.#environment = environment;
    this.#stream = new FrameStream(call, environment, this.#user(onClosed));
    this.#output = new Output({ frames: this.#stream.output, codec, failures });
    const waits = new WaitCount(limits.maxWaits);
    this.#subscriptions = new Subscriptions({ environment, output: this.#output, waits });
    this.#requests = new Requests({
      environment,
      output: this.#output,
      waits,
      signal: this.#over.signal,
      onAnswered: () => {
        this.throttle();
      },
    });
    this.#output.control({ opened: announcement });
  }

  /** The bearer token that the client gave last. Nothing asks for it yet. */
  get token(): string | undefined {
    return this.#token;
  }

  /** Asks the client to move elsewhere; what it still sends here is answered. */
  goAway(draining: boolean): void {
    this.#output.control({ goingAway: { draining } });
  }

  /** Ends the session for an error: what is in flight is not answered any more. */
  end(error: DbosdError): void {
    this.#stream.end(error);
  }

  /** Reads from the client, or stops reading, as what is in flight demands. */
  throttle(): void {
    this.#stream.throttle();
  }

  #user(onClosed: () => void): FrameStreamUser {
    return {
      method: 'SessionService.Open',
      sayEveryMs: HEARTBEAT_MS,
      receive: (bytes) => this.#carryOut(bytes),
      hasRoom: () => this.#requests.hasRoom && !this.#environment.writes.full,
      onOutputRoom: () => {
        this.#environment.turns.retry();
        this.#subscriptions.retryAll();
      },
      // Its client can give no more credit: it has moved its subscriptions, or does not want them.
      onHalfClosed: () => {
        this.#subscriptions.cancelAll();
      },
      isDone: () => this.#requests.size === 0,
      onRenew: () => {
        this.goAway(false);
      },
      onClosed: () => {
        const reason = callerGone('the session');
        this.#over.abort(reason);
        this.#requests.abort(reason);
        this.#subscriptions.cancelAll();
        onClosed();
      },
    };
  }

  *#carryOut(bytes: Buffer): Generator<void> {
    const { frame, malformed } = this.#environment.codec.decode(bytes);
    if (frame.authenticate !== null) this.#token = frame.authenticate.token;
    // First, so that what they end makes room for what the frame begins; again, for what it begins and ends.
    const cancels = frame.cancels.filter((id) => !this.#requests.cancel(id));
    const unsubscribes = frame.unsubscribes.filter((id) => !this.#subscriptions.cancel(id));
    yield* this.#beginRequests(frame, bytes.length, malformed);
    for (const subscribe of frame.subscribes) {
      yield;
      this.#checkNumber('subscribes.id', subscribe.id);
      this.#subscriptions.begin(subscribe, this.#malformed(subscribe, malformed));
    }
    for (const credit of frame.credits) this.#subscriptions.addCredit(credit);
    for (const id of cancels) this.#requests.cancel(id);
    for (const id of unsubscribes) this.#subscriptions.cancel(id);
  }

  // In order: each verb is called before the next request is looked at.
  *#beginRequests(
    { requests }: contract.OpenRequest__Output,
    frameBytes: number,
    malformed: boolean,
  ): Generator<void> {
    const oversize = requests.length === 1 ? this.#checkSize(frameBytes) : undefined;
    for (const request of requests) {
      yield;
      this.#checkNumber('requests.id', request.id);
      this.#requests.begin(
        request,
        frameBytes / requests.length,
        oversize ?? this.#malformed(request, malformed),
      );
    }
  }

  #malformed(
    part: contract.SessionRequest__Output | contract.Subscribe__Output,
    frameIsMalformed: boolean,
  ): DbosdError | undefined {
    return frameIsMalformed ? this.#environment.codec.malformedPart(part) : undefined;
  }

  #checkNumber(field: string, id: number): void {
    if (!Number.isSafeInteger(id) || id < 1) {
      throw invalidField(field, `is ${String(id)}: number requests from 1 to 2^53 - 1`);
    }
    if (this.#requests.has(id) || this.#subscriptions.has(id)) {
      throw invalidField(
        field,
        `is ${String(id)}, which is in flight: give each request a number of its own`,
      );
    }
  }

  // Only a frame with one request may be larger than a request.
  #checkSize(frameBytes: number): DbosdError | undefined {
    const { maxRequestBytes } = this.#environment;
    const size = frameBytes - FRAME_OVERHEAD_BYTES;
    return size > maxRequestBytes ? tooLarge('request', size, maxRequestBytes) : undefined;
  }
}
