import type { StoredValue } from '@dbosd/shared';
import type { ReadValue } from './values.js';

export interface OutgoingMessage {
  readonly destinationId: string;
  /** Absent: no topic. */
  readonly topic?: string;
  readonly payload: Required<StoredValue>;
  readonly idempotencyKey?: string;
}
/** A message to a workflow that is enqueued with it. */
export type FirstMessage = Omit<OutgoingMessage, 'destinationId'>;
export interface SendOptions {
  readonly requireActive: boolean;
  readonly rejectDifferent: boolean;
}
export interface SendBatchOptions extends SendOptions {
  readonly allOrNothing: boolean;
}
export interface Sent {
  readonly kind: 'sent';
  readonly messageId: string;
  readonly duplicate: boolean;
  readonly differs: boolean;
  readonly destinationStatus: string;
}
export interface Refused {
  readonly kind: 'refused';
  readonly error: Error;
}
export interface MessageCursor {
  readonly sentAtMs: number;
  readonly messageId: string;
  /** More messages wait than are sorted: the list goes by time. */
  readonly byTime?: true;
}
export interface ListMessagesQuery {
  readonly workflowId: string;
  /** Absent: both. */
  readonly consumed?: boolean;
  /** Absent: every topic, and none. */
  readonly topic?: string;
  readonly sentBeforeMs?: number;
  readonly sentSinceMs?: number;
  readonly maxValueBytes: number;
  readonly pageSize: number;
  readonly after?: MessageCursor;
}
export interface StoredMessage {
  readonly messageId: string;
  readonly topic?: string;
  readonly value: ReadValue;
  readonly sentAtMs: number;
  readonly consumed: boolean;
  readonly consumedByFunctionId?: number;
}
