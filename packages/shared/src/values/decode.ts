import { DbosdError } from '../errors/dbosd-error.js';
import { refuseDepth } from './json-limits.js';
import { GO_JSON, JS_SUPERJSON, PORTABLE_JSON, type StoredValue } from './payload.js';
import { decodeSuperjson, PLAIN_REVIVERS, SUPERJSON_MARK } from './superjson.js';
import { transcodeToPortable } from './transcode.js';

/**
 * An UNDECODABLE error: the value is in a format that is not read here, or its text does not hold what its format
 * promises. `payload` is the value as it is stored.
 */
export class UndecodableError extends DbosdError {
  readonly payload: StoredValue;
  /** What is wrong: with the format, or with the text. */
  readonly why: string;

  constructor(payload: StoredValue, cause?: unknown, metadata: Readonly<Record<string, string>> = {}) {
    const isRead = isReadFormat(payload);
    const why = isRead ? faultOf(payload, cause) : formatFault(payload);
    const format = payload.serialization ?? 'of the application itself';
    super({
      reason: 'UNDECODABLE',
      message:
        `a value in the format ${format} cannot be decoded here: ${why}. Its text is in error.payload. ` +
        (isRead
          ? 'Have it written again by a program that writes the format'
          : 'Let the application write portable values to read them anywhere'),
      cause,
      metadata,
    });
    this.payload = payload;
    this.why = why;
  }
}

const READ_FORMATS: readonly string[] = [PORTABLE_JSON, JS_SUPERJSON, GO_JSON];

/** Whether values of this format are read. Where none is recorded, DBOS's superjson says so in the text itself. */
function isReadFormat({ data, serialization }: StoredValue): boolean {
  return serialization === undefined ? data.includes(SUPERJSON_MARK) : READ_FORMATS.includes(serialization);
}

function formatFault({ serialization }: StoredValue): string {
  return `its format, ${serialization ?? "the application's own"}, is not read here`;
}

function faultOf({ data }: StoredValue, cause: unknown): string {
  if (data === '') return 'its text is empty';
  // The parser's own message quotes the text.
  if (cause instanceof SyntaxError && cause.message.includes('JSON')) return 'its text is not valid JSON';
  return cause instanceof Error ? cause.message : 'its text does not hold what the format promises';
}

/** Makes a handle of the workflow with this id, for a value that is or holds one. */
type HandleMaker = (workflowID: string) => unknown;

/** What depends on the program that reads. */
export interface ValueReaders {
  /** Absent: an object of its `workflowID`. */
  readonly handle?: HandleMaker;
  /** Reads JSON. Absent: JSON.parse, which rounds numbers to what JavaScript holds. */
  readonly parseJson?: (text: string) => unknown;
}

/**
 * The positional arguments of a workflow: portable ones are an object of positional and named ones, DBOS for Go stores
 * its one argument, and DBOS for TypeScript all of them as an array. Throws as `decodeValue`.
 */
export function decodeArguments(stored: StoredValue, readers?: ValueReaders): unknown[] {
  const decoded = decodeValue(stored, readers);
  if (stored.serialization === GO_JSON) return [decoded];
  const args =
    stored.serialization === PORTABLE_JSON
      ? (decoded as { positionalArgs?: unknown } | null)?.positionalArgs
      : decoded;
  if (args === undefined || args === null) return [];
  // An object that claims a length would be taken for a list of that length.
  if (!Array.isArray(args)) throw new UndecodableError(stored, new TypeError('the arguments are no list'));
  return args as unknown[];
}

/**
 * The value of a stored text: `portable_json`, `js_superjson` and `DBOS_JSON` are read, at a cost in time and memory
 * that is a small multiple of the text's length. Else UndecodableError, also for a value that is nested more than 2,000
 * levels deep.
 */
export function decodeValue(stored: StoredValue, readers: ValueReaders = {}): unknown {
  const { handle = PLAIN_REVIVERS.handle, parseJson = JSON.parse as (text: string) => unknown } = readers;
  const revivers = { ...PLAIN_REVIVERS, handle };
  try {
    switch (stored.serialization) {
      case PORTABLE_JSON:
        refuseDepth(stored.data);
        return parseJson(stored.data);
      case JS_SUPERJSON:
        refuseDepth(stored.data);
        return decodeSuperjson(stored.data, revivers);
      case GO_JSON: {
        const transcoded = transcodeToPortable(stored);
        if (transcoded.serialization === PORTABLE_JSON) {
          refuseDepth(transcoded.data);
          return parseJson(transcoded.data);
        }
        throw new TypeError('its text is not base64 of JSON');
      }
      case undefined:
        // NULL in the table: the writer's default. Only DBOS's own superjson says so in the text itself.
        refuseDepth(stored.data);
        return decodeSuperjson(stored.data, revivers);
    }
  } catch (cause) {
    throw new UndecodableError(stored, cause);
  }
  throw new UndecodableError(stored);
}
