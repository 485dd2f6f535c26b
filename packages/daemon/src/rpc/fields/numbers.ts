import { DEFAULT_PAGE_SIZE, invalidField, MAX_PAGE_SIZE, MAX_STREAM_OFFSET } from '@dbosd/shared';

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
