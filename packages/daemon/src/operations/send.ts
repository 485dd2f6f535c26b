import type { OutgoingMessage, Refused, SendBatchOptions, SendOptions, Sent } from '../model/messages.js';
import { messageOf, sendKind } from '../writer/kinds/send.js';
import type { Writer } from '../writer/writer.js';

/** Sends a message: resolves after its row has committed. It has its place in its mailbox when this returns. */
export function send(writer: Writer, message: OutgoingMessage, options: SendOptions): Promise<Sent> {
  return writer.submit(sendKind, messageOf(message, options));
}

/** Sends many messages: one outcome each, or with `allOrNothing` all in one transaction. */
export async function sendBatch(
  writer: Writer,
  messages: readonly OutgoingMessage[],
  options: SendBatchOptions,
): Promise<(Sent | Refused)[]> {
  if (options.allOrNothing) return sendAll(writer, messages, options);
  return Promise.all(
    messages.map((message) =>
      send(writer, message, options).catch((error: unknown): Refused => ({
        kind: 'refused',
        error: error as Error,
      })),
    ),
  );
}

/**
 * Stores all of them, or none: rejects with the first refusal. They have their place in the order of their mailboxes, as in
 * `send`. Rejects with OVERLOADED when these have no room in time.
 */
export function sendAll(
  writer: Writer,
  messages: readonly OutgoingMessage[],
  options: SendOptions,
): Promise<Sent[]> {
  const writes = messages.map((message) => messageOf(message, options));
  return writer.transaction({
    lanes: writes.map((write) => sendKind.laneOf(write)),
    bytes: writes.map((write) => sendKind.bytesOf(write)),
    run: (tx) => tx.write(sendKind, writes),
  });
}
