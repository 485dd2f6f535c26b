import { status } from '@grpc/grpc-js';
import {
  type contract,
  DbosdError,
  fromStatus,
  MAX_BATCH_MESSAGES,
  mayRetry,
  statusFromWire,
  transportError,
} from '@dbosd/shared';
import type { Connection, Remainder } from './connection/connection.js';
import { requestTooLarge } from './connection/failures.js';
import { type MessageToSend, outgoingMessage, type OutgoingMessage } from './messages.js';
import { checkArray, checkFlag, type OptionNames, takeOptions } from './options.js';
import { ALL_DESTINATIONS } from './session/call.js';
import type { AbortOptions } from './timeouts.js';

export interface SendBatchOptions extends AbortOptions {
  /** Store all messages or none: the first that is refused rejects the call. They must fit into one request. */
  allOrNothing?: boolean;
  /** As for `send`, for each message. */
  requireActive?: boolean;
  /** As for `send`, for each message. */
  rejectDifferent?: boolean;
}

const OPTIONS: OptionNames<SendBatchOptions> = {
  allOrNothing: true,
  requireActive: true,
  rejectDifferent: true,
  signal: true,
};
const FLAGS = ['allOrNothing', 'requireActive', 'rejectDifferent'] as const;

/** The outcome of one message of a batch. */
export type SendOutcome =
  | {
      readonly ok: true;
      readonly messageID: string;
      readonly idempotencyKey: string;
      /** A message with this key was sent before, and is kept. */
      readonly duplicate: boolean;
      /** The earlier message is a different one. */
      readonly differs: boolean;
      /** The destination's status when the message was written. */
      readonly destinationStatus: string;
    }
  | { readonly ok: false; readonly idempotencyKey: string; readonly error: DbosdError };

/** The size of a batch request without its messages. */
const ENVELOPE_BYTES = 64;

/**
 * Sends messages in order, in as many requests as they need. Each has its own outcome: a refused message or a failed
 * request does not affect the others. A message that fails for a transient reason is sent again with its key, for as
 * long as `send` would retry. Rejects if a message cannot be encoded (then nothing was sent), if the signal aborts, and
 * with `allOrNothing` if the batch fails or does not fit into one request.
 */
export async function sendBatch(
  connection: Connection,
  given: readonly MessageToSend[],
  options: SendBatchOptions,
): Promise<SendOutcome[]> {
  const taken = takeOptions('options', options, OPTIONS);
  for (const flag of FLAGS) checkFlag(`options.${flag}`, taken[flag]);
  const messages = checkArray('messages', given).map(outgoingMessage);
  const batches = cut(connection, messages);
  if (taken.allOrNothing === true) return sendWhole(connection, batches, taken);
  const outcomes = await Promise.all(batches.map((batch) => sendOne(connection, batch, taken)));
  return outcomes.flat();
}

async function sendWhole(
  connection: Connection,
  batches: readonly OutgoingMessage[][],
  options: SendBatchOptions,
): Promise<SendOutcome[]> {
  const [batch] = batches;
  if (batch === undefined) return [];
  if (batches.length > 1) throw doesNotFit(batches.flat(), connection);
  const verdicts = new Verdicts(batch);
  await request(connection, verdicts, options);
  return verdicts.outcomes();
}

async function sendOne(
  connection: Connection,
  batch: readonly OutgoingMessage[],
  options: SendBatchOptions,
): Promise<SendOutcome[]> {
  const verdicts = new Verdicts(batch);
  try {
    await request(connection, verdicts, options);
    return verdicts.outcomes();
  } catch (error) {
    if (!(error instanceof DbosdError) || error.reason === 'REQUEST_ABORTED') throw error;
    return verdicts.outcomes(error);
  }
}

async function request(
  connection: Connection,
  verdicts: Verdicts,
  { allOrNothing = false, requireActive = false, rejectDifferent = false, signal }: SendBatchOptions,
): Promise<void> {
  const requestOf = (messages: OutgoingMessage[]): contract.SendBatchRequest => ({
    messages,
    allOrNothing,
    requireActive,
    rejectDifferent,
  });
  const take = ({ outcomes }: contract.SendBatchResponse__Output): Remainder<'sendBatch'> | undefined => {
    const error = verdicts.take(outcomes);
    return error === undefined ? undefined : { error, request: requestOf(verdicts.open) };
  };
  await connection.call('sendBatch', requestOf(verdicts.open), {
    isRepeatable: true,
    order: ALL_DESTINATIONS,
    signal,
    take,
  });
}

/** The outcomes of the messages of one request. A message is open while it has no verdict, or a transient one. */
class Verdicts {
  readonly #messages: readonly OutgoingMessage[];
  readonly #outcomes = new Map<OutgoingMessage, SendOutcome>();
  open: OutgoingMessage[];

  constructor(messages: readonly OutgoingMessage[]) {
    this.#messages = messages;
    this.open = [...messages];
  }

  /** Takes the answer for the open messages. Returns why some are still open, or undefined if none is. */
  take(answered: readonly contract.SendOutcome__Output[]): DbosdError | undefined {
    let why: DbosdError | undefined;
    this.open = this.open.filter((message, at) => {
      const outcome = outcomeOf(message.idempotencyKey, answered[at]);
      this.#outcomes.set(message, outcome);
      if (outcome.ok || !mayRetry(outcome.error, true)) return false;
      why ??= outcome.error;
      return true;
    });
    return why;
  }

  /** All outcomes in order. If the request itself failed, its error is the outcome of the open messages. */
  outcomes(error?: DbosdError): SendOutcome[] {
    if (error !== undefined) {
      for (const message of this.open) {
        this.#outcomes.set(message, { ok: false, idempotencyKey: message.idempotencyKey, error });
      }
    }
    return this.#messages.map(
      (message) => this.#outcomes.get(message) ?? outcomeOf(message.idempotencyKey, undefined),
    );
  }
}

function outcomeOf(idempotencyKey: string, outcome: contract.SendOutcome__Output | undefined): SendOutcome {
  if (outcome?.sent) {
    const { messageId, duplicate, differs, destinationStatus } = outcome.sent;
    return {
      ok: true,
      messageID: messageId,
      idempotencyKey,
      duplicate,
      differs,
      destinationStatus: statusFromWire(destinationStatus),
    };
  }
  const error = outcome?.error
    ? fromStatus(outcome.error)
    : transportError(status.INTERNAL, 'the daemon said nothing about this message of the batch');
  return { ok: false, idempotencyKey, error };
}

// Splits messages into batches that fit into one request. A message that is too large gets its own batch, and only it
// fails.
function cut(connection: Connection, messages: readonly OutgoingMessage[]): OutgoingMessage[][] {
  const limit = (connection.maxRequestBytes ?? Infinity) - ENVELOPE_BYTES;
  const batches: OutgoingMessage[][] = [];
  let batch: OutgoingMessage[] = [];
  let size = 0;
  for (const message of messages) {
    const bytes = connection.codec.messageBytes(message);
    if (batch.length === MAX_BATCH_MESSAGES || (batch.length > 0 && size + bytes > limit)) {
      batches.push(batch);
      batch = [];
      size = 0;
    }
    batch.push(message);
    size += bytes;
  }
  return batch.length === 0 ? batches : [...batches, batch];
}

function doesNotFit(messages: readonly OutgoingMessage[], connection: Connection): DbosdError {
  const bytes = messages.reduce(
    (sum, message) => sum + connection.codec.messageBytes(message),
    ENVELOPE_BYTES,
  );
  const limit = connection.maxRequestBytes ?? 0;
  if (bytes > limit) return requestTooLarge(bytes, limit);
  return new DbosdError({
    reason: 'PAYLOAD_TOO_LARGE',
    message:
      `a batch of all or nothing holds ${String(MAX_BATCH_MESSAGES)} messages at most, and this one ` +
      `${String(messages.length)}: send less at once, or without allOrNothing`,
    metadata: { count: String(messages.length), limit: String(MAX_BATCH_MESSAGES) },
  });
}
