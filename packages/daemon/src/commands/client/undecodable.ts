import { UndecodableError, UndecodableValue } from '@dbosd/client';
import type { Output } from '../output/output.js';

/** What is said of a value that cannot be read: its stored text is shown in its place. */
export function storedTextWords({ why }: UndecodableError): string {
  return `this is the stored text: ${why}`;
}

/** Puts a value that was asked for: one that cannot be read is marked, and with `--raw` it is its stored text. */
export async function putValue(output: Output, value: unknown, isRaw: boolean): Promise<void> {
  if (!(value instanceof UndecodableValue)) return output.valueOrText(value, isRaw);
  const { data, error } = value;
  // There is nothing to show of one that is too large.
  if (data === undefined || !(error instanceof UndecodableError)) throw error;
  output.tell(
    isRaw ? storedTextWords(error) : `the value cannot be read: ${error.why}; --raw prints its text alone`,
  );
  return isRaw ? output.line(data) : output.value(value);
}

/** The value of a promise; where it cannot be read, the mark of it. */
export async function orMark(value: Promise<unknown>): Promise<unknown> {
  try {
    return await value;
  } catch (error) {
    if (error instanceof UndecodableError) return new UndecodableValue(error.payload, error);
    throw error;
  }
}
