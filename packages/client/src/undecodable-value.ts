import { DbosdError, UndecodableError, type contract, type ValueReaders, type Reason } from '@dbosd/shared';
import { decodeWire, storedOf, type Whereabouts } from './values.js';

/** What is stored, as far as it has come. */
interface StoredInPart {
  readonly data?: string | undefined;
  readonly serialization?: string | undefined;
}

/**
 * In the place of a value that cannot be read here, so that it hides no other: its format is not read (a Python pickle, a
 * serializer of the application's own), its text does not hold what the format promises, or it is too large.
 */
export class UndecodableValue {
  /** The name of its format. Undefined: none is recorded, it is the writer's own default. */
  readonly serialization: string | undefined;
  /** The text, exactly as stored. Undefined: it is larger than the client receives. */
  readonly data: string | undefined;
  readonly #error: DbosdError;

  /** `stored` without a text: it is too large. */
  constructor(stored: StoredInPart, error: DbosdError = errorOf(stored)) {
    this.serialization = stored.serialization;
    this.data = stored.data;
    this.#error = error;
  }

  /** What is thrown where this value alone is asked for: UndecodableError or VALUE_TOO_LARGE. */
  get error(): DbosdError {
    return this.#error;
  }

  /** As JSON it says that it is no value of the application's. */
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
  readonly decode?: Decode;
  readonly readers?: ValueReaders;
}

const UNREADABLE: readonly Reason[] = ['UNDECODABLE', 'VALUE_TOO_LARGE'];

/** A value among others that were read: an UndecodableValue where it cannot be. */
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

/** The values of a record that cannot be read, by their names. */
export type Undecodable<Names extends string> = Readonly<Partial<Record<Names, UndecodableValue>>>;

/**
 * A record as DBOS shows it: with the stored texts of those of its values that cannot be read (of one that is too large:
 * nothing). They are also in `undecodable`, which is not enumerable: otherwise the record would no longer be DBOS's own.
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

// Of a value that is too large only the format has come.
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
