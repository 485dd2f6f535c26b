/**
 * A value that is nested deeper is not read: programs that print it, or store it again, would overflow their stacks.
 * DBOS in TypeScript and in Python cannot write one that is much deeper.
 */
const DEEPEST_READ = 2000;
/** What is written may be wrapped, as arguments are. */
const DEEPEST_WRITTEN = 1900;

/** Throws RangeError for JSON that is nested more than 2,000 levels deep. */
export function refuseDepth(json: string): void {
  if (isDeeper(json, DEEPEST_READ))
    throw new RangeError(`the value is nested more than ${String(DEEPEST_READ)} levels deep`);
}

/** Why JSON is refused that is nested more deeply than `refuseDepth` accepts. Undefined: it is not. */
export function depthRefusal(json: string): string | undefined {
  return isDeeper(json, DEEPEST_WRITTEN)
    ? `is nested more than ${String(DEEPEST_WRITTEN)} levels deep, which could not be read again: give a flat list`
    : undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
// The codes of both kinds of brackets differ by 32.
const OPENING = 0x7b;
const CLOSING = 0x7d;

function isDeeper(json: string, limit: number): boolean {
  // Every level takes two brackets: a short text needs no check.
  if (json.length < 2 * limit) return false;
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfText(json, at + 1);
    else if ((code | 32) === OPENING) depth += 1;
    else if ((code | 32) === CLOSING) depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}

/** The place of the quote that ends a text. */
function endOfText(json: string, from: number): number {
  for (let at = from; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at;
  }
  return json.length;
}
