import { isPassing } from '../model/failures.js';

/** A store that failed in the middle of a wait is asked again after this long, or when it is heard of again. */
export const RETRY_MS = 1000;

export type Looked<S> = { readonly seen: true; readonly state: S } | { readonly seen: false };

/** One look of a wait. A failure that passes is waited out, for reads are safe to repeat, unless it is the caller's. */
export async function look<S>(read: () => Promise<S>, failureIsFinal: boolean): Promise<Looked<S>> {
  try {
    return { seen: true, state: await read() };
  } catch (cause) {
    if (failureIsFinal || !isPassing(cause)) throw cause;
    return { seen: false };
  }
}
