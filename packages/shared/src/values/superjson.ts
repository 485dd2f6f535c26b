import { SuperJSON } from 'superjson';

// Version 1.13.3, the one that DBOS carries: 2.x writes other bytes, and the two misread each other's keys with dots
// or backslashes. The instance is our own, so that nobody else's registrations reach it.
const codec = new SuperJSON();
codec.registerCustom<Buffer, number[]>(
  {
    isApplicable: (value): value is Buffer => Buffer.isBuffer(value),
    serialize: (buffer) => [...buffer],
    deserialize: (bytes) => Buffer.from(bytes),
  },
  'Buffer',
);

const MARK = 'superjson';

interface Envelope {
  json: never;
  meta?: never;
  __dbos_serializer?: unknown;
}

/** A value as DBOS for TypeScript writes it: superjson's envelope with DBOS's mark. */
export function encodeSuperjson(value: unknown): string {
  return JSON.stringify({ ...codec.serialize(value), __dbos_serializer: MARK });
}

/** The value of such a text. Throws when it is no JSON, or carries no mark of DBOS's (another writer's superjson). */
export function decodeSuperjson(text: string): unknown {
  const envelope = JSON.parse(text) as Envelope | null;
  if (typeof envelope !== 'object' || envelope?.__dbos_serializer !== MARK) {
    throw new TypeError('the text carries no superjson mark of DBOS');
  }
  // Without notes there is nothing to bring back; superjson would copy the value all the same.
  return 'meta' in envelope ? codec.deserialize(envelope) : envelope.json;
}
