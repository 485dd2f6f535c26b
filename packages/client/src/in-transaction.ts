import { invalidField } from '@dbosd/shared';

/** What to call instead of each, after the commit. A repeat has no second effect. */
const INSTEAD = {
  sendInTransaction: 'send with an idempotencyKey',
  enqueueInTransaction: 'enqueue with a workflowID',
  enqueuePortableInTransaction: 'enqueuePortable with a workflowID',
} as const;

/**
 * Always rejects, because a daemon cannot join a transaction that is open on the caller's own connection. The reason is
 * INVALID_FIELD, since no value of `client` could work. Nothing was done.
 */
export function refuseTransaction(method: keyof typeof INSTEAD): Promise<never> {
  const description =
    `is a database connection, whose transaction a daemon cannot join, and ${method} did nothing: commit, and then ` +
    `call ${INSTEAD[method]}, again and again until it succeeds (a repeat has no second effect); a workflow and its ` +
    'first messages are stored together by enqueueAndSend';
  return Promise.reject(invalidField('client', description));
}
