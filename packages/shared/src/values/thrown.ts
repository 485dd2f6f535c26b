/**
 * The message of what was thrown, or the value as text where it is no error. Never throws, whatever it is: errors with
 * getters that throw, proxies, objects without a prototype.
 */
export function messageOf(thrown: unknown): string {
  const message = isObject(thrown) ? fieldOf(thrown, 'message') : undefined;
  if (typeof message === 'string') return message;
  return typeof thrown === 'string' ? thrown : sourceOf(thrown);
}

/** Whether it is an Error. Never throws: of a proxy even `instanceof` may. */
export function isError(thrown: unknown): thrown is Error {
  try {
    return thrown instanceof Error;
  } catch {
    return false;
  }
}

/** The stack of an error, or else its message. Never throws. */
export function stackOf(thrown: unknown): string {
  const stack = isObject(thrown) ? fieldOf(thrown, 'stack') : undefined;
  return typeof stack === 'string' && stack !== '' ? stack : messageOf(thrown);
}

/** An object that stands for a value which JavaScript cannot hold has here how that value is written. */
const SOURCE_TEXT = Symbol.for('dbosd.sourceText');

/** A value as a program writes it: texts with quotes, bigints with an n, NaN. Never throws. */
export function sourceOf(value: unknown): string {
  try {
    if (typeof value === 'bigint') return `${String(value)}n`;
    if (typeof value === 'function') return `[Function: ${value.name === '' ? 'anonymous' : value.name}]`;
    if (typeof value !== 'string' && !isObject(value)) return String(value);
    if (isObject(value) && SOURCE_TEXT in value) return String(value[SOURCE_TEXT]);
    // For functions in toJSON it returns undefined, which its type does not say.
    const text = JSON.stringify(value, plain) as string | undefined;
    return text ?? NO_TEXT;
  } catch {
    return NO_TEXT;
  }
}

const NO_TEXT = 'a value that has no text';

/** A field of it; undefined where it cannot be read. Never throws. */
export function fieldOf(thrown: object, field: string): unknown {
  try {
    return (thrown as Record<string, unknown>)[field];
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${String(value)}n`;
  if (value instanceof Map || value instanceof Set) return [...(value as Iterable<unknown>)];
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/**
 * Makes an error without the frames of the stack that it is made on. For one that is read: it has happened elsewhere,
 * and to note them costs a hundred times what its text does.
 */
export function withoutFrames<T extends Error>(make: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
