import { UndecodableError, UndecodableValue } from '@dbosd/client';
import type { Output } from '../output/output.js';

/** Prints a value. One that cannot be decoded is printed as its mark, with `--raw` as its stored text. */
export async function putValue(output: Output, value: unknown, isRaw: boolean): Promise<void> {
  if (!(value instanceof UndecodableValue)) return output.valueOrText(value, isRaw);
  const { data, error } = value;
  // Of a value that is too large there is nothing to print.
  if (data === undefined || !(error instanceof UndecodableError)) throw error;
  output.tell(undecodableWords(error, isRaw));
  return putMarked(output, value, isRaw);
}

/** The line of a value, without words about it. */
export function putMarked(output: Output, value: unknown, isRaw: boolean): Promise<void> {
  if (!(value instanceof UndecodableValue)) return output.valueOrText(value, isRaw);
  return isRaw ? output.line(value.data ?? '') : output.value(value);
}

/** Why a value is printed as its mark, or with `--raw` as its stored text. */
export function undecodableWords({ why }: UndecodableError, isRaw: boolean): string {
  return isRaw
    ? `this is the stored text: ${why}`
    : `the value cannot be decoded: ${why}; --raw prints only its text`;
}

/** The value of a promise, or its mark if it cannot be decoded. */
export async function orMark(value: Promise<unknown>): Promise<unknown> {
  try {
    return await value;
  } catch (error) {
    if (error instanceof UndecodableError) return markOf(error);
    throw error;
  }
}

/** The mark of a value that cannot be decoded. */
export function markOf(error: UndecodableError): UndecodableValue {
  return new UndecodableValue(error.payload, error);
}
