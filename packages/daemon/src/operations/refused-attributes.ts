import { invalidField } from '@dbosd/shared';
import { sqlState } from '../store/errors.js';

/** JSON that jsonb does not take: escaped NUL, escaped lone surrogates, numbers too large, too deep. */
const NO_JSONB = ['22P05', '22P02', '22003', '54001'];

/**
 * The failure of a statement as callers see it whose one jsonb are attributes, and of whose other values Postgres
 * refuses none by its form.
 */
export function refusedAttributes(cause: unknown): unknown {
  const state = sqlState(cause);
  if (state === undefined || !NO_JSONB.includes(state)) return cause;
  return invalidField(
    'attributes_json',
    'holds what Postgres cannot store as jsonb (an escaped NUL or lone surrogate, a number of too many digits, too deep a nesting): leave it out',
  );
}
