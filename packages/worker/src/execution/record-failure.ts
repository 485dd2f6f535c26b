import { DbosdError, encodeError, encodeErrorInShort, type Reason } from '@dbosd/shared';
import type { OutcomeFormat, WrittenValue } from '../values.js';

const UNSTORABLE: readonly Reason[] = ['PAYLOAD_TOO_LARGE', 'INVALID_FIELD'];

/** Characters of each text of an error that are kept, one length after the other, until the daemon takes it. */
const SHORTER = [8192, 1024, 128];

/** Why the daemon cannot store what it was given. Anything else is thrown on. */
export function unstorable(error: unknown): DbosdError {
  if (error instanceof DbosdError && UNSTORABLE.includes(error.reason)) return error;
  throw error;
}

/**
 * Records what a workflow or a step threw: in short, where the daemon cannot store all of it. Rejects only with what
 * the recording itself fails with.
 */
export async function recordFailure(
  thrown: unknown,
  format: OutcomeFormat,
  record: (error: WrittenValue) => Promise<void>,
): Promise<void> {
  // In DBOS for Go's own format errors are portable records.
  const isPortable = format !== 'native';
  let written: WrittenValue = encodeError(thrown, isPortable);
  for (const length of SHORTER) {
    try {
      await record(written);
      return;
    } catch (failure) {
      written = encodeErrorInShort(thrown, { isPortable, length, why: unstorable(failure).message });
    }
  }
  await record(written);
}
