import { msToDuration, statusToWire, type contract } from '@dbosd/shared';
import type { Unanswered, WorkflowEnded } from '../../operations/operations.js';
import { isLarge } from '../link/answer-size.js';
import { decodeTimeout, type WireTime } from '../fields/times.js';

/** A wait that ended without what it waited for. */
export function encodeUnanswered(answer: Unanswered): {
  timedOut?: contract.TimedOut;
  notYet?: contract.NotYet;
} {
  return answer.kind === 'timedOut'
    ? { timedOut: {} }
    : { notYet: { remaining: msToDuration(answer.remainingMs), exists: answer.exists === true } };
}

export function encodeEnded({ status }: WorkflowEnded): contract.WorkflowEnded {
  return { status: statusToWire(status) };
}

/** The answer to a wait whose peer has too much to take already: to ask again for the rest of its time, if it is large. */
export function askAgainIfLarge(request: object, response: object, heldMs: number): object {
  if (!isLarge(response)) return response;
  const timeoutMs = decodeTimeout((request as { readonly timeout?: WireTime | null }).timeout);
  return encodeUnanswered({ kind: 'notYet', remainingMs: Math.max(0, timeoutMs - heldMs) });
}
