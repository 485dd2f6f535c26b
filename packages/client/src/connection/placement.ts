import type { DbosdError, LinkPool } from '@dbosd/shared';
import { ALL_DESTINATIONS, type Call } from '../session/call.js';
import type { Session } from '../session/session.js';
import type { Subscription } from '../session/subscription.js';
import { requestTooLarge } from './failures.js';

type Sessions = LinkPool<Session>;

/** The session for new calls: one that stays, otherwise one that is being left but still accepts calls. */
export function sessionForCalls({ all }: Sessions): Session | undefined {
  return all.find(({ link }) => link.isStaying) ?? all.find(({ link }) => !link.halfClosed);
}

/** The session for new waits and subscriptions. Never one that is being left: it would end them at once. */
function sessionForWait({ all }: Sessions): Session | undefined {
  return all.find((session) => session.link.isStaying && session.hasRoomForWait);
}

/** Takes waits and subscriptions back from sessions that are being left, once there is another session. */
export function moveFromLeaving(sessions: Sessions, backlog: Backlog): void {
  if (!sessions.hasNext()) return;
  for (const session of sessions.all) {
    if (!session.link.leaving) continue;
    for (const call of session.inFlight.all) {
      if (!call.isWait) continue;
      session.cancel(call);
      backlog.add(call);
    }
    for (const subscription of [...session.subscriptions.values()]) {
      session.unsubscribe(subscription);
      backlog.add(subscription);
    }
  }
}

/** Puts waits and subscriptions on sessions with capacity, and requests another session if there is none. */
export function placeWaits(sessions: Sessions, backlog: Backlog, nowMs: number): void {
  for (const call of backlog.waits.values()) {
    const session = sessionForWait(sessions);
    if (session?.link.isWritable !== true) break;
    backlog.delete(call);
    session.add(call, nowMs);
  }
  for (const subscription of backlog.subscriptions.values()) {
    const session = sessionForWait(sessions);
    if (session?.link.isWritable !== true) break;
    backlog.delete(subscription);
    subscription.state = 'carried';
    session.subscribe(subscription);
  }
  const isLeftOver = backlog.waits.size + backlog.subscriptions.size > 0;
  if (isLeftOver && sessionForWait(sessions) === undefined) sessions.want();
}

interface CallPlacement {
  readonly sessions: Sessions;
  readonly backlog: Backlog;
  /** Calls that the daemon asked to retry later. */
  readonly resting: readonly Call[];
  readonly nowMs: number;
  /** How many bytes may be in flight at once. */
  readonly windowBytes: number;
  readonly refuse: (call: Call, error: DbosdError) => void;
}

/**
 * Puts calls on their session in the order they were issued, while it has capacity. Ordered calls wait while others are
 * in flight on another session (whose daemon could be slower), and for an older call of the same order that rests.
 */
export function placeCalls(placement: CallPlacement): void {
  const { sessions, backlog, resting, nowMs, windowBytes, refuse } = placement;
  const session = sessionForCalls(sessions);
  if (session?.link.isWritable !== true) return;
  const { maxRequestBytes } = session.limits;
  const holdOrdered = sessions.all.some((one) => one !== session && one.hasOrderedInFlight);
  const mustWait = afterResting(resting);
  for (const call of backlog.calls.values()) {
    if (call.order !== undefined && (holdOrdered || mustWait(call))) continue;
    if (call.bytes > maxRequestBytes) {
      refuse(call, requestTooLarge(call.bytes, maxRequestBytes));
      continue;
    }
    if (!session.hasRoomForCall(call.bytes, windowBytes)) break;
    backlog.delete(call);
    session.add(call, nowMs);
  }
}

/** Whether a call was issued after a resting call of the same order. */
function afterResting(resting: readonly Call[]): (call: Call) => boolean {
  const oldest = new Map<Call['order'], number>();
  let oldestOfAny = Infinity;
  for (const { id, order } of resting) {
    if (order === undefined) continue;
    oldest.set(order, Math.min(id, oldest.get(order) ?? Infinity));
    oldestOfAny = Math.min(id, oldestOfAny);
  }
  return ({ id, order }) => {
    if (order === ALL_DESTINATIONS) return oldestOfAny < id;
    return (oldest.get(order) ?? Infinity) < id || (oldest.get(ALL_DESTINATIONS) ?? Infinity) < id;
  };
}

/**
 * What waits in the client for a session with capacity: calls and waits in the order they were issued, and
 * subscriptions.
 */
export class Backlog {
  #calls = new Map<number, Call>();
  #waits = new Map<number, Call>();
  readonly #subscriptions = new Map<number, Subscription>();
  #bytes = 0;
  #lastId = 0;
  #isOutOfOrder = false;

  get calls(): ReadonlyMap<number, Call> {
    this.#restoreOrder();
    return this.#calls;
  }

  get waits(): ReadonlyMap<number, Call> {
    this.#restoreOrder();
    return this.#waits;
  }

  get subscriptions(): ReadonlyMap<number, Subscription> {
    return this.#subscriptions;
  }

  /** The bytes of the calls' frames. */
  get bytes(): number {
    return this.#bytes;
  }

  add(item: Call | Subscription): void {
    item.state = 'queued';
    if (!isCall(item)) {
      this.#subscriptions.set(item.id, item);
      return;
    }
    const queue = item.isWait ? this.#waits : this.#calls;
    if (queue.has(item.id)) return;
    queue.set(item.id, item);
    if (item.id < this.#lastId) this.#isOutOfOrder = true;
    this.#lastId = Math.max(this.#lastId, item.id);
    this.#bytes += item.bytes;
  }

  delete(item: Call | Subscription): void {
    if (!isCall(item)) {
      this.#subscriptions.delete(item.id);
      return;
    }
    const queue = item.isWait ? this.#waits : this.#calls;
    if (queue.delete(item.id)) this.#bytes -= item.bytes;
  }

  all(): (Call | Subscription)[] {
    return [...this.calls.values(), ...this.waits.values(), ...this.#subscriptions.values()];
  }

  // Calls that came back from a broken session or for a retry go before calls that were issued later.
  #restoreOrder(): void {
    if (!this.#isOutOfOrder) return;
    this.#isOutOfOrder = false;
    this.#calls = inOrder(this.#calls);
    this.#waits = inOrder(this.#waits);
  }
}

export function isCall(item: Call | Subscription): item is Call {
  return 'method' in item;
}

function inOrder(calls: ReadonlyMap<number, Call>): Map<number, Call> {
  return new Map([...calls].sort(([a], [b]) => a - b));
}
