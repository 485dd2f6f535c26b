import type { ValueRun } from '../../model/value-run.js';

// Each is a Value whose field 1 is a Payload, whose fields are `data` (1) and `serialization` (2): all length-delimited.
const FIELD_1 = (1 << 3) | 2;
const FIELD_2 = (2 << 3) | 2;
/** What the tags and lengths of `values`, `payload` and `data` take at most. */
const OVERHEAD_BYTES = 3 * (1 + 5);

// All readers of a page that is handed to many get the same bytes.
const encodedRuns = new WeakMap<ValueRun, Buffer>();

/** The values as the field `repeated Value values = 1`. Their texts go out as they came: no one reads them. */
export function encodeRun(run: ValueRun): Buffer {
  const known = encodedRuns.get(run);
  if (known !== undefined) return known;
  const encoded = encode(run);
  encodedRuns.set(run, encoded);
  return encoded;
}

function encode({ bytes, sizes, serialization }: ValueRun): Buffer {
  const tail = encodeSerialization(serialization);
  const out = Buffer.allocUnsafe(bytes.length + sizes.length * (OVERHEAD_BYTES + tail.length));
  let [at, from] = [0, 0];
  for (const size of sizes) {
    const payloadBytes = 1 + varintBytes(size) + size + tail.length;
    at = writeHead(out, at, 1 + varintBytes(payloadBytes) + payloadBytes);
    at = writeHead(out, at, payloadBytes);
    at = writeHead(out, at, size);
    bytes.copy(out, at, from, from + size);
    from += size;
    at += size;
    // Too short for a copy to be worth its call.
    for (let n = 0; n < tail.length; n += 1) out[at + n] = tail[n] ?? 0;
    at += tail.length;
  }
  return out.subarray(0, at);
}

function encodeSerialization(serialization: string | undefined): Buffer {
  if (serialization === undefined) return Buffer.alloc(0);
  const text = Buffer.from(serialization);
  const head = Buffer.alloc(OVERHEAD_BYTES);
  const headBytes = writeVarint(head, writeVarint(head, 0, FIELD_2), text.length);
  return Buffer.concat([head.subarray(0, headBytes), text]);
}

function writeHead(out: Buffer, at: number, length: number): number {
  out[at] = FIELD_1;
  return writeVarint(out, at + 1, length);
}

function writeVarint(out: Buffer, begin: number, value: number): number {
  let at = begin;
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) {
    out[at] = (rest & 0x7f) | 0x80;
    at += 1;
  }
  out[at] = rest;
  return at + 1;
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes += 1;
  return bytes;
}
