import type { RecordDeadlineCommand } from '../../model/durable.js';
import { DEADLINE_NAME, recordDeadlines } from '../../store/queries/workflows/record-steps.js';
import { callIdentity, checkCheckpoints, fencedKind } from './fenced-kind.js';

/** Records when a sleep or a wait will be over; answers what is left of the deadline that is recorded, in ms, at least 0. */
export const recordDeadlineKind = fencedKind<RecordDeadlineCommand, number>({
  name: 'record-deadline',
  write: async (db, deadlines) =>
    (await recordDeadlines(db, deadlines)).map((verdict) =>
      verdict.kind === 'applied' ? { kind: 'applied', result: verdict.remainingMs } : verdict,
    ),
  check: (db, deadlines) =>
    checkCheckpoints(db, deadlines, {
      nameOf: () => DEADLINE_NAME,
      // Never more than is asked for, or, of a sleep, was asked for first: the database's clock may have stepped back since.
      answer: ({ remainingMs = 0, recordedMs = 0 }, { durationMs }) =>
        Math.max(0, Math.min(remainingMs, Math.max(recordedMs, durationMs))),
    }),
  identityOf: callIdentity,
  bytesOf: () => 0,
});
