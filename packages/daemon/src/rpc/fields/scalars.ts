import {
  checkName,
  DbosdError,
  DEFAULT_PAGE_SIZE,
  invalidField,
  MAX_PAGE_SIZE,
  MAX_STREAM_OFFSET,
} from '@dbosd/shared';

/** Checks that a number is whole and within a range, ends included. */
export function checkRange(field: string, value: number, [least, most]: readonly [number, number]): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalidField(
    field,
    `is ${String(value)}: give a whole number from ${String(least)} to ${String(most)}`,
  );
}

/** Checks the size of a page; 0 means the default. */
export function checkPageSize(value: number): number {
  return value === 0 ? DEFAULT_PAGE_SIZE : checkRange('page_size', value, [1, MAX_PAGE_SIZE]);
}

export function checkOffset(field: string, value: number): number {
  return checkRange(field, value, [0, MAX_STREAM_OFFSET]);
}

/** Checks the number of an enum: one that this version of the contract does not name is INVALID_FIELD. */
export function checkEnum<Name extends string>(field: string, value: Name): Name {
  // proto-loader leaves numbers that it knows no name for as they are.
  if (typeof value === 'string') return value;
  throw invalidField(
    field,
    `is ${String(value)}, which this daemon has no name for: use a value of its contract`,
  );
}

/** The token that makes a request safe to repeat; absent: none. Throws INVALID_FIELD. */
export function decodeRequestId(requestId: string | undefined): { requestId: string | undefined } {
  return { requestId: requestId === undefined ? undefined : checkName('request_id', requestId) };
}

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
