import type { Connection } from '../connection/connection.js';
import type { AbortOptions } from '../timeouts.js';
import type { WorkflowSerializationFormat } from '../values.js';
import { outgoingMessage, type GivenMessage } from './outgoing-message.js';
import { checkFlag, takeOptions, type OptionNames } from '../options.js';

export interface SendOptions extends AbortOptions {
  serializationType?: WorkflowSerializationFormat;
  /** Refuse a destination that has ended (WORKFLOW_NOT_ACTIVE). Off: accept it, as DBOS does. */
  requireActive?: boolean;
  /** Refuse another message under a key already used (IDEMPOTENCY_KEY_REUSED). Off: the first one is kept. */
  rejectDifferent?: boolean;
}

const OPTIONS: OptionNames<SendOptions> = {
  serializationType: true,
  requireActive: true,
  rejectDifferent: true,
  signal: true,
};

export async function send(connection: Connection, given: GivenMessage, options: SendOptions): Promise<void> {
  const taken = takeOptions('options', options, OPTIONS);
  const { serializationType, requireActive = false, rejectDifferent = false, signal } = taken;
  checkFlag('options.requireActive', requireActive);
  checkFlag('options.rejectDifferent', rejectDifferent);
  const { destinationID, topic, idempotencyKey } = given;
  const message = outgoingMessage({
    destinationID,
    message: given.message,
    topic,
    idempotencyKey,
    serializationType,
  });
  await connection.call(
    'send',
    { message, requireActive, rejectDifferent },
    { isRepeatable: true, order: message.destinationId, signal },
  );
}
