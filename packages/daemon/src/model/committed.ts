import { createHash } from 'node:crypto';
import { isCloseMarker, type StoredValue } from '@dbosd/shared';
import type { EventValue } from './events.js';
import type { ReadValue } from './values.js';

/**
 * A row that this daemon has committed, as the hint about it carries it, so that a waiter need not read it. It is a hint like
 * any other and may be lost, doubled or passed over.
 */
export type Committed = CommittedEvent | CommittedValue;

/** The value of an event, which was the current one when it committed. */
export interface CommittedEvent {
  readonly kind: 'event';
  readonly workflowId: string;
  readonly key: string;
  readonly value: StoredValue;
  /**
   * When its statement began, by the monotonic clock. A waiter whose last read ended at that time or later may have seen
   * more than this row, its deletion for instance, and must read again.
   */
  readonly begunAtMs: number;
}

/** A value of a stream, at its offset. */
export interface CommittedValue extends Omit<CommittedEvent, 'kind'> {
  readonly kind: 'stream';
  readonly offset: number;
}

/** The event as a reader with this limit reads it; `undefined`: it is too large, which is for a read to answer. */
export function committedEvent({ value }: CommittedEvent, maxValueBytes: number): EventValue | undefined {
  const read = readValueOf(value, maxValueBytes);
  return read && { value: read, revision: revisionOf(value) };
}

/** The same for a value of a stream; `undefined` also for a close marker, which is no value. */
export function committedValue({ value }: CommittedValue, maxValueBytes: number): ReadValue | undefined {
  return isCloseMarker(value) ? undefined : readValueOf(value, maxValueBytes);
}

function readValueOf(value: StoredValue, maxValueBytes: number): ReadValue | undefined {
  return Buffer.byteLength(value.data) <= maxValueBytes ? { kind: 'payload', ...value } : undefined;
}

/** The same digest as `eventRevision` of store/queries/events/read-events.ts (docs/protocol.md, 4). */
function revisionOf({ data, serialization }: StoredValue): Buffer {
  // Postgres counts characters, where JavaScript counts UTF-16 units.
  const format =
    serialization === undefined ? '-' : `${String(Array.from(serialization).length)}:${serialization}`;
  return createHash('sha256').update(`${format}${data}`).digest().subarray(0, 16);
}
