import { invalidField, toStatus, type contract, type DbosdError } from '@dbosd/shared';
import { Cancellation } from '../../model/waits.js';
import { ServedCalls, type CallAnswers, type ServedCall } from '../link/served-calls.js';
import type { TurnTaker } from '../link/turns.js';
import { type UnaryMethod, askAgainIfLarge } from '../methods/method.js';
import type { SessionEnvironment } from './environment.js';
import type { Output } from './output.js';

/** A request in flight. */
interface Request extends ServedCall {
  readonly message: object;
  readonly beganMs: number;
  readonly waiter: Cancellation | undefined;
}

interface RequestsOptions {
  readonly environment: SessionEnvironment;
  readonly output: Output;
  /** Why one wait more is refused, if it is. */
  readonly refusedWait: () => DbosdError | undefined;
  /** A request has been answered. */
  readonly onAnswered: () => void;
}

/** The numbered requests of a session that are in flight. */
export class Requests implements CallAnswers<Request, object>, TurnTaker {
  readonly #options: RequestsOptions;
  readonly #calls: ServedCalls<Request, object>;

  constructor(options: RequestsOptions) {
    this.#options = options;
    this.#calls = new ServedCalls(options.environment.limits, this);
  }

  get size(): number {
    return this.#calls.size;
  }

  get waits(): number {
    return this.#calls.waits;
  }

  get hasRoom(): boolean {
    return this.#calls.hasRoom;
  }

  /** The session takes no answers at the moment: turns pass to others. */
  get isFull(): boolean {
    return this.#options.output.full;
  }

  has(id: number): boolean {
    return this.#calls.has(id);
  }

  /** Calls the request's verb before it returns, or answers `problem`. */
  begin(request: contract.SessionRequest__Output, bytes: number, problem: DbosdError | undefined): void {
    const { id, call } = request;
    const method = this.#methodOf(call);
    if (call === undefined || method === undefined) {
      this.#refuse(id, invalidField('requests.call', 'holds no call that this daemon knows: set one'));
      return;
    }
    const isWait = method.kind === 'wait';
    const refusal = problem ?? (isWait ? this.#options.refusedWait() : undefined);
    if (refusal !== undefined) {
      this.#refuse(id, refusal);
      return;
    }
    const begun: Request = {
      id,
      name: call,
      isWait,
      bytes,
      message: request[call] as object,
      beganMs: this.#options.environment.clock.monotonicMs(),
      waiter: isWait ? new Cancellation() : undefined,
    };
    this.#calls.add(begun);
    this.#run(method, begun);
  }

  /** Ends a wait that its client has given up; other calls go on. False: no such request is in flight. */
  cancel(id: number): boolean {
    return this.#calls.cancel(id);
  }

  /** The session is over: no answer follows. */
  abort(reason: DbosdError): void {
    this.#calls.abort(reason);
    this.#options.environment.turns.leave(this);
  }

  // CallAnswers

  succeeded(request: Request, response: object): void {
    const { id, name, message, isWait, beganMs } = request;
    const { output, environment } = this.#options;
    const kept =
      isWait && output.full
        ? askAgainIfLarge(message, response, environment.clock.monotonicMs() - beganMs)
        : response;
    output.answer(id, { id, [name]: kept });
  }

  failed({ id, name }: Request, failure: unknown): void {
    this.#refuse(id, this.#options.environment.failures.of(failure, name));
  }

  answered(): void {
    this.#options.onAnswered();
  }

  #methodOf(call: string | undefined): UnaryMethod | undefined {
    const method = call === undefined ? undefined : this.#options.environment.methods.get(call);
    return method?.kind === 'stream' ? undefined : method;
  }

  #run(method: UnaryMethod, request: Request): void {
    const { turns, timing } = this.#options.environment;
    const over = this.#calls.signal;
    const signal = request.waiter ?? over;
    const run = (): Promise<object> => method.run(request.message, { signal, holdMs: timing.sessionHoldMs });
    const work = method.takesTurns === undefined ? run() : turns.at(method.takesTurns).take(this, over, run);
    void this.#calls.run(request, signal, work);
  }

  #refuse(id: number, error: DbosdError): void {
    this.#options.output.answer(id, { id, error: toStatus(error) });
  }
}
