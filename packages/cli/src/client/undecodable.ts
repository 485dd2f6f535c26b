import { UndecodableError, UndecodableValue } from '@dbosd/client';
import type { Output } from '../output/output.js';

/** What is said of a value whose format is not read here: its stored text is shown in its place. */
export function storedTextWords({ payload }: UndecodableError): string {
  return `this is the stored text: ${unreadWords(payload.serialization)}`;
}

/** Puts a value that was asked for: one that cannot be read is marked, and with `--raw` it is its stored text. */
export async function putValue(output: Output, value: unknown, isRaw: boolean): Promise<void> {
  if (!(value instanceof UndecodableValue)) return output.valueOrText(value, isRaw);
  // There is nothing to show of one that is too large.
  if (value.data === undefined) throw value.error;
  output.tell(
    isRaw
      ? `this is the stored text: ${unreadWords(value.serialization)}`
      : `the value cannot be decoded: ${unreadWords(value.serialization)}; --raw prints only its text`,
  );
  return isRaw ? output.line(value.data) : output.value(value);
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

function unreadWords(serialization: string | undefined): string {
  return `its format, ${serialization ?? "the application's own"}, is not read here`;
}
