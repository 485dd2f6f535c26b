import { invalidField, toStatus, type contract, type DbosdError } from '@dbosd/shared';
import { Cancellation } from '../../model/cancellation.js';
import { callerGone } from '../handler.js';
import type { UnaryMethod } from '../methods/method.js';
import { askAgainIfLarge } from '../methods/outcomes.js';
import type { TurnTaker } from '../turns.js';
import type { Output } from './output.js';
import type { SessionEnvironment } from './session-environment.js';
import type { WaitCount } from './wait-count.js';

/** A request in flight. */
interface Flight {
  readonly id: number;
  readonly call: string;
  /** Its share of the frame that brought it. */
  readonly bytes: number;
  /** Waits only: ends it when the client no longer waits. */
  readonly waiter?: Cancellation;
}

export interface RequestsOptions {
  readonly environment: SessionEnvironment;
  readonly output: Output;
  readonly waits: WaitCount;
  /** Aborted when the session is over. */
  readonly signal: AbortSignal;
  /** A request has been answered. */
  readonly onAnswered: () => void;
}

/** The numbered requests of a session that are in flight. */
export class Requests {
  readonly #options: RequestsOptions;
  readonly #flights = new Map<number, Flight>();
  readonly #taker: TurnTaker;
  #calls = 0;
  #callBytes = 0;

  constructor(options: RequestsOptions) {
    this.#options = options;
    const { output } = options;
    this.#taker = {
      get isFull(): boolean {
        return output.full;
      },
    };
  }

  get size(): number {
    return this.#flights.size;
  }

  /** Calls and their bytes stand below their limits. */
  get hasRoom(): boolean {
    const { maxCalls, maxBytes } = this.#options.environment.limits;
    return this.#calls < maxCalls && this.#callBytes < maxBytes;
  }

  has(id: number): boolean {
    return this.#flights.has(id);
  }

  /** Calls the request's verb before it returns, or answers `problem`. */
  begin(request: contract.SessionRequest__Output, bytes: number, problem: DbosdError | undefined): void {
    const { id, call } = request;
    const method = this.#methodOf(call);
    if (call === undefined || method === undefined) {
      this.#refuse(id, invalidField('requests.call', 'holds no call that this daemon knows: set one'));
      return;
    }
    const refusal = problem ?? (method.kind === 'wait' ? this.#options.waits.refusal() : undefined);
    if (refusal === undefined)
      this.#run(method, request[call] as object, this.#takeOff(method, { id, call, bytes }));
    else this.#refuse(id, refusal);
  }

  /** Ends a wait that nobody waits for; other calls go on. False: no such request is in flight. */
  cancel(id: number): boolean {
    const flight = this.#flights.get(id);
    if (flight?.waiter === undefined) return flight !== undefined;
    this.#land(flight);
    flight.waiter.abort(callerGone(flight.call));
    return true;
  }

  /** Lets go of everything; no answer follows. */
  abort(reason: Error): void {
    for (const flight of this.#flights.values()) flight.waiter?.abort(reason);
    this.#flights.clear();
    this.#options.environment.turns.leave(this.#taker);
  }

  #methodOf(call: string | undefined): UnaryMethod | undefined {
    const method = call === undefined ? undefined : this.#options.environment.methods.get(call);
    return method?.kind === 'stream' ? undefined : method;
  }

  #takeOff(method: UnaryMethod, request: Omit<Flight, 'waiter'>): Flight {
    const flight = method.kind === 'wait' ? { ...request, waiter: new Cancellation() } : request;
    this.#flights.set(flight.id, flight);
    this.#count(flight, 1);
    return flight;
  }

  #run(method: UnaryMethod, message: object, flight: Flight): void {
    const { environment } = this.#options;
    const signal = flight.waiter ?? this.#options.signal;
    const beganMs = environment.clock.monotonicMs();
    const run = (): Promise<object> =>
      method.run(message, { signal, holdMs: environment.timing.sessionHoldMs });
    const running =
      method.takesTurns === undefined
        ? run()
        : environment.turns.at(method.takesTurns).take(this.#taker, this.#options.signal, run);
    running.then(
      (response) => {
        const isTooMuch = flight.waiter !== undefined && this.#taker.isFull;
        const kept = isTooMuch
          ? askAgainIfLarge(message, response, environment.clock.monotonicMs() - beganMs)
          : response;
        this.#answer(flight, { id: flight.id, [flight.call]: kept });
      },
      (failure: unknown) => {
        // A wait that was given up has no answer, and its rejection is no news.
        if (signal.aborted) return;
        this.#answer(flight, {
          id: flight.id,
          error: toStatus(environment.failures.of(failure, flight.call)),
        });
      },
    );
  }

  #answer(flight: Flight, answer: object): void {
    if (!this.#land(flight)) return;
    this.#options.output.answer(flight.id, answer);
    this.#options.onAnswered();
  }

  #refuse(id: number, error: DbosdError): void {
    this.#options.output.answer(id, { id, error: toStatus(error) });
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
      this.#options.waits.add(by);
      return;
    }
    this.#calls += by;
    this.#callBytes += by * flight.bytes;
  }
}
