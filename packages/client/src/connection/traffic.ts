import { Flusher, fromStatus, startTimer, type contract, type DbosdError, type Outcome } from '@dbosd/shared';
import { Backlog, isCall } from './backlog.js';
import type { Call } from '../session/call.js';
import type { Codec } from '../session/codec.js';
import type { ConnectionOptions } from './connection.js';
import { ConnectWaiters } from './connect-waiters.js';
import { Expiry } from './expiry.js';
import { destroyed, isHopeless, mayRetry, outcomeUnknown, retryDelayMs, unreachable } from './failures.js';
import { Patience } from './patience.js';
import { moveFromLeaving, placeCalls, placeWaits } from './placement.js';
import { Retries } from './retries.js';
import { SendWindow, stoppedOnTheWay } from '../session/send-window.js';
import { SessionPool } from '../session/session-pool.js';
import type { Session, SessionOwner } from '../session/session.js';
import type { Subscription, SubscriptionOwner } from '../session/subscription.js';

/** How long the end of a client waits for the answers to its calls. */
const CLOSE_MS = 5000;

/**
 * What goes over which session, and when again.
 *
 * Everything starts in a queue. Once a tick (flusher.ts) the queues are emptied onto sessions that have room; calls in the order of
 * issue, which a break does not change: what comes back from a broken session is sent again before newer calls. While
 * one session is left for the next, ordered calls wait until those on the old one are answered. Waits and
 * subscriptions move at once.
 */
export class Traffic implements SessionOwner, SubscriptionOwner {
  readonly #options: ConnectionOptions & { readonly codec: Codec };
  readonly #pool: SessionPool;
  readonly #expiry: Expiry;
  readonly #backlog = new Backlog();
  readonly #retries = new Retries<Call | Subscription>();
  readonly #patience: Patience;
  readonly #connecting = new ConnectWaiters();
  readonly #window = new SendWindow();
  readonly #flusher = new Flusher(() => {
    this.#flush();
  });
  #closed = false;
  #closing: Promise<void> | undefined;
  #onSessionEnded: (() => void) | undefined;

  constructor(options: ConnectionOptions & { readonly codec: Codec }) {
    this.#options = options;
    this.#patience = new Patience(options.clock, options.unavailableTimeoutMs);
    this.#expiry = new Expiry(options.clock, (nowMs) => this.#expire(nowMs));
    this.#pool = new SessionPool({
      ...options,
      owner: this,
      onOpened: () => {
        this.#opened();
      },
      onFailure: (errors) => {
        this.#connectFailed(errors);
      },
    });
  }

  get limits(): contract.SessionOpened__Output | undefined {
    return this.#pool.limits;
  }

  get backlog(): Backlog {
    return this.#backlog;
  }

  connect(): Promise<void> {
    this.#pool.want();
    return this.#connecting.wait(this.#options.connectTimeoutMs, () =>
      unreachable(this.#pool.lastFailure, 'not_applied'),
    );
  }

  issue(call: Call): void {
    if (this.#closed) this.#reject(call, destroyed('not_applied'));
    else this.#queue(call);
  }

  /** Nobody waits for the call any more. */
  abandon(call: Call, error: DbosdError): void {
    call.session?.cancel(call);
    this.#reject(call, error);
    this.#schedule();
  }

  wanted(subscription: Subscription): void {
    if (this.#closed) subscription.fail(destroyed('not_applied'));
    else this.#queue(subscription);
  }

  credit(subscription: Subscription, bytes: number): void {
    if (subscription.session === undefined) return;
    subscription.session.credit(subscription, bytes);
    this.#schedule();
  }

  unsubscribe(subscription: Subscription): void {
    this.#backlog.delete(subscription);
    this.#retries.cancel(subscription);
    subscription.session?.unsubscribe(subscription);
    this.#schedule();
  }

  /** May be called any number of times. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#closed = true;
    this.#expiry.stop();
    this.#connecting.reject(destroyed('not_applied'));
    for (const item of [...this.#retries.all(), ...this.#backlog.all()]) this.#endItem(item);
    for (const session of this.#pool.all) {
      for (const call of [...session.inFlight.values()]) if (call.isWait) this.#endItem(call);
      for (const subscription of [...session.subscriptions.values()]) this.#endItem(subscription);
    }
    this.#flush();
    await Promise.all([this.#pool.stop(), this.#sessionsEnded()]);
  }

  // SessionOwner

  answered(call: Call, answer: contract.SessionAnswer__Output): void {
    if (!call.isWait) this.#window.answered(call);
    if (answer.outcome === 'error' && answer.error) this.#failedAnswer(call, fromStatus(answer.error));
    else this.#answered(call, answer);
    this.#schedule();
  }

  responded(subscription: Subscription, response: contract.SubscriptionResponse__Output): void {
    if (response.outcome !== 'ended') {
      subscription.received(response);
      return;
    }
    if (!response.ended || response.ended.code === 0) {
      subscription.finish();
      return;
    }
    const error = fromStatus(response.ended);
    if (error.reason === 'SLOW_READER') {
      // Its reader is away: it goes on when the reader comes back.
      subscription.park();
      return;
    }
    if (!mayRetry(error, true) || !this.#patience.bears(subscription)) subscription.fail(error);
    else this.#rest(subscription, error);
  }

  drained(): void {
    this.#schedule();
  }

  goingAway(session: Session, draining: boolean): void {
    this.#pool.leaving(session, draining);
    this.#schedule();
  }

  ended(session: Session, error: DbosdError | undefined): void {
    this.#pool.ended(session, error);
    const broken = [...session.inFlight.values()];
    const stopped = this.#stoppedOnTheWay(broken, error);
    for (const call of broken) this.#broken(call, error, call === stopped);
    for (const subscription of [...session.subscriptions.values()]) {
      subscription.session = undefined;
      this.wanted(subscription);
    }
    this.#expiry.arm(this.#options.clock.monotonicMs());
    this.#schedule();
    this.#onSessionEnded?.();
  }

  /** The call that no session gets through, where that is plain. Only a connection that broke says so. */
  #stoppedOnTheWay(broken: readonly Call[], error: DbosdError | undefined): Call | undefined {
    if (error?.reason !== 'TRANSPORT') return undefined;
    const calls = broken.filter(({ isWait }) => !isWait);
    return this.#window.broke(calls, this.#options.clock.monotonicMs());
  }

  #broken(call: Call, error: DbosdError | undefined, isStopped: boolean): void {
    call.session = undefined;
    if (this.#closed) this.#reject(call, destroyed('unknown'));
    else if (!call.isRepeatable) this.#reject(call, outcomeUnknown(call.method, error));
    else if (isStopped) this.#reject(call, stoppedOnTheWay(call.method, call, error));
    else if (!this.#patience.bearsBreak(call)) this.#reject(call, unreachable(error, 'unknown'));
    else this.#queue(call);
  }

  #answered(call: Call, answer: contract.SessionAnswer__Output): void {
    const failure = call.take?.(answer);
    if (failure !== undefined && this.#triesAgain(call, failure)) this.#rest(call, failure);
    else this.#resolve(call, answer);
  }

  #failedAnswer(call: Call, error: DbosdError): void {
    if (this.#triesAgain(call, error)) this.#rest(call, error);
    else this.#reject(call, error);
  }

  #triesAgain(call: Call, error: DbosdError): boolean {
    return !this.#closed && mayRetry(error, call.isRepeatable) && this.#patience.bears(call);
  }

  #rest(item: Call | Subscription, error: DbosdError): void {
    const delayMs = retryDelayMs(error, item.retries);
    item.retries += 1;
    item.state = 'resting';
    this.#retries.rest(item, delayMs, (rested) => {
      this.#queue(rested);
    });
  }

  #queue(item: Call | Subscription): void {
    this.#backlog.add(item);
    this.#schedule();
    const { downSinceMs } = this.#pool;
    if (downSinceMs !== undefined) this.#expiry.arm(this.#patience.dueMs(item, downSinceMs));
  }

  // Once a tick

  #schedule(): void {
    this.#flusher.schedule();
  }

  #flush(): void {
    if (!this.#closed) this.#place();
    for (const session of this.#pool.all) session.flush();
    for (const session of [...this.#pool.all]) this.#retire(session);
  }

  #place(): void {
    const now = this.#options.clock.monotonicMs();
    moveFromLeaving(this.#pool, this.#backlog);
    placeWaits(this.#pool, this.#backlog, now);
    placeCalls({
      pool: this.#pool,
      backlog: this.#backlog,
      resting: this.#retries.all().filter(isCall),
      nowMs: now,
      windowBytes: this.#window.bytes,
      refuse: (call, error) => {
        this.#reject(call, error);
      },
    });
  }

  #retire(session: Session): void {
    // A daemon that drains waits for its sessions: one that carries nothing is not kept for calls that may come.
    const isLeft = session.leaving && (session.draining || this.#pool.hasNext());
    if ((isLeft || this.#closed) && session.isIdle) session.halfClose();
  }

  // No session

  #opened(): void {
    this.#connecting.resolve();
    this.#schedule();
  }

  #connectFailed(errors: readonly DbosdError[]): void {
    const [first] = errors;
    if (first === undefined || !errors.every(isHopeless)) return;
    this.#connecting.reject(first);
    for (const item of this.#stranded()) this.#fail(item, first);
  }

  // Ends what has waited for a session for too long, and says when the next is due.
  #expire(nowMs: number): number | undefined {
    const { downSinceMs } = this.#pool;
    if (downSinceMs === undefined) return undefined;
    let nextMs: number | undefined;
    for (const item of this.#stranded()) {
      const dueMs = this.#patience.dueMs(item, downSinceMs);
      if (dueMs > nowMs) nextMs = Math.min(dueMs, nextMs ?? Infinity);
      else this.#fail(item, unreachable(this.#pool.lastFailure, outcomeOf(item)));
    }
    return nextMs;
  }

  // A session that is to be left still carries calls, so only waits and subscriptions are stranded beside it.
  #stranded(): (Call | Subscription)[] {
    const carriesCalls = this.#pool.forCalls() !== undefined;
    return this.#backlog.all().filter((item) => !(carriesCalls && isCall(item) && !item.isWait));
  }

  // Ends

  #resolve(call: Call, answer: contract.SessionAnswer__Output): void {
    call.state = 'settled';
    call.resolve(answer);
  }

  #reject(call: Call, error: DbosdError): void {
    if (call.state === 'settled') return;
    call.state = 'settled';
    this.#backlog.delete(call);
    this.#retries.cancel(call);
    call.reject(error);
  }

  #fail(item: Call | Subscription, error: DbosdError): void {
    if (isCall(item)) {
      this.#reject(item, error);
      return;
    }
    this.unsubscribe(item);
    item.fail(error);
  }

  #endItem(item: Call | Subscription): void {
    if (isCall(item)) item.session?.cancel(item);
    this.#fail(item, destroyed(outcomeOf(item)));
  }

  #sessionsEnded(): Promise<void> {
    return new Promise((resolve) => {
      const cancelTimer = startTimer(CLOSE_MS, () => {
        for (const session of [...this.#pool.all]) session.break(destroyed('unknown'));
      });
      this.#onSessionEnded = () => {
        if (this.#pool.all.length > 0) return;
        cancelTimer();
        resolve();
      };
      this.#onSessionEnded();
    });
  }
}

function outcomeOf(item: Call | Subscription): Outcome {
  return isCall(item) && !item.isWait && item.writtenAtMs !== undefined ? 'unknown' : 'not_applied';
}
