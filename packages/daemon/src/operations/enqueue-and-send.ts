import { DbosdError } from '@dbosd/shared';
import type { FirstMessage, Sent } from '../model/messages.js';
import type { EnqueueCommand, Enqueued } from '../model/workflows.js';
import type { Queryable } from '../store/database.js';
import { isUniqueViolation } from '../store/errors.js';
import { startFree, type NewStart } from '../store/queries/durable/start-workflows.js';
import { announceStart, judgeStart, toStarted, type Begun } from '../writer/durable/kinds/start-workflow.js';
import { failureOf } from '../writer/isolation.js';
import type { Writer } from '../writer/writer.js';
import { newStartOf, toEnqueued, type EnqueueDeps } from './enqueue-workflow.js';
import { refusedAttributes } from './refused-attributes.js';

export interface EnqueueAndSendDeps extends EnqueueDeps {
  readonly writer: Writer;
  /** Write inputs where SDKs of schema 107 and 108 look for them, too. */
  readonly legacyInputs: boolean;
}

/** A workflow, and messages that are sent to it in the transaction that makes it. */
export interface EnqueueAndSendCommand {
  readonly workflow: EnqueueCommand;
  readonly messages: readonly FirstMessage[];
  readonly rejectDifferent: boolean;
}

/** A deduplication id was taken since the snapshot, or its holder went away: the next one shows it, up to this often. */
const MAX_TRIES = 5;

/**
 * Enqueues a workflow and sends it its first messages, both or neither. One that was there already gets the messages,
 * too: those that have keys are found there. Where another workflow holds the deduplication id, that one gets them, in a
 * transaction of its own.
 */
export async function enqueueAndSend(
  deps: EnqueueAndSendDeps,
  { workflow, messages, rejectDifferent }: EnqueueAndSendCommand,
): Promise<{ workflow: Enqueued; sent: Sent[] }> {
  const rules = { requireActive: false, rejectDifferent };
  const to = (destinationId: string): (FirstMessage & { destinationId: string })[] =>
    messages.map((message) => ({ ...message, destinationId }));
  const start = newStartOf(workflow);
  for (let tries = 1; ; tries++) {
    let begun: Begun | undefined;
    try {
      const sent = await deps.writer.sendAll(to(workflow.workflowId), rules, async (tx) => {
        begun = await begin(tx, start, deps);
        if (begun.workflow.workflowId !== workflow.workflowId) throw new AnotherHoldsIt(begun);
      });
      if (begun === undefined) throw new Error('messages were sent without their workflow');
      if (!begun.existing) deps.announcer.workflowChanged(workflow.workflowId);
      announceStart(deps.announcer, start, toStarted(begun));
      return { workflow: toEnqueued(begun), sent };
    } catch (cause) {
      if (cause instanceof AnotherHoldsIt) {
        const holder = toEnqueued(cause.begun);
        return { workflow: holder, sent: await deps.writer.sendAll(to(holder.workflowId), rules) };
      }
      if (!isOvertaken(cause)) throw refusedAttributes(cause);
      if (tries >= MAX_TRIES) throw overtaken(workflow.workflowId, cause);
    }
  }
}

async function begin(
  tx: Queryable,
  start: NewStart,
  options: { readonly legacyInputs: boolean },
): Promise<Begun> {
  const [said] = await startFree(tx, [start], options);
  const verdict = said && judgeStart(start, said);
  if (verdict?.kind === 'done') return verdict.result;
  throw verdict?.kind === 'failed' ? verdict.error : new Overtaken();
}

/** Thrown to roll back a transaction whose messages are for another workflow. */
class AnotherHoldsIt extends Error {
  readonly begun: Begun;

  constructor(begun: Begun) {
    super('another workflow holds the deduplication id');
    this.begun = begun;
  }
}

/** Thrown to roll back a transaction whose snapshot is too old to judge by. */
class Overtaken extends Error {}

function isOvertaken(cause: unknown): boolean {
  return cause instanceof Overtaken || isUniqueViolation(failureOf(cause));
}

function overtaken(workflowId: string, cause: unknown): DbosdError {
  return new DbosdError({
    reason: 'STORE_UNAVAILABLE',
    message: `workflow ${workflowId} was overtaken by others again and again; try again`,
    retryAfterMs: 500,
    cause,
  });
}
