import { invalidField } from '@dbosd/shared';

/** Checks the number of an enum: one that this version of the contract does not name is INVALID_FIELD. */
export function checkEnum<Name extends string>(field: string, value: Name): Name {
  // proto-loader leaves numbers that it knows no name for as they are.
  if (typeof value === 'string') return value;
  throw invalidField(
    field,
    `is ${String(value)}, which this daemon has no name for: use a value of its contract`,
  );
}
