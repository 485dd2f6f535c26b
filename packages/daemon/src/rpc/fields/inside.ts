import { DbosdError } from '@dbosd/shared';

/** Decodes a message inside another one: what is wrong in it is named from outside. */
export function inside<T>(field: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    throw seenFromOutside(field, error);
  }
}

/** An error about a field of a message, as the message around it has to say it. Other errors stay as they are. */
export function seenFromOutside(field: string, error: unknown): unknown {
  if (!(error instanceof DbosdError)) return error;
  const { reason, message, violations, metadata, cause } = error;
  if (violations.length === 0 && metadata.field === undefined) return error;
  return new DbosdError({
    reason,
    message: `${field}.${message}`,
    violations: violations.map((one) => ({ ...one, field: `${field}.${one.field}` })),
    metadata: metadata.field === undefined ? metadata : { ...metadata, field: `${field}.${metadata.field}` },
    cause,
  });
}
