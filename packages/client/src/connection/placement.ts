import type { DbosdError, LinkPool } from '@dbosd/shared';
import { ALL_DESTINATIONS, type Call } from '../session/call.js';
import type { Session } from '../session/session.js';
import type { Backlog } from './backlog.js';
import { requestTooLarge } from './failures.js';

type Sessions = LinkPool<Session>;

/** Where new calls go: a session that stays, else one that is to be left but still takes calls. */
export function sessionForCalls({ all }: Sessions): Session | undefined {
  return all.find(({ link }) => link.isStaying) ?? all.find(({ link }) => !link.halfClosed);
}

/** Where new waits and subscriptions go. Never to a session that is to be left: it would end them at once. */
function sessionForWait({ all }: Sessions): Session | undefined {
  return all.find((session) => session.link.isStaying && session.hasRoomForWait);
}

/** Takes waits and subscriptions back from sessions that are to be left, once there is another. */
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

/** Puts waits and subscriptions on sessions with room, and has one more opened where there is none. */
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

export interface CallPlacement {
  readonly sessions: Sessions;
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
 * in flight on another session (a daemon there could be slower), and after an older one of their order that rests.
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

/** Whether a call was issued after one that rests and whose order it shares. */
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
