import { msToDuration, statusToWire, type contract } from '@dbosd/shared';
import type { Unanswered, WorkflowEnded } from '../../operations/operations.js';
import { roughSize } from '../frames/rough-size.js';
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

/** Smaller answers are kept for a peer that takes none at the moment. */
const KEPT_BYTES = 16 * 1024;

/**
 * What a wait is answered whose peer has too much to take already: to ask again for the rest of its time. Waits only look,
 * so nothing is lost, and the answers of thousands of waits that end together are not all kept. A small answer is.
 */
export function askAgainIfLarge(request: object, response: object, heldMs: number): object {
  if (roughSize(response) < KEPT_BYTES) return response;
  const timeoutMs = decodeTimeout((request as { readonly timeout?: WireTime | null }).timeout);
  return encodeUnanswered({ kind: 'notYet', remainingMs: Math.max(0, timeoutMs - heldMs) });
}
