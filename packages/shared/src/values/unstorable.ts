/** Why a value cannot be stored, and which part of it is to blame. */
export class UnstorableError extends Error {
  /** The part, as a program would write it after the value: `.items[0]`. Empty: the value itself. */
  readonly path: string;
  readonly description: string;

  constructor(path: readonly PathSegment[], description: string, cause?: unknown) {
    const text = path.map(segmentText).join('');
    super(`${text === '' ? 'the value' : text} ${description}`, { cause });
    this.name = 'UnstorableError';
    this.path = text;
    this.description = description;
  }
}

/** A key or an index. Members of a Set, and what has another key than a text in a Map, are named by their place. */
export type PathSegment =
  string | number | { readonly part: 'key' | 'value' | 'member'; readonly place: number };

function segmentText(segment: PathSegment): string {
  if (typeof segment === 'number') return `[${String(segment)}]`;
  if (typeof segment === 'object') return `<${segment.part} ${String(segment.place)}>`;
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
}

/** What is said of a value that is not data: an operation under way, or contents that no serializer can reach. */
export function refusalOf(value: object): string | undefined {
  if (value instanceof Promise) return 'is a Promise, whose value would be lost: await it';
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null || !(Symbol.toStringTag in value))
    return undefined;
  if ('toJSON' in value || Object.keys(value).length > 0) return undefined;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return undefined;
  const name = Object.prototype.toString.call(value).slice(8, -1);
  return `is a ${name}, which would be stored as {}: give its contents as data`;
}
