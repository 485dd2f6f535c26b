import { DbosdError, invalidField, toStatus, type contract } from '@dbosd/shared';
import type { ServerDuplexStream, StatusObject } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import { tooManyWaits } from '../admission.js';
import { statusOf } from '../failures.js';
import { tooLarge } from '../fields/payload.js';
import { callerGone } from '../handler.js';
import type { Method } from '../methods/method.js';
import { startSessionTimers } from './session-timers.js';
import type { SessionEnvironment } from './session-environment.js';
import { Output } from './output.js';
import { Subscription } from './subscription.js';

/** A request in flight. */
interface Flight {
  readonly id: number;
  readonly call: string;
  /** Its share of the frame that brought it. */
  readonly bytes: number;
  /** Waits only: ends it when the client no longer waits. */
  readonly waiter?: AbortController;
}

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
  readonly #output: Output;
  readonly #stopTimers: () => void;
  readonly #flights = new Map<number, Flight>();
  readonly #subscriptions = new Map<number, Subscription>();
  readonly #ended = new AbortController();
  readonly #onClosed: () => void;
  #state: 'open' | 'answering' | 'closed' = 'open';
  #reading = true;
  #calls = 0;
  #callBytes = 0;
  #waits = 0;
  #heardMs: number;
  #wroteMs: number;
  #token: string | undefined;

  /** Takes the stream over and announces the limits. `onClosed` is called once, when all of it is over. */
  constructor(
    call: ServerDuplexStream<Buffer, Buffer>,
    environment: SessionEnvironment,
    onClosed: () => void,
  ) {
    const { clock, codec, failures, limits } = environment;
    this.#call = call;
    this.#environment = environment;
    this.#onClosed = onClosed;
    this.#heardMs = this.#wroteMs = clock.monotonicMs();
    this.#output = new Output({
      codec,
      failures,
      limits,
      write: (frame, taken) => {
        this.#wroteMs = clock.monotonicMs();
        call.write(frame, taken);
      },
      onRoom: () => {
        this.#throttle();
        for (const subscription of this.#subscriptions.values()) subscription.retry();
      },
      onEmpty: () => {
        this.#closeWhenDone();
      },
    });
    this.#stopTimers = startSessionTimers({
      environment,
      heardMs: () => this.#heardMs,
      wroteMs: () => this.#wroteMs,
      beat: () => {
        if (this.#output.empty) this.#output.control({});
      },
      silent: () => {
        // Who is not read from, or has half-closed, cannot be heard.
        if (this.#reading && this.#state === 'open') this.#fail(silence(environment.timing.silenceMs));
      },
      renew: () => {
        this.goAway(false);
      },
    });
    this.#output.control({ opened: environment.announcement });
    this.#listen();
  }

  /** The bearer token that the client gave last. Nothing asks for it yet. */
  get token(): string | undefined {
    return this.#token;
  }

  /** Asks the client to move elsewhere; what it still sends here is answered. */
  goAway(draining: boolean): void {
    if (this.#state !== 'closed') this.#output.control({ goingAway: { draining } });
  }

  /** Ends the session for an error: what is in flight is not answered any more. */
  end(error: DbosdError): void {
    this.#fail(statusOf(error));
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

  // ---- frames

  #receive(bytes: Buffer): void {
    if (this.#state !== 'open') return;
    this.#heardMs = this.#environment.clock.monotonicMs();
    try {
      const { frame, malformed } = this.#environment.codec.decode(bytes);
      if (frame.authenticate !== null) this.#token = frame.authenticate.token;
      this.#dispatch(frame, bytes.length, malformed);
      for (const subscribe of frame.subscribes) this.#subscribe(subscribe, malformed);
      for (const credit of frame.credits) this.#addCredit(credit);
      for (const id of frame.cancels) this.#cancel(id);
      for (const id of frame.unsubscribes) this.#unsubscribe(id);
    } catch (failure) {
      this.end(this.#environment.failures.of(failure, 'SessionService.Open'));
      return;
    }
    this.#throttle();
  }

  // In one go and in order: each verb is called before the next request is looked at.
  #dispatch({ requests }: contract.OpenRequest__Output, frameBytes: number, malformed: boolean): void {
    if (requests.length === 0) return;
    const share = frameBytes / requests.length;
    const alone = requests.length === 1;
    for (const request of requests) {
      this.#checkNumber('requests.id', request.id);
      const problem =
        (malformed ? this.#environment.codec.malformedPart(request) : undefined) ??
        (alone ? this.#checkSize(frameBytes) : undefined);
      this.#begin(request, share, problem);
    }
  }

  #checkNumber(field: string, id: number): void {
    if (!Number.isSafeInteger(id) || id < 1) {
      throw invalidField(field, `is ${String(id)}: number requests from 1 to 2^53 - 1`);
    }
    if (this.#flights.has(id) || this.#subscriptions.has(id)) {
      throw invalidField(
        field,
        `is ${String(id)}, which is in flight: give each request a number of its own`,
      );
    }
  }

  #checkSize(frameBytes: number): DbosdError | undefined {
    const { maxRequestBytes } = this.#environment;
    const size = frameBytes - FRAME_OVERHEAD_BYTES;
    return size > maxRequestBytes ? tooLarge('request', size, maxRequestBytes) : undefined;
  }

  // ---- requests

  #begin(request: contract.SessionRequest__Output, bytes: number, problem: DbosdError | undefined): void {
    const { id, call } = request;
    const method = call === undefined ? undefined : this.#environment.methods.get(call);
    const error = problem ?? this.#refusal(method);
    if (error !== undefined || call === undefined || method === undefined || method.kind === 'stream') {
      this.#output.answer(id, { id, error: toStatus(error ?? unknownCall('requests')) });
      return;
    }
    const waiter = method.kind === 'wait' ? new AbortController() : undefined;
    const flight: Flight = { id, call, bytes, ...(waiter === undefined ? {} : { waiter }) };
    this.#count(flight, 1);
    this.#flights.set(id, flight);
    const context = {
      signal: waiter?.signal ?? this.#ended.signal,
      holdMs: this.#environment.timing.sessionHoldMs,
    };
    // The request of a call that is set is there: the oneof says so.
    method.run(request[call] as object, context).then(
      (response) => {
        this.#answer(flight, { id, [call]: response });
      },
      (failure: unknown) => {
        // A wait that was given up has no answer, and its rejection is no news.
        if (!context.signal.aborted) this.#answer(flight, { id, error: this.#statusOf(failure, call) });
      },
    );
  }

  #refusal(method: Method | undefined): DbosdError | undefined {
    const { maxWaits } = this.#environment.limits;
    if (method === undefined || method.kind === 'call' || this.#waits < maxWaits) return undefined;
    return tooManyWaits(maxWaits, 'open a further session for more');
  }

  #answer(flight: Flight, answer: object): void {
    if (!this.#land(flight)) return;
    this.#output.answer(flight.id, answer);
    this.#throttle();
  }

  /** Takes a request out of flight. False: it was cancelled, or the session is over. */
  #land(flight: Flight): boolean {
    if (this.#flights.get(flight.id) !== flight) return false;
    this.#flights.delete(flight.id);
    this.#count(flight, -1);
    return true;
  }

  #count(flight: Flight, by: 1 | -1): void {
    if (flight.waiter !== undefined) {
      this.#waits += by;
      return;
    }
    this.#calls += by;
    this.#callBytes += by * flight.bytes;
  }

  #cancel(id: number): void {
    const flight = this.#flights.get(id);
    // A write that has begun is carried out, and a read answers soon: only waits are worth ending.
    if (flight?.waiter === undefined) return;
    this.#land(flight);
    flight.waiter.abort(callerGone(flight.call));
  }

  // ---- subscriptions

  #subscribe(subscribe: contract.Subscribe__Output, malformed: boolean): void {
    const { id, call, creditBytes } = subscribe;
    this.#checkNumber('subscribes.id', id);
    const { codec, methods } = this.#environment;
    const method = call === undefined ? undefined : methods.get(call);
    const error =
      (malformed ? codec.malformedPart(subscribe) : undefined) ??
      (creditBytes < 1
        ? invalidField('credit_bytes', 'is below 1: give the bytes that may be sent')
        : undefined) ??
      this.#refusal(method);
    if (error !== undefined || call === undefined || method?.kind !== 'stream') {
      this.#output.response(codec.encodeEnd(id, toStatus(error ?? unknownCall('subscribes'))));
      return;
    }
    const subscription = this.#newSubscription(id, call, creditBytes);
    this.#subscriptions.set(id, subscription);
    this.#waits += 1;
    method.run(subscribe[call] as object, subscription, subscription.signal).then(
      () => {
        this.#endSubscription(id, subscription, { code: status.OK });
      },
      (failure: unknown) => {
        if (subscription.signal.aborted) return;
        this.#endSubscription(id, subscription, this.#statusOf(failure, call));
      },
    );
  }

  #newSubscription(id: number, call: string, creditBytes: number): Subscription {
    const { codec, encoders } = this.#environment;
    return new Subscription({
      creditBytes,
      hasRoom: () => !this.#output.full,
      send: (response) => {
        const encoded = encoders.encode(call, response);
        this.#output.response(codec.wrapResponse(id, call, encoded));
        return encoded.length;
      },
    });
  }

  #endSubscription(id: number, subscription: Subscription, ended: contract.Status): void {
    if (!this.#forget(id, subscription)) return;
    this.#output.response(this.#environment.codec.encodeEnd(id, ended));
  }

  #addCredit({ id, bytes }: contract.Credit__Output): void {
    if (bytes < 0) throw invalidField('credits.bytes', `is ${String(bytes)}: credit is never taken back`);
    // Credit for a subscription that has ended meanwhile is no mistake.
    this.#subscriptions.get(id)?.addCredit(bytes);
  }

  #unsubscribe(id: number): void {
    const subscription = this.#subscriptions.get(id);
    if (subscription === undefined) return;
    this.#forget(id, subscription);
    subscription.abort(callerGone('the subscription'));
  }

  #forget(id: number, subscription: Subscription): boolean {
    if (this.#subscriptions.get(id) !== subscription) return false;
    this.#subscriptions.delete(id);
    this.#waits -= 1;
    return true;
  }

  // ---- the session itself

  #throttle(): void {
    const { maxCalls, maxBytes } = this.#environment.limits;
    const room = this.#calls < maxCalls && this.#callBytes < maxBytes && !this.#output.full;
    if (room === this.#reading || this.#state !== 'open') return;
    this.#reading = room;
    if (!room) {
      this.#call.pause();
      return;
    }
    this.#heardMs = this.#environment.clock.monotonicMs();
    this.#call.resume();
  }

  #halfClosed(): void {
    if (this.#state !== 'open') return;
    this.#state = 'answering';
    // Their client can give no more credit: it has moved them, or does not want them.
    for (const id of [...this.#subscriptions.keys()]) this.#unsubscribe(id);
    this.#closeWhenDone();
  }

  #closeWhenDone(): void {
    if (this.#state !== 'answering' || this.#flights.size > 0 || !this.#output.empty) return;
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
    for (const flight of this.#flights.values()) flight.waiter?.abort(reason);
    for (const subscription of this.#subscriptions.values()) subscription.abort(reason);
    this.#flights.clear();
    this.#subscriptions.clear();
    this.#ended.abort(reason);
    // Unread frames would keep the stream from ending.
    this.#call.resume();
    this.#onClosed();
  }

  #statusOf(failure: unknown, call: string): contract.Status {
    return toStatus(this.#environment.failures.of(failure, call));
  }
}

function unknownCall(field: string): DbosdError {
  return invalidField(`${field}.call`, 'holds no call that this daemon knows: set one of the contract');
}

// No reason of ours: to the client this is a connection that broke, and it opens the next session.
function silence(ms: number): Partial<StatusObject> {
  return {
    code: status.UNAVAILABLE,
    details: `nothing was heard for ${String(ms / 1000)} s: send a frame at least every 20 s`,
  };
}
