import type { StoredValue } from '@dbosd/shared';
import type { ReadValue } from './values.js';

export interface OutgoingMessage {
  readonly destinationId: string;
  /** Absent: no topic. */
  readonly topic?: string | undefined;
  readonly payload: Required<StoredValue>;
  readonly idempotencyKey?: string | undefined;
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
  readonly consumed?: boolean | undefined;
  /** Absent: every topic, and none. */
  readonly topic?: string | undefined;
  readonly sentBeforeMs?: number | undefined;
  readonly sentSinceMs?: number | undefined;
  readonly maxValueBytes: number;
  readonly pageSize: number;
  readonly after?: MessageCursor | undefined;
}
export interface StoredMessage {
  readonly messageId: string;
  readonly topic?: string | undefined;
  readonly value: ReadValue;
  readonly sentAtMs: number;
  readonly consumed: boolean;
  readonly consumedByFunctionId: number | undefined;
}
