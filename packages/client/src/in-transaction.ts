import { invalidField } from '@dbosd/shared';

/** What takes the place of each: called after the commit, a repeat of it has no second effect. */
const INSTEAD = {
  sendInTransaction: 'send with an idempotencyKey',
  enqueueInTransaction: 'enqueue with a workflowID',
  enqueuePortableInTransaction: 'enqueuePortable with a workflowID',
} as const;

/**
 * Rejects, always: a daemon cannot join a transaction that is open on the caller's own connection. With INVALID_FIELD,
 * since no value of `client` could be carried out; nothing was done.
 */
export function refuseTransaction(method: keyof typeof INSTEAD): Promise<never> {
  const description =
    `is a database connection, whose transaction a daemon cannot join, and ${method} did nothing: commit, and then ` +
    `call ${INSTEAD[method]}, again and again until it succeeds (a repeat has no second effect); a workflow and its ` +
    'first messages are stored together by enqueueAndSend';
  return Promise.reject(invalidField('client', description));
}
