import { invalidField } from './errors/dbosd-error.js';
import {
  MAX_EXISTING_WORKFLOW_ID_BYTES,
  MAX_KEY_BYTES,
  MAX_NAME_BYTES,
  MAX_PARTITION_KEY_BYTES,
  NULL_TOPIC,
  RESERVED_QUEUE_PREFIX,
} from './limits.js';

/**
 * Checks a name of the contract: well-formed Unicode without NUL, not empty, at most `maxBytes` of UTF-8.
 * Returns it; throws INVALID_FIELD that names `field` (docs/protocol.md, 2).
 */
export function checkName(field: string, text: string, maxBytes = MAX_NAME_BYTES): string {
  // Callers in plain JavaScript have no compiler to check this.
  if (typeof (text as unknown) !== 'string') throw invalidField(field, `is ${typeof text}: give a text`);
  if (text === '') throw invalidField(field, 'is empty: give at least one character');
  checkText(field, text);
  const size = Buffer.byteLength(text);
  if (size > maxBytes) {
    throw invalidField(field, `is ${String(size)} bytes long: shorten it to ${String(maxBytes)}`);
  }
  return text;
}

/** Checks any text that Postgres is to store: well-formed Unicode without NUL. */
export function checkText(field: string, text: string): string {
  if (!text.isWellFormed()) throw invalidField(field, 'is not well-formed UTF-8: encode it as UTF-8');
  if (text.includes('\0'))
    throw invalidField(field, 'contains NUL (U+0000), which Postgres cannot store: remove it');
  return text;
}

/** Checks the id of a workflow that exists, or is waited for: 1 to 1,280 bytes. */
export function checkWorkflowId(field: string, id: string): string {
  return checkName(field, id, MAX_EXISTING_WORKFLOW_ID_BYTES);
}

/** Checks the id of a new workflow: 1 to 1,024 bytes, and not blank, as DBOS demands. */
export function checkNewWorkflowId(field: string, id: string): string {
  checkName(field, id, MAX_KEY_BYTES);
  if (id.trim() === '') throw invalidField(field, 'is blank: give an id with at least one visible character');
  return id;
}

/** Checks an event key, a stream key or an idempotency key: 1 to 1,024 bytes. */
export function checkKey(field: string, key: string): string {
  return checkName(field, key, MAX_KEY_BYTES);
}

/** Checks a topic; DBOS's own placeholder for "no topic" is refused. */
export function checkTopic(field: string, topic: string): string {
  checkName(field, topic, MAX_KEY_BYTES);
  if (topic === NULL_TOPIC)
    throw invalidField(field, `is ${NULL_TOPIC}, DBOS's mark for no topic: leave the topic out`);
  return topic;
}

export function checkPartitionKey(field: string, key: string): string {
  return checkName(field, key, MAX_PARTITION_KEY_BYTES);
}

/** Checks the name of a queue that a caller registers: DBOS keeps names with its own prefix to itself. */
export function checkNewQueueName(field: string, name: string): string {
  checkName(field, name);
  if (name.startsWith(RESERVED_QUEUE_PREFIX)) {
    throw invalidField(
      field,
      `begins with ${RESERVED_QUEUE_PREFIX}, which DBOS keeps for its own queues: choose another`,
    );
  }
  return name;
}
