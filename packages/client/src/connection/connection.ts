import {
  backoffMs,
  msToDuration,
  onAbort,
  transportError,
  type Addresses,
  type Clock,
  type contract,
  type DbosdError,
  type ValueReaders,
} from '@dbosd/shared';
import { status } from '@grpc/grpc-js';
import type { Call, MethodName, RequestOf, ResponseOf, WaitName } from '../session/call.js';
import { createCodec, type Codec } from '../session/codec.js';
import { aborted, queueFull } from './failures.js';
import { Subscription, type SubscriptionPlan } from '../session/subscription.js';
import { Traffic } from './traffic.js';

export interface ConnectionOptions {
  readonly addresses: Addresses;
  readonly clock: Clock;
  /** The limit of one attempt to open a session, and how long `connect` keeps trying. */
  readonly connectTimeoutMs: number;
  /** How long a call without its own timeout waits while there is no session. */
  readonly unavailableTimeoutMs: number;
  /** Creates the workflow handles in values that are read through this connection. */
  readonly handleOf: (connection: Connection, workflowID: string) => unknown;
}

export interface CallOptions<M extends MethodName = MethodName> {
  /** The call has an idempotency key or only reads, so it may be sent again after a break. */
  readonly isRepeatable: boolean;
  /** Calls with the same value are executed in the order they were issued. */
  readonly order?: Call['order'];
  readonly signal?: AbortSignal | undefined;
  /** For a request with many members: called with each answer. The call resolves with the last one. */
  readonly take?: (response: ResponseOf<M>) => Remainder<M> | undefined;
}

/** The members of a request that failed for a transient reason. They are sent again, like a failed request. */
export interface Remainder<M extends MethodName> {
  readonly error: DbosdError;
  readonly request: RequestOf<M>;
}

export interface WaitOptions {
  /** Undefined: forever. */
  readonly timeoutMs: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The timeout of each request of a wait that has no timeout. */
const ENDLESS_STEP_MS = 3_600_000;
/** A daemon that ends waits sooner than this cannot serve them now, so it is not asked again at once. */
const EARLY_MS = 1000;
const EARLY_BACKOFF = { firstMs: 20, maxMs: 1000 };
/**
 * The limit of calls that wait in the client. Further calls are refused, so that a caller that never awaits finds out.
 */
const MAX_QUEUED_CALLS = 100_000;
const MAX_QUEUED_BYTES = 256 * 1024 * 1024;

/**
 * The client's connection to the daemons: calls, waits and subscriptions that outlive the sessions that carry them.
 * A broken session is invisible except for calls that must not be repeated (docs/protocol.md, 2, "Breaks").
 */
export class Connection {
  readonly codec: Codec = createCodec();
  #readers: ValueReaders = { handle: (workflowID) => this.#options.handleOf(this, workflowID) };
  readonly #options: ConnectionOptions;
  readonly #traffic: Traffic;
  #lastId = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#traffic = new Traffic({ ...options, codec: this.codec });
  }

  /** How values from this connection are decoded. Workflow handles among them use this connection, too. */
  get readers(): ValueReaders {
    return this.#readers;
  }

  /** Changes how values are decoded from now on. */
  readWith(readers: ValueReaders): void {
    this.#readers = { ...this.#readers, ...readers };
  }

  /**
   * The largest request that the daemon accepts, in bytes, as last announced. Undefined before the first connection.
   */
  get maxRequestBytes(): number | undefined {
    return this.#traffic.limits?.maxRequestBytes;
  }

  /** Resolves when a session is open. Rejects with TRANSPORT, or with the daemon's refusal. */
  connect(): Promise<void> {
    return this.#traffic.connect();
  }

  /** Ends waits and subscriptions, waits up to 5 s for the answers to calls in flight, and closes the sessions. */
  close(): Promise<void> {
    return this.#traffic.close();
  }

  /** Makes a call. Calls that are issued in one tick share frames and keep their order. */
  async call<M extends MethodName>(
    method: M,
    request: RequestOf<M>,
    options: CallOptions<M>,
  ): Promise<ResponseOf<M>> {
    const id = this.#nextId();
    let frame = this.codec.request(id, method, request);
    const { backlog } = this.#traffic;
    if (backlog.calls.size >= MAX_QUEUED_CALLS || backlog.bytes >= MAX_QUEUED_BYTES) throw queueFull();
    const { take } = options;
    const takeMembers =
      take &&
      ((answer: contract.SessionAnswer__Output): DbosdError | undefined => {
        const response = answer[method];
        const remainder = response ? take(response) : undefined;
        if (remainder !== undefined) frame = this.codec.request(id, method, remainder.request);
        return remainder?.error;
      });
    return this.#issue(
      {
        id,
        method,
        isWait: false,
        order: options.order,
        isRepeatable: options.isRepeatable,
        deadlineMs: undefined,
        encode: () => frame,
        bytes: frame.length,
        take: takeMembers,
      },
      options.signal,
    );
  }

  /** Waits. If the daemon answers "not yet" before the timeout, asks again for the remaining time. */
  async wait<M extends WaitName>(
    method: M,
    request: RequestOf<M>,
    options: WaitOptions,
  ): Promise<ResponseOf<M>> {
    const { clock } = this.#options;
    const { timeoutMs, signal } = options;
    const deadlineMs = timeoutMs === undefined ? undefined : clock.monotonicMs() + timeoutMs;
    let asked = request;
    for (let early = 0; ;) {
      const askedAtMs = clock.monotonicMs();
      const response = await this.#ask(method, asked, deadlineMs, signal);
      const isOver =
        response.outcome === 'timedOut' ? deadlineMs !== undefined : response.outcome !== 'notYet';
      if (isOver) return response;
      // The workflow exists: if it is deleted from now on, even between two requests, the wait must not wait for its
      // start.
      if (response.notYet?.exists === true) asked = { ...asked, waitForStart: false };
      early = clock.monotonicMs() - askedAtMs < EARLY_MS ? early + 1 : 0;
      if (early > 1) await this.#pause(backoffMs(early, EARLY_BACKOFF), signal);
    }
  }

  /** Opens a subscription. Its reader must call `unsubscribe` when it is done. */
  subscribe(plan: SubscriptionPlan, signal: AbortSignal | undefined): Subscription {
    if (signal?.aborted === true) throw aborted(signal.reason, 'not_applied');
    const subscription = new Subscription(
      this.#nextId(),
      plan,
      this.#options.clock.monotonicMs(),
      this.#traffic,
    );
    if (signal !== undefined) {
      subscription.stopListening = onAbort(signal, (reason) => {
        this.#traffic.unsubscribe(subscription);
        subscription.fail(aborted(reason, 'not_applied'), { discard: true });
      });
    }
    this.#traffic.wanted(subscription);
    return subscription;
  }

  unsubscribe(subscription: Subscription): void {
    subscription.stopListening?.();
    this.#traffic.unsubscribe(subscription);
    subscription.finish();
  }

  #ask<M extends WaitName>(
    method: M,
    request: RequestOf<M>,
    deadlineMs: number | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ResponseOf<M>> {
    const id = this.#nextId();
    const encode = (nowMs: number): Buffer => {
      const leftMs = deadlineMs === undefined ? ENDLESS_STEP_MS : Math.max(0, deadlineMs - nowMs);
      return this.codec.request(id, method, { ...request, timeout: msToDuration(leftMs) });
    };
    return this.#issue(
      {
        id,
        method,
        isWait: true,
        order: undefined,
        isRepeatable: true,
        deadlineMs,
        encode,
        bytes: 0,
        take: undefined,
      },
      signal,
    );
  }

  #issue<M extends MethodName>(
    call: Pick<
      Call,
      'id' | 'isWait' | 'order' | 'isRepeatable' | 'deadlineMs' | 'encode' | 'bytes' | 'take'
    > & {
      method: M;
    },
    signal: AbortSignal | undefined,
  ): Promise<ResponseOf<M>> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(aborted(signal.reason, 'not_applied'));
        return;
      }
      // Listed one by one: a spread would cost more than the rest of the call.
      const issued: Call = {
        id: call.id,
        method: call.method,
        isWait: call.isWait,
        order: call.order,
        isRepeatable: call.isRepeatable,
        deadlineMs: call.deadlineMs,
        encode: call.encode,
        bytes: call.bytes,
        take: call.take,
        issuedAtMs: this.#options.clock.monotonicMs(),
        resolve: (answer) => {
          stopListening?.();
          const response = answer[call.method];
          // A peer that is not dbosd may answer with anything.
          if (!response) reject(foreignAnswer(call.method, answer));
          else resolve(response);
        },
        reject: (error) => {
          stopListening?.();
          reject(error);
        },
        state: 'queued',
        breaksAlone: 0,
        session: undefined,
        writtenAtMs: undefined,
        failingSinceMs: undefined,
        retries: 0,
      };
      const stopListening =
        signal === undefined
          ? undefined
          : onAbort(signal, (reason) => {
              const outcome = issued.isWait || issued.writtenAtMs === undefined ? 'not_applied' : 'unknown';
              this.#traffic.abandon(issued, aborted(reason, outcome));
            });
      this.#traffic.issue(issued);
    });
  }

  async #pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
    try {
      await this.#options.clock.sleep(ms, signal);
    } catch (reason) {
      throw aborted(reason, 'not_applied');
    }
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}

function foreignAnswer(method: MethodName, answer: contract.SessionAnswer__Output): DbosdError {
  return transportError(
    status.INTERNAL,
    `${method} was answered with ${answer.outcome ?? 'nothing'}: client and daemon are of versions that do not match`,
  );
}
