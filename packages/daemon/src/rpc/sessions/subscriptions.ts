import { status } from '@grpc/grpc-js';
import { type contract, type DbosdError, invalidField, toStatus } from '@dbosd/shared';
import type { Sink } from '../../operations/operations.js';
import { callerGone } from '../handler.js';
import type { StreamMethod } from '../methods/method.js';
import type { SessionEnvironment } from './environment.js';
import type { Output } from './output.js';
import { Cancellation, type CancelSignal } from '../../model/waits.js';

interface SubscriptionsOptions {
  readonly environment: SessionEnvironment;
  readonly output: Output;
  /** Why one more is refused, if it is. */
  readonly refusedWait: () => DbosdError | undefined;
}

/** The numbered subscriptions of a session. */
export class Subscriptions {
  readonly #options: SubscriptionsOptions;
  readonly #byId = new Map<number, Subscription>();

  constructor(options: SubscriptionsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#byId.size;
  }

  has(id: number): boolean {
    return this.#byId.has(id);
  }

  /** Begins a subscription, or ends it at once with `problem`. */
  begin(subscribe: contract.Subscribe__Output, problem: DbosdError | undefined): void {
    const { id, call, creditBytes } = subscribe;
    const method = this.#methodOf(call);
    if (call === undefined || method === undefined) {
      this.#sendEnd(
        id,
        toStatus(invalidField('subscribes.call', 'holds no stream that this daemon knows: set one')),
      );
      return;
    }
    const refusal = problem ?? creditProblem(creditBytes) ?? this.#options.refusedWait();
    if (refusal !== undefined) {
      this.#sendEnd(id, toStatus(refusal));
      return;
    }
    const subscription = this.#newSubscription(id, call, creditBytes);
    this.#byId.set(id, subscription);
    this.#run(method, { id, call, request: subscribe[call] as object, subscription });
  }

  /** Throws INVALID_FIELD for credit that would be taken back. */
  addCredit({ id, bytes }: contract.Credit__Output): void {
    if (bytes < 0) throw invalidField('credits.bytes', `is ${String(bytes)}: credit is never taken back`);
    // Credit for a subscription that has ended meanwhile is not a mistake.
    this.#byId.get(id)?.addCredit(bytes);
  }

  /** Ends a subscription that its client does not want any more; nothing more is sent. False: there is none. */
  cancel(id: number): boolean {
    const subscription = this.#byId.get(id);
    if (subscription === undefined) return false;
    this.#forget(id, subscription);
    subscription.abort(callerGone('the subscription'));
    return true;
  }

  /** Ends all. */
  cancelAll(): void {
    for (const id of [...this.#byId.keys()]) this.cancel(id);
  }

  /** The output takes more. */
  retryAll(): void {
    for (const subscription of this.#byId.values()) subscription.retry();
  }

  #methodOf(call: string | undefined): StreamMethod | undefined {
    const method = call === undefined ? undefined : this.#options.environment.methods.get(call);
    return method?.kind === 'stream' ? method : undefined;
  }

  #newSubscription(id: number, call: string, creditBytes: number): Subscription {
    const { environment, output } = this.#options;
    return new Subscription({
      creditBytes,
      hasRoom: () => !output.full,
      send: (response) => {
        const encoded = environment.encoders.encode(call, response);
        output.response(environment.codec.wrapResponse(id, call, encoded));
        return encoded.length;
      },
    });
  }

  #run(
    method: StreamMethod,
    {
      id,
      call,
      request,
      subscription,
    }: { id: number; call: string; request: object; subscription: Subscription },
  ): void {
    method.run(request, subscription, subscription.signal).then(
      () => {
        if (this.#forget(id, subscription)) this.#sendEnd(id, { code: status.OK });
      },
      (failure: unknown) => {
        if (!this.#forget(id, subscription)) return;
        this.#sendEnd(id, toStatus(this.#options.environment.failures.of(failure, call)));
      },
    );
  }

  #forget(id: number, subscription: Subscription): boolean {
    if (this.#byId.get(id) !== subscription) return false;
    this.#byId.delete(id);
    return true;
  }

  #sendEnd(id: number, ended: contract.Status): void {
    this.#options.output.response(this.#options.environment.codec.encodeEnd(id, ended));
  }
}

function creditProblem(creditBytes: number): DbosdError | undefined {
  if (creditBytes >= 1) return undefined;
  return invalidField(
    'credit_bytes',
    `is ${String(creditBytes)}: give the bytes that may be sent, 1 at least`,
  );
}

interface SubscriptionOptions {
  /** How many bytes may be sent before more credit comes. */
  readonly creditBytes: number;
  /** Encodes a response and adds it to the output; returns its bytes. */
  readonly send: (response: object) => number;
  /** The session's output takes more. */
  readonly hasRoom: () => boolean;
}

/**
 * A server stream inside a session: sends while it has credit and the output has room. The response that overdraws the
 * credit is still sent.
 */
export class Subscription implements Sink<object> {
  readonly #options: SubscriptionOptions;
  // One a reader, of which there may be a hundred thousand.
  readonly #caller = new Cancellation();
  #creditBytes: number;
  #wake: (() => void) | undefined;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
    this.#creditBytes = options.creditBytes;
  }

  /** Aborted when the client does not want the stream any more. */
  get signal(): CancelSignal {
    return this.#caller;
  }

  offer(response: object): boolean {
    if (this.#caller.aborted) return false;
    this.#creditBytes -= this.#options.send(response);
    return this.#open;
  }

  ready(): Promise<void> {
    const signal: CancelSignal = this.#caller;
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      if (this.#open) {
        resolve();
        return;
      }
      const onAbort = (): void => {
        reject(signal.reason);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#wake = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
    });
  }

  addCredit(bytes: number): void {
    this.#creditBytes = Math.min(this.#creditBytes + bytes, Number.MAX_SAFE_INTEGER);
    this.retry();
  }

  /** Credit or room may have come. */
  retry(): void {
    if (this.#wake === undefined || !this.#open) return;
    const wake = this.#wake;
    this.#wake = undefined;
    wake();
  }

  abort(reason: Error): void {
    this.#caller.abort(reason);
  }

  get #open(): boolean {
    return this.#creditBytes > 0 && this.#options.hasRoom();
  }
}
