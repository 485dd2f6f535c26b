import type { RecordStepCommand } from '../../model/durable.js';
import { recordSteps } from '../../store/queries/workflows/record-steps.js';
import { callIdentity, checkCheckpoints, effectOnly, fencedKind } from './fenced-kind.js';

/** Records the outcome of a step, or of anything else that has only an outcome. */
export const recordStepKind = fencedKind<RecordStepCommand, undefined>({
  name: 'record-step',
  write: async (db, steps) => (await recordSteps(db, steps)).map(effectOnly),
  check: (db, steps) =>
    checkCheckpoints(db, steps, { nameOf: ({ functionName }) => functionName, answer: () => undefined }),
  identityOf: callIdentity,
  bytesOf: ({ output, error }) => Buffer.byteLength((output ?? error)?.data ?? ''),
});
