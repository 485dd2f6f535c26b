import { invalidField, type contract, type DbosdError } from '@dbosd/shared';
import { status, type ServerDuplexStream, type StatusObject } from '@grpc/grpc-js';
import { statusOf } from '../failures.js';
import { tooLarge } from '../fields/payload.js';
import { callerGone } from '../handler.js';
import { Output } from './output.js';
import { Requests } from './requests.js';
import type { SessionEnvironment } from './session-environment.js';
import { startSessionTimers } from './session-timers.js';
import { Subscriptions } from './subscriptions.js';
import { WaitCount } from './wait-count.js';

// What a frame and the oneof of a request add to the request itself, at most.
const FRAME_OVERHEAD_BYTES = 64;

/**
 * One session: many calls on one stream (docs/protocol.md, 2).
 *
 * It is `open` until the client half-closes; then it is `answering` until nothing is in flight and all is written; then
 * it is `closed`. A broken connection, silence, or a wrong number closes it at once. While calls, their bytes or the
 * output stand at their limits it is not read from; waits beyond their limit are refused, since they would hold up the
 * writes that end them.
 */
export class Session {
  readonly #call: ServerDuplexStream<Buffer, Buffer>;
  readonly #environment: SessionEnvironment;
  readonly #onClosed: () => void;
  readonly #output: Output;
  readonly #requests: Requests;
  readonly #subscriptions: Subscriptions;
  readonly #stopTimers: () => void;
  readonly #over = new AbortController();
  #state: 'open' | 'answering' | 'closed' = 'open';
  #reading = true;
  #heardMs: number;
  #wroteMs: number;
  #token: string | undefined;

  /** Takes the stream over and announces the limits. `onClosed` is called once, when all of it is over. */
  constructor(
    call: ServerDuplexStream<Buffer, Buffer>,
    environment: SessionEnvironment,
    onClosed: () => void,
  ) {
    this.#call = call;
    this.#environment = environment;
    this.#onClosed = onClosed;
    this.#heardMs = this.#wroteMs = environment.clock.monotonicMs();
    this.#output = this.#newOutput();
    const waits = new WaitCount(environment.limits.maxWaits);
    this.#subscriptions = new Subscriptions({ environment, output: this.#output, waits });
    this.#requests = new Requests({
      environment,
      output: this.#output,
      waits,
      signal: this.#over.signal,
      onAnswered: () => {
        this.#throttle();
      },
    });
    this.#stopTimers = this.#startTimers();
    this.#output.control({ opened: environment.announcement });
    this.#listen();
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
    this.#fail(statusOf(error));
  }

  #newOutput(): Output {
    const { clock, codec, failures, limits } = this.#environment;
    return new Output({
      codec,
      failures,
      limits,
      write: (frame, taken) => {
        this.#wroteMs = clock.monotonicMs();
        this.#call.write(frame, taken);
      },
      onRoom: () => {
        this.#throttle();
        this.#subscriptions.retryAll();
      },
      onEmpty: () => {
        this.#closeWhenDone();
      },
    });
  }

  #startTimers(): () => void {
    return startSessionTimers({
      environment: this.#environment,
      heardMs: () => this.#heardMs,
      wroteMs: () => this.#wroteMs,
      beat: () => {
        if (this.#output.empty) this.#output.control({});
      },
      silent: () => {
        // Who is not read from, or has half-closed, cannot be heard.
        if (this.#reading && this.#state === 'open') this.#fail(silence(this.#environment.timing.silenceMs));
      },
      renew: () => {
        this.goAway(false);
      },
    });
  }

  #listen(): void {
    const call = this.#call;
    call.on('data', (bytes: Buffer) => {
      this.#receive(bytes);
    });
    call.on('end', () => {
      this.#halfClosed();
    });
    call.on('cancelled', () => {
      this.#close();
    });
    // An error of the stream itself: grpc-js ends the call, we only let go of it.
    call.on('error', () => {
      this.#close();
    });
  }

  #receive(bytes: Buffer): void {
    if (this.#state !== 'open') return;
    this.#heardMs = this.#environment.clock.monotonicMs();
    try {
      this.#carryOut(bytes);
    } catch (failure) {
      this.end(this.#environment.failures.of(failure, 'SessionService.Open'));
      return;
    }
    this.#throttle();
  }

  #carryOut(bytes: Buffer): void {
    const { frame, malformed } = this.#environment.codec.decode(bytes);
    if (frame.authenticate !== null) this.#token = frame.authenticate.token;
    // First, so that what they end makes room for what the frame begins; again, for what it begins and ends.
    const cancels = frame.cancels.filter((id) => !this.#requests.cancel(id));
    const unsubscribes = frame.unsubscribes.filter((id) => !this.#subscriptions.cancel(id));
    this.#beginRequests(frame, bytes.length, malformed);
    for (const subscribe of frame.subscribes) {
      this.#checkNumber('subscribes.id', subscribe.id);
      this.#subscriptions.begin(subscribe, this.#malformed(subscribe, malformed));
    }
    for (const credit of frame.credits) this.#subscriptions.addCredit(credit);
    for (const id of cancels) this.#requests.cancel(id);
    for (const id of unsubscribes) this.#subscriptions.cancel(id);
  }

  // In one go and in order: each verb is called before the next request is looked at.
  #beginRequests({ requests }: contract.OpenRequest__Output, frameBytes: number, malformed: boolean): void {
    const oversize = requests.length === 1 ? this.#checkSize(frameBytes) : undefined;
    for (const request of requests) {
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

  #throttle(): void {
    const room = this.#requests.hasRoom && !this.#output.full;
    if (room === this.#reading || this.#state !== 'open') return;
    this.#reading = room;
    if (!room) {
      this.#call.pause();
      return;
    }
    // Silence counts from now on: what the client said meanwhile was not heard.
    this.#heardMs = this.#environment.clock.monotonicMs();
    this.#call.resume();
  }

  #halfClosed(): void {
    if (this.#state !== 'open') return;
    this.#state = 'answering';
    // Their client can give no more credit: it has moved them, or does not want them.
    this.#subscriptions.cancelAll();
    this.#closeWhenDone();
  }

  #closeWhenDone(): void {
    if (this.#state !== 'answering' || this.#requests.size > 0 || !this.#output.empty) return;
    this.#close();
    this.#call.end();
  }

  #fail(end: Partial<StatusObject>): void {
    if (this.#state === 'closed') return;
    this.#close();
    this.#call.emit('error', end);
  }

  #close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#stopTimers();
    this.#output.close();
    const reason = callerGone('the session');
    this.#over.abort(reason);
    this.#requests.abort(reason);
    this.#subscriptions.cancelAll();
    // Unread frames would keep the stream from ending.
    this.#call.resume();
    this.#onClosed();
  }
}

// No reason of ours: to the client this is a connection that broke, and it opens the next session.
function silence(ms: number): Partial<StatusObject> {
  return {
    code: status.UNAVAILABLE,
    details: `nothing was heard for ${String(ms / 1000)} s: send a frame every 20 s at least`,
  };
}
