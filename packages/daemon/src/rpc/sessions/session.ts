import { HEARTBEAT_MS, invalidField, type contract, type DbosdError } from '@dbosd/shared';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import { tooManyWaits } from '../admission.js';
import { tooLarge } from '../fields/values.js';
import { callerGone } from '../handler.js';
import { FrameStream, type FrameStreamUser } from '../link/frame-stream.js';
import type { Served } from '../link/stream-service.js';
import type { SessionEnvironment } from './environment.js';
import { Output } from './output.js';
import { Requests } from './requests.js';
import { Subscriptions } from './subscriptions.js';

// What a frame and the oneof of a request add to the request itself, at most.
const FRAME_OVERHEAD_BYTES = 64;

/**
 * One session: many calls on one stream (docs/protocol.md, 2). While calls, their bytes, the output or the writer's backlog
 * are at their limits nothing more is begun, in the middle of a frame too, and it is not read from; waits beyond their limit
 * are refused, since they would hold up the writes that end them. When its client half-closes, what is in flight is still answered.
 */
export class Session implements FrameStreamUser, Served {
  readonly method = 'SessionService.Open';
  readonly beatMs = HEARTBEAT_MS;
  readonly stream: FrameStream;
  readonly #environment: SessionEnvironment;
  readonly #onClosed: () => void;
  readonly #output: Output;
  readonly #requests: Requests;
  readonly #subscriptions: Subscriptions;
  #token: string | undefined;

  /** Takes the stream over and announces the limits. `onClosed` is called once, when all of it is over. */
  constructor(
    call: ServerDuplexStream<Buffer, Buffer>,
    environment: SessionEnvironment,
    onClosed: () => void,
  ) {
    const { codec, failures, announcement } = environment;
    this.#environment = environment;
    this.#onClosed = onClosed;
    this.stream = new FrameStream(call, environment, this);
    this.#output = new Output({ frames: this.stream.output, codec, failures });
    const refusedWait = (): DbosdError | undefined => this.#refusedWait();
    this.#subscriptions = new Subscriptions({ environment, output: this.#output, refusedWait });
    this.#requests = new Requests({
      environment,
      output: this.#output,
      refusedWait,
      onAnswered: () => {
        this.stream.throttle();
      },
    });
    this.#output.control({ opened: announcement });
  }

  /** The bearer token that the client gave last. Nothing checks it yet. */
  get token(): string | undefined {
    return this.#token;
  }

  /** Asks the client to move to another session; what it still sends here is answered. */
  goAway(draining: boolean): void {
    this.#output.control({ goingAway: { draining } });
  }

  // FrameStreamUser

  get hasRoom(): boolean {
    return this.#requests.hasRoom && !this.#environment.writes.full;
  }

  get isDone(): boolean {
    return this.#requests.size === 0;
  }

  *receive(bytes: Buffer): Generator<void> {
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

  outputHasRoom(): void {
    this.#environment.turns.retry();
    this.#subscriptions.retryAll();
  }

  halfClosed(): void {
    // The client can give no more credit: it has moved its subscriptions, or does not want them.
    this.#subscriptions.cancelAll();
  }

  renew(): void {
    this.goAway(false);
  }

  closed(): void {
    this.#requests.abort(callerGone('the session'));
    this.#subscriptions.cancelAll();
    this.#onClosed();
  }

  #refusedWait(): DbosdError | undefined {
    const { maxWaits } = this.#environment.limits;
    if (this.#requests.waits + this.#subscriptions.size < maxWaits) return undefined;
    return tooManyWaits(maxWaits, 'open another session for more');
  }

  // In order: each verb is called before the next request is read.
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
