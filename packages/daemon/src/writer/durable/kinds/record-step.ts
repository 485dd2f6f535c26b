import type { RecordStepCommand } from '../../../model/durable.js';
import { recordSteps } from '../../../store/queries/durable/record-steps.js';
import { callIdentity, effectOnly, lookAtCheckpoints, type DurableKind } from './durable-kind.js';

/** Records the outcome of a step. */
export const recordStepKind: DurableKind<RecordStepCommand, void> = {
  name: 'record-step',
  write: async (db, steps) => (await recordSteps(db, steps)).map(effectOnly),
  look: (db, steps) =>
    lookAtCheckpoints(db, steps, { nameOf: ({ functionName }) => functionName, answer: () => undefined }),
  identityOf: callIdentity,
  bytesOf: ({ output, error }) => Buffer.byteLength((output ?? error)?.data ?? ''),
};
