import type { DbosdError } from '@dbosd/shared';
import type { Backlog } from './backlog.js';
import { ALL_DESTINATIONS, type Call } from '../session/call.js';
import { requestTooLarge } from './failures.js';
import type { SessionPool } from '../session/session-pool.js';

/** Takes waits and subscriptions back from sessions that are to be left, once there is another. */
export function moveFromLeaving(pool: SessionPool, backlog: Backlog): void {
  if (!pool.hasNext()) return;
  for (const session of pool.all) {
    if (!session.leaving) continue;
    for (const call of [...session.inFlight.values()]) {
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

/** Puts waits and subscriptions on sessions with room, and has one more opened where there is none. */
export function placeWaits(pool: SessionPool, backlog: Backlog, nowMs: number): void {
  for (const call of backlog.waits.values()) {
    const session = pool.forWait();
    if (session?.isWritable !== true) break;
    backlog.delete(call);
    session.add(call, nowMs);
  }
  for (const subscription of backlog.subscriptions.values()) {
    const session = pool.forWait();
    if (session?.isWritable !== true) break;
    backlog.delete(subscription);
    subscription.state = 'carried';
    session.subscribe(subscription);
  }
  const isLeftOver = backlog.waits.size + backlog.subscriptions.size > 0;
  if (isLeftOver && pool.forWait() === undefined) pool.want();
}

export interface CallPlacement {
  readonly pool: SessionPool;
  readonly backlog: Backlog;
  /** Calls that the daemon asked to retry later. */
  readonly resting: readonly Call[];
  readonly nowMs: number;
  /** How many bytes may be on their way at once. */
  readonly windowBytes: number;
  readonly refuse: (call: Call, error: DbosdError) => void;
}

/**
 * Puts calls on the session for them, in the order of issue, while it has room. Ordered ones wait while others are
 * in flight on another session (a daemon there could be slower), and behind an older one of their order that rests.
 */
export function placeCalls({ pool, backlog, resting, nowMs, windowBytes, refuse }: CallPlacement): void {
  const session = pool.forCalls();
  if (session?.isWritable !== true) return;
  const { maxRequestBytes } = session.limits;
  const holdOrdered = pool.all.some((one) => one !== session && one.hasOrderedInFlight);
  const isBehind = behind(resting);
  for (const call of backlog.calls.values()) {
    if (call.order !== undefined && (holdOrdered || isBehind(call))) continue;
    if (call.bytes > maxRequestBytes) {
      refuse(call, requestTooLarge(call.bytes, maxRequestBytes));
      continue;
    }
    if (!session.hasRoomForCall(call.bytes, windowBytes)) break;
    backlog.delete(call);
    session.add(call, nowMs);
  }
}

/** Whether a call was issued after one that rests and whose order it shares. */
function behind(resting: readonly Call[]): (call: Call) => boolean {
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
