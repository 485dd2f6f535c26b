import { writeSync } from 'node:fs';
import { inspect } from 'node:util';

const STDERR = 2;

/** Writes as many bytes as it can, and returns how many; throws as `fs.writeSync` does. */
export type WriteBytes = (bytes: Uint8Array) => number;

/**
 * Writes lines of a log at once, so that the last words of a process that exits are not lost. Never throws, whatever
 * the errno: a log must not stop what it reports on. While nothing can be written (a full disk or pipe, a closed
 * descriptor) lines are lost; `onLost` gets their number, before the first line that can be written again, and its text
 * goes first.
 */
export function logLines(
  onLost: (lines: number) => string,
  write: WriteBytes = (bytes) => writeSync(STDERR, bytes),
): (line: string) => void {
  let lost = 0;
  // A line that was cut short has no end: the next one must not look like its rest.
  let cut = false;
  const put = (text: string): boolean => {
    const bytes = Buffer.from(cut ? `\n${text}` : text);
    let written = 0;
    try {
      while (written < bytes.length) {
        const now = write(bytes.subarray(written));
        if (now === 0) break;
        written += now;
      }
    } catch {
      // Counted below.
    }
    if (written > 0) cut = written < bytes.length;
    return written === bytes.length;
  };
  return (line) => {
    if (lost > 0 && put(onLost(lost))) lost = 0;
    if (lost > 0 || !put(line)) lost += 1;
  };
}

/** Formats any value for a log. Never throws, even if the value cannot be formatted. */
export function spellForLog(value: unknown): string {
  try {
    if (value instanceof Error) return value.stack ?? value.message;
    if (typeof value !== 'object' || value === null) return String(value);
    // For an object whose toJSON gives nothing it returns undefined, which its type does not say.
    const json: unknown = JSON.stringify(value);
    return typeof json === 'string' ? json : inspected(value);
  } catch {
    return inspected(value);
  }
}

/** What JSON does not take (circles, bigints), as Node shows it. */
function inspected(value: unknown): string {
  try {
    return inspect(value, { breakLength: Infinity });
  } catch {
    return 'a value that cannot be shown';
  }
}
