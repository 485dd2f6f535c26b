import type { OutgoingMessage, Refused, SendBatchOptions, SendOptions, Sent } from '../model/messages.js';
import type { Writer } from '../writer/writer.js';

/** Sends a message: resolves after its row has committed. */
export function send(writer: Writer, message: OutgoingMessage, options: SendOptions): Promise<Sent> {
  return writer.send(message, options);
}

/** Sends many messages: one outcome each, or with `allOrNothing` all in one transaction. */
export async function sendBatch(
  writer: Writer,
  messages: readonly OutgoingMessage[],
  options: SendBatchOptions,
): Promise<(Sent | Refused)[]> {
  if (options.allOrNothing) return writer.sendAll(messages, options);
  return Promise.all(
    messages.map((message) =>
      writer
        .send(message, options)
        .catch((error: unknown): Refused => ({ kind: 'refused', error: error as Error })),
    ),
  );
}
