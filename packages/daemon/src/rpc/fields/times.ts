import { DEFAULT_TIMEOUT_MS, durationToMs, invalidField, MAX_TIMEOUT_MS } from '@dbosd/shared';
import { checkRange } from './scalars.js';

export interface WireTime {
  readonly seconds: number;
  readonly nanos: number;
}

const MAX_NANOS = 999_999_999;
// The years 1 to 9999, as google.protobuf.Timestamp says.
const FIRST_SECOND = -62_135_596_800;
const LAST_SECOND = 253_402_300_799;

/**
 * A span as whole milliseconds, rounded up; absent: `undefined`. INVALID_FIELD when it is negative, no valid
 * Duration, shorter than `leastMs` or longer than ten years.
 */
export function decodeSpan(
  field: string,
  span: WireTime | null | undefined,
  leastMs = 0,
): number | undefined {
  const ms = decodeSignedSpan(field, span);
  if (ms === undefined || span === undefined || span === null) return undefined;
  if (span.seconds < 0 || span.nanos < 0) throw invalidField(field, 'is negative: give a span of time');
  if (ms < leastMs) throw invalidField(field, `is shorter than ${String(leastMs)} ms: lengthen it`);
  return ms;
}

/** As `decodeSpan`, where a negative span means something. */
export function decodeSignedSpan(field: string, span: WireTime | null | undefined): number | undefined {
  if (span === undefined || span === null) return undefined;
  const { seconds, nanos } = span;
  if (Math.abs(nanos) > MAX_NANOS || seconds * nanos < 0) {
    throw invalidField(
      field,
      `has ${String(nanos)} nanos with ${String(seconds)} seconds: give 0 to 999999999, of the sign of the seconds`,
    );
  }
  const ms = Math.ceil(durationToMs(span));
  if (Math.abs(ms) > MAX_TIMEOUT_MS) throw invalidField(field, 'is longer than ten years: shorten it');
  return ms;
}

/** How long a wait may take: 60 s where the request says nothing. */
export function decodeTimeout(timeout: WireTime | null | undefined): number {
  return decodeSpan('timeout', timeout) ?? DEFAULT_TIMEOUT_MS;
}

/**
 * A time as milliseconds since the epoch, rounded up; absent: `undefined`. Stored times are whole milliseconds, so the
 * rounding changes neither "before" nor "at or after".
 */
export function decodeTime(field: string, time: WireTime | null | undefined): number | undefined {
  if (time === undefined || time === null) return undefined;
  const { seconds, nanos } = time;
  if (nanos < 0 || nanos > MAX_NANOS) {
    throw invalidField(field, `has ${String(nanos)} nanos: give 0 to 999999999`);
  }
  if (seconds < FIRST_SECOND || seconds > LAST_SECOND) {
    throw invalidField(field, `is ${String(seconds)} s from 1970: give a time in the years 1 to 9999`);
  }
  return seconds * 1000 + Math.ceil(nanos / 1e6);
}

/** Checks a time in milliseconds since the epoch: whole, and in the years 1 to 9999. Throws INVALID_FIELD. */
export function checkTimeMs(field: string, ms: number): number {
  return checkRange(field, ms, [FIRST_SECOND * 1000, LAST_SECOND * 1000 + 999]);
}
