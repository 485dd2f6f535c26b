import { DbosdError } from '@dbosd/shared';
import { Places } from '../places.js';

/** As long as a lock is waited for (store.ts), so that no caller waits for more than twice that. */
const MAX_WAIT_MS = 2000;

/**
 * Where workflows go whose row another has locked: each waits for its lock on a connection of its own. What gets no place
 * in time is turned away with STORE_UNAVAILABLE, and nothing is written.
 */
export function slowPath(): Places {
  return new Places({ places: 2, maxWaitMs: MAX_WAIT_MS, turnedAway: locked });
}

function locked(): DbosdError {
  return new DbosdError({
    reason: 'STORE_UNAVAILABLE',
    message: 'another program holds the rows of this and of many other workflows locked; try again',
    retryAfterMs: 500,
  });
}
