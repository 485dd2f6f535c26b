import { msToDuration, statusToWire, type contract } from '@dbosd/shared';
import type { Unanswered, WorkflowEnded } from '../../operations/operations.js';

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
