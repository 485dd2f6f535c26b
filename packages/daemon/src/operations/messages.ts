import { workflowNotFound } from '../model/failures.js';
import type {
  ListMessagesQuery,
  MessageCursor,
  OutgoingMessage,
  Refused,
  SendBatchOptions,
  SendOptions,
  Sent,
  StoredMessage,
} from '../model/messages.js';
import type { Page } from '../model/values.js';
import { LIST_SETTINGS } from '../store/queries/list-page.js';
import { listMessages as readPage } from '../store/queries/messages/list-messages.js';
import { readStatus } from '../store/queries/workflows/read-outcomes.js';
import { messageOf, sendKind } from '../writer/kinds/send.js';
import type { Writer } from '../writer/writer.js';
import type { ListOptions } from './workflows.js';

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

/** A page of a workflow's messages, waiting and consumed. Fails with WORKFLOW_NOT_FOUND. */
export async function listMessages(
  { store, indexes }: ListOptions,
  query: ListMessagesQuery,
): Promise<Page<StoredMessage, MessageCursor>> {
  const page = await store.read.transaction((tx) => readPage(tx, query, indexes()), {
    settings: LIST_SETTINGS,
    tables: ['notifications'],
  });
  // Messages cannot outlive their workflow: only where there are none is it worth asking.
  if (page.items.length === 0 && (await readStatus(store.read, query.workflowId)) === undefined) {
    throw workflowNotFound(query.workflowId);
  }
  return page;
}
