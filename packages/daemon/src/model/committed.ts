import { createHash } from 'node:crypto';
import { isCloseMarker, type StoredValue } from '@dbosd/shared';
import type { EventQuery, EventValue } from './events.js';
import type { StreamOffsetQuery } from './streams.js';
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

// All that wait for an event are given the same answer: its digest is taken once.
const answers = new WeakMap<CommittedEvent, EventValue>();

/** The event, if it answers the query; `undefined`: it is another one, or too large, which is for a read to answer. */
export function committedEvent(
  committed: Committed,
  { workflowId, key, maxValueBytes }: EventQuery,
): EventValue | undefined {
  if (committed.kind !== 'event' || committed.workflowId !== workflowId || committed.key !== key)
    return undefined;
  const value = readValueOf(committed.value, maxValueBytes);
  if (value === undefined) return undefined;
  const answer = answers.get(committed) ?? { value, revision: revisionOf(committed.value) };
  answers.set(committed, answer);
  return answer;
}

/** The same for the value of a stream at this very offset; `undefined` also for a close marker, which is no value. */
export function committedValue(
  committed: Committed,
  { workflowId, key, offset, maxValueBytes }: StreamOffsetQuery,
): ReadValue | undefined {
  if (committed.kind !== 'stream' || committed.workflowId !== workflowId || committed.key !== key)
    return undefined;
  if (committed.offset !== offset || isCloseMarker(committed.value)) return undefined;
  return readValueOf(committed.value, maxValueBytes);
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
