import { DbosdError, UndecodableError, type contract, type ValueReaders, type Reason } from '@dbosd/shared';
import { decodeWire, storedOf, type Whereabouts } from './values.js';

/** What is stored, as far as it has come. */
interface StoredInPart {
  readonly data?: string | undefined;
  readonly serialization?: string | undefined;
}

/**
 * Replaces a value that cannot be decoded, so that the others can still be read: its format is not supported (a Python
 * pickle, a custom serializer), its text is malformed, or it is too large.
 */
export class UndecodableValue {
  /** The name of its format. Undefined if none is recorded: then it is the writer's default. */
  readonly serialization: string | undefined;
  /** The text, exactly as stored. Undefined if it is larger than the client accepts. */
  readonly data: string | undefined;
  readonly #error: DbosdError;

  /** `stored` has no text if the value is too large. */
  constructor(stored: StoredInPart, error: DbosdError = errorOf(stored)) {
    this.serialization = stored.serialization;
    this.data = stored.data;
    this.#error = error;
  }

  /** The error that a read of this value alone throws: UndecodableError or VALUE_TOO_LARGE. */
  get error(): DbosdError {
    return this.#error;
  }

  /** As JSON it is marked, so that it cannot be mistaken for a value of the application. */
  toJSON(): object {
    return { undecodable: true, serialization: this.serialization ?? null, data: this.data ?? null };
  }
}

export type Decode = (
  value: contract.Value__Output,
  where: Whereabouts,
  readers: ValueReaders | undefined,
) => unknown;

export interface DecodeOptions {
  /** Default: `decodeWire`. */
  readonly decode?: Decode | undefined;
  readonly readers?: ValueReaders;
}

const UNREADABLE: readonly Reason[] = ['UNDECODABLE', 'VALUE_TOO_LARGE'];

/** Decodes a value among others: an UndecodableValue if it cannot be decoded. */
export function decodeAmongOthers(
  value: contract.Value__Output,
  where: Whereabouts,
  { decode = decodeWire, readers }: DecodeOptions = {},
): unknown {
  try {
    return decode(value, where, readers);
  } catch (error) {
    if (error instanceof DbosdError && UNREADABLE.includes(error.reason))
      return new UndecodableValue(value.payload ? storedOf(value) : formatOf(value), error);
    throw error;
  }
}

/** The values of a record that cannot be decoded, by name. */
export type Undecodable<Names extends string> = Readonly<Partial<Record<Names, UndecodableValue>>>;

/**
 * A record as DBOS shows it: a value that cannot be decoded is its stored text, or nothing if it is too large. These
 * values are also in `undecodable`, which is not enumerable, so that the record keeps DBOS's shape.
 */
export function withTexts<T extends object>(record: T): T {
  const entries = Object.entries(record) as [string, unknown][];
  const undecodable = entries.filter(([, value]) => value instanceof UndecodableValue);
  if (undecodable.length === 0) return record;
  const texts = undecodable.map(([name, value]) => [name, (value as UndecodableValue).data] as const);
  const shown = { ...record, ...Object.fromEntries(texts) };
  return withUndecodable(shown, Object.fromEntries(undecodable) as Record<string, UndecodableValue>);
}

/** A record with its `undecodable`. */
export function withUndecodable<T extends object>(
  shown: T,
  undecodable: Readonly<Record<string, UndecodableValue>>,
): T {
  return Object.defineProperty(shown, 'undecodable', { value: undecodable });
}

// Only the format of a value that is too large is received.
function formatOf({ oversized }: contract.Value__Output): StoredInPart {
  return { serialization: oversized?.serialization };
}

function errorOf({ data, serialization }: StoredInPart): DbosdError {
  if (data !== undefined)
    return new UndecodableError(serialization === undefined ? { data } : { data, serialization });
  return new DbosdError({
    reason: 'VALUE_TOO_LARGE',
    message: 'a stored value is larger than this client receives: let the workflow store a reference to it',
  });
}
