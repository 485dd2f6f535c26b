import { NULL_TOPIC } from '@dbosd/shared';
import type { ListMessagesQuery, MessageCursor, StoredMessage } from '../../../model/messages.js';
import type { Page } from '../../../model/values.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { cutAtBytes, cutPage, toReadValue, valueColumns, type PageRow } from '../stored-value.js';

interface MessageRow extends PageRow {
  readonly message_uuid: string;
  readonly topic: string | null;
  readonly created_at_epoch_ms: number;
  readonly consumed: boolean;
  readonly consumed_by_function_id: number | null;
}

// Rides idx_workflow_topic (destination_uuid, topic): it reads and sorts the mailbox, for no index of DBOS's holds the
// time. Values are fetched for the rows of the page only.
const statement: Statement = {
  name: 'list-messages',
  text: ({ dbos }) =>
    cutAtBytes(
      `select message_uuid, topic, created_at_epoch_ms, consumed, consumed_by_function_id,
        ${valueColumns('message', 'serialization', '$9::bigint')}
      from ${dbos}.notifications
      where destination_uuid = $1
        and ($2::boolean is null or consumed = $2)
        and ($3::text is null or topic = $3)
        and ($4::bigint is null or created_at_epoch_ms < $4)
        and ($5::bigint is null or created_at_epoch_ms >= $5)
        and ($6::bigint is null or (created_at_epoch_ms, message_uuid) > ($6, $7::text))
      order by created_at_epoch_ms, message_uuid
      limit $8`,
      'created_at_epoch_ms, message_uuid',
    ),
};

/** A page of a workflow's messages, oldest first. */
export async function listMessages(
  db: Queryable,
  query: ListMessagesQuery,
): Promise<Page<StoredMessage, MessageCursor>> {
  const rows = await db.query<MessageRow>(statement, [
    query.workflowId,
    query.consumed,
    query.topic,
    query.sentBeforeMs,
    query.sentSinceMs,
    query.after?.sentAtMs,
    query.after?.messageId,
    query.pageSize + 1,
    query.maxValueBytes,
  ]);
  const page = cutPage(rows, query.pageSize);
  const items = page.rows.map(toMessage);
  const last = items.at(-1);
  return page.more && last
    ? { items, next: { sentAtMs: last.sentAtMs, messageId: last.messageId } }
    : { items };
}

function toMessage(row: MessageRow): StoredMessage {
  const value = toReadValue(row);
  if (value === undefined) throw new Error('a message without text: the column forbids it');
  return {
    messageId: row.message_uuid,
    // DBOS never writes a NULL topic, and no recv would see it; to a reader it is none.
    ...(row.topic === NULL_TOPIC || row.topic === null ? {} : { topic: row.topic }),
    value,
    sentAtMs: row.created_at_epoch_ms,
    consumed: row.consumed,
    ...(row.consumed_by_function_id === null ? {} : { consumedByFunctionId: row.consumed_by_function_id }),
  };
}
