import { JS_SUPERJSON, PORTABLE_JSON, type StoredValue } from './payload.js';
import { decodeSuperjson } from './superjson.js';

/** The text that ends a stream. */
const MARK = '__DBOS_STREAM_CLOSED__';
const JSON_MARK = JSON.stringify(MARK);
// Longer texts hold more than the mark in an envelope: not worth parsing.
const LONGEST_ENVELOPE = 256;

/** A close marker as DBOS for TypeScript, Python and Java write it. */
export const CLOSE_MARKER: StoredValue = { data: JSON_MARK, serialization: PORTABLE_JSON };

/**
 * Whether a stored stream value ends its stream: the mark as a JSON string (TypeScript, Python, Java), as bare text
 * (Go), or as a superjson string, which a user's value may become (docs/protocol.md, 5).
 */
export function isCloseMarker({ data, serialization }: StoredValue): boolean {
  if (data === JSON_MARK || data === MARK) return true;
  if (serialization !== JS_SUPERJSON || data.length > LONGEST_ENVELOPE || !data.includes(MARK)) return false;
  try {
    return decodeSuperjson(data) === MARK;
  } catch {
    return false;
  }
}

/** Whether there may be a close marker among values whose texts are in `text`. */
export function mayHoldCloseMarker(text: string): boolean {
  return text.includes(MARK);
}
