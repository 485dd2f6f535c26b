import { invalidField } from '@dbosd/shared';
import { isNoJsonb } from '../store/errors.js';

/** How callers see the failure of a statement whose only jsonb value is the attributes: INVALID_FIELD where jsonb refused it. */
export function refusedAttributes(cause: unknown): unknown {
  if (!isNoJsonb(cause)) return cause;
  return invalidField(
    'attributes_json',
    'holds what Postgres cannot store as jsonb (an escaped NUL or lone surrogate, a number of too many digits, too deep a nesting): leave that out',
  );
}
