import type { UndecodableError } from '@dbosd/client';

/** What is said of a value whose format is not read here: its stored text is shown in its place. */
export function storedTextWords({ payload }: UndecodableError): string {
  return `this is the stored text: its format, ${payload.serialization ?? "the application's own"}, is not read here`;
}
