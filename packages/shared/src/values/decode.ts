import { DbosdError } from '../errors/dbosd-error.js';
import { GO_JSON, JS_SUPERJSON, PORTABLE_JSON, type StoredValue } from './payload.js';
import { decodeSuperjson } from './superjson.js';
import { transcodeToPortable } from './transcode.js';

/** An UNDECODABLE error: the value is in a format that is not read here. `payload` is the value as it is stored. */
export class UndecodableError extends DbosdError {
  readonly payload: StoredValue;

  constructor(payload: StoredValue, cause?: unknown, metadata: Readonly<Record<string, string>> = {}) {
    const format = payload.serialization ?? 'of the application itself';
    super({
      reason: 'UNDECODABLE',
      message:
        `a value in the format ${format} cannot be decoded here; its text is in error.payload. ` +
        'Let the application write portable values to read them anywhere',
      cause,
      metadata,
    });
    this.payload = payload;
  }
}

/**
 * The positional arguments of a workflow, of its decoded input: portable ones are an object of positional and named ones,
 * DBOS for Go stores its one argument, and DBOS for TypeScript all of them as an array.
 */
export function argumentsOf(decoded: unknown, serialization: string | undefined): unknown[] {
  if (serialization === GO_JSON) return [decoded];
  if (serialization !== PORTABLE_JSON) return decoded as unknown[];
  const { positionalArgs } = (decoded ?? {}) as { positionalArgs?: unknown[] | null };
  return positionalArgs ?? [];
}

/** The value of a stored text: `portable_json`, `js_superjson` and `DBOS_JSON` are read. Else UndecodableError. */
export function decodeValue(stored: StoredValue): unknown {
  try {
    switch (stored.serialization) {
      case PORTABLE_JSON:
        return JSON.parse(stored.data);
      case JS_SUPERJSON:
        return decodeSuperjson(stored.data);
      case GO_JSON: {
        const transcoded = transcodeToPortable(stored);
        if (transcoded.serialization === PORTABLE_JSON) return JSON.parse(transcoded.data);
        throw new TypeError('the text is not base64 of JSON');
      }
      case undefined:
        // NULL in the table: the writer's default. Only DBOS's own superjson says so in the text itself.
        return decodeSuperjson(stored.data);
    }
  } catch (cause) {
    throw new UndecodableError(stored, cause);
  }
  throw new UndecodableError(stored);
}
