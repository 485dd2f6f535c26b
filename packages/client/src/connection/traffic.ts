import {
  Flusher,
  fromStatus,
  isHopeless,
  LinkPool,
  mayRetry,
  RetryBudget,
  retryDelayMs,
  RetryTimers,
  SendWindow,
  startTimer,
  stoppedOnTheWay,
  type contract,
  type DbosdError,
  type Outcome,
} from '@dbosd/shared';
import type { Call } from '../session/call.js';
import type { Codec } from '../session/codec.js';
import { openSession, type Session, type SessionOwner } from '../session/session.js';
import type { Subscription, SubscriptionOwner } from '../session/subscription.js';
import { Backlog, isCall, moveFromLeaving, placeCalls, placeWaits, sessionForCalls } from './placement.js';
import type { ConnectionOptions } from './connection.js';
import { destroyed, outcomeUnknown, unreachable } from './failures.js';
import { ConnectWaiters, Expiry } from './waiting.js';

/** How long a client that closes waits for the answers to its calls. */
const CLOSE_MS = 5000;

/**
 * Decides what goes over which session, and what is sent again when.
 *
 * Everything starts in a queue. Once per turn of the event loop (`Flusher`), the queues are emptied onto sessions with
 * capacity. Calls keep the order they were issued in, even after a break: calls of a broken session are sent again
 * before newer ones. While one session is left for the next, ordered calls wait until those on the old one are
 * answered. Waits and subscriptions move at once.
 */
export class Traffic implements SessionOwner, SubscriptionOwner {
  readonly #options: ConnectionOptions & { readonly codec: Codec };
  readonly #sessions: LinkPool<Session>;
  readonly #expiry: Expiry;
  readonly #backlog = new Backlog();
  readonly #resting = new RetryTimers<Call | Subscription>();
  readonly #budget: RetryBudget;
  readonly #connecting = new ConnectWaiters();
  readonly #window = new SendWindow();
  readonly #flusher = new Flusher(() => {
    this.#flush();
  });
  #limits: contract.SessionOpened__Output | undefined;
  #closed = false;
  #closing: Promise<void> | undefined;
  #onSessionEnded: (() => void) | undefined;

  constructor(options: ConnectionOptions & { readonly codec: Codec }) {
    const { addresses, clock, codec, connectTimeoutMs: timeoutMs, unavailableTimeoutMs } = options;
    this.#options = options;
    this.#budget = new RetryBudget(clock, unavailableTimeoutMs);
    this.#expiry = new Expiry(clock, (nowMs) => this.#expire(nowMs));
    this.#sessions = new LinkPool({
      addresses,
      clock,
      openOne: (target, signal) => openSession({ target, codec, clock, owner: this, timeoutMs, signal }),
      onOpened: (session) => {
        this.#opened(session);
      },
      onFailure: (errors) => {
        this.#connectFailed(errors);
      },
    });
  }

  /** The limits that the daemon announced last. */
  get limits(): contract.SessionOpened__Output | undefined {
    return this.#limits;
  }

  get backlog(): Backlog {
    return this.#backlog;
  }

  connect(): Promise<void> {
    this.#sessions.want();
    return this.#connecting.wait(this.#options.connectTimeoutMs, () =>
      unreachable(this.#sessions.lastFailure, 'not_applied'),
    );
  }

  issue(call: Call): void {
    if (this.#closed) this.#reject(call, destroyed('not_applied'));
    else this.#queue(call);
  }

  /** The caller no longer waits for the call. */
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
    this.#resting.cancel(subscription);
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
    for (const item of [...this.#resting.all(), ...this.#backlog.all()]) this.#endItem(item);
    for (const { inFlight, subscriptions } of this.#sessions.all) {
      for (const call of inFlight.all) if (call.isWait) this.#endItem(call);
      for (const subscription of [...subscriptions.values()]) this.#endItem(subscription);
    }
    this.#flush();
    await Promise.all([this.#sessions.stop(), this.#sessionsEnded()]);
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
      // Its reader is busy: the subscription continues when the reader asks for more.
      subscription.park();
      return;
    }
    if (!mayRetry(error, true) || !this.#budget.allows(subscription)) subscription.fail(error);
    else this.#rest(subscription, error);
  }

  drained(): void {
    this.#schedule();
  }

  goingAway(session: Session): void {
    // Only a draining daemon is avoided. One that rebalances its sessions may be chosen again.
    this.#sessions.leaving(session, session.link.draining);
    this.#schedule();
  }

  ended(session: Session, error: DbosdError | undefined): void {
    this.#sessions.ended(session, error);
    const broken = session.inFlight.all;
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

  /** The call that no session can deliver, if that is certain. Only a broken connection can show it. */
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
    else if (!this.#budget.allowsBreak(call)) this.#reject(call, unreachable(error, 'unknown'));
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
    return !this.#closed && mayRetry(error, call.isRepeatable) && this.#budget.allows(call);
  }

  #rest(item: Call | Subscription, error: DbosdError): void {
    const delayMs = retryDelayMs(error, item.retries);
    item.retries += 1;
    item.state = 'resting';
    this.#resting.start(item, delayMs, (rested) => {
      this.#queue(rested);
    });
  }

  #queue(item: Call | Subscription): void {
    this.#backlog.add(item);
    this.#schedule();
    const { downSinceMs } = this.#sessions;
    if (downSinceMs !== undefined) this.#expiry.arm(this.#budget.dueMs(item, downSinceMs));
  }

  // Once per turn of the event loop

  #schedule(): void {
    this.#flusher.schedule();
  }

  #flush(): void {
    if (!this.#closed) this.#place();
    for (const session of this.#sessions.all) session.flush();
    for (const session of this.#sessions.all) this.#retire(session);
  }

  #place(): void {
    const now = this.#options.clock.monotonicMs();
    moveFromLeaving(this.#sessions, this.#backlog);
    placeWaits(this.#sessions, this.#backlog, now);
    placeCalls({
      sessions: this.#sessions,
      backlog: this.#backlog,
      resting: this.#resting.all().filter(isCall),
      nowMs: now,
      windowBytes: this.#window.bytes,
      refuse: (call, error) => {
        this.#reject(call, error);
      },
    });
  }

  #retire(session: Session): void {
    // A draining daemon waits for its sessions to end, so a session without work is not kept for future calls.
    const { leaving, draining } = session.link;
    const isLeft = leaving && (draining || this.#sessions.hasNext());
    if ((isLeft || this.#closed) && session.isIdle) session.halfClose();
  }

  // No session

  #opened(session: Session): void {
    this.#limits = session.limits;
    if (this.#closed) session.halfClose();
    if (!session.link.isStaying) return;
    this.#connecting.resolve();
    this.#schedule();
  }

  #connectFailed(errors: readonly DbosdError[]): void {
    const [first] = errors;
    if (first === undefined || !errors.every(isHopeless)) return;
    this.#connecting.reject(first);
    for (const item of this.#stranded()) this.#fail(item, first);
  }

  // Fails the items that have waited too long for a session, and returns when the next one is due.
  #expire(nowMs: number): number | undefined {
    const { downSinceMs, lastFailure } = this.#sessions;
    if (downSinceMs === undefined) return undefined;
    let nextMs: number | undefined;
    for (const item of this.#stranded()) {
      const dueMs = this.#budget.dueMs(item, downSinceMs);
      if (dueMs > nowMs) nextMs = Math.min(dueMs, nextMs ?? Infinity);
      else this.#fail(item, unreachable(lastFailure, outcomeOf(item)));
    }
    return nextMs;
  }

  // A session that is being left still carries calls: then only waits and subscriptions are stuck.
  #stranded(): (Call | Subscription)[] {
    const carriesCalls = sessionForCalls(this.#sessions) !== undefined;
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
    this.#resting.cancel(call);
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
        for (const { link } of this.#sessions.all) link.break(destroyed('unknown'));
      });
      this.#onSessionEnded = () => {
        if (this.#sessions.all.length > 0) return;
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
