import { NULL_TOPIC } from '@dbosd/shared';
import type { ListMessagesQuery, StoredMessage } from '../../../model/messages.js';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';
import { toReadValue, valueColumns, type ValueRow } from '../stored-value.js';

interface MessageRow extends ValueRow {
  readonly message_uuid: string;
  readonly topic: string;
  readonly created_at_epoch_ms: number;
  readonly consumed: boolean;
  readonly consumed_by_function_id: number | null;
}

// Rides idx_workflow_topic (destination_uuid, topic): it reads and sorts the mailbox, for no index of DBOS's holds the
// time. Values are fetched for the rows of the page only.
const statement: Statement = {
  name: 'list-messages',
  text: ({ dbos }) => `
    with page as (
      select message_uuid, created_at_epoch_ms
      from ${dbos}.notifications
      where destination_uuid = $1
        and ($2::boolean is null or consumed = $2)
        and ($3::text is null or topic = $3)
        and ($4::bigint is null or created_at_epoch_ms < $4)
        and ($5::bigint is null or created_at_epoch_ms >= $5)
        and ($6::bigint is null or (created_at_epoch_ms, message_uuid) > ($6, $7::text))
      order by created_at_epoch_ms, message_uuid
      limit $8
    )
    select n.message_uuid, n.topic, n.created_at_epoch_ms, n.consumed, n.consumed_by_function_id,
      ${valueColumns('n.message', 'n.serialization', '$9::bigint')}
    from page
    join ${dbos}.notifications n on n.message_uuid = page.message_uuid
    order by n.created_at_epoch_ms, n.message_uuid`,
};

/** Up to `limit` messages, oldest first. */
export async function listMessages(
  db: Queryable,
  query: ListMessagesQuery,
  limit: number,
): Promise<StoredMessage[]> {
  const rows = await db.query<MessageRow>(statement, [
    query.workflowId,
    query.consumed,
    query.topic,
    query.sentBeforeMs,
    query.sentSinceMs,
    query.after?.sentAtMs,
    query.after?.messageId,
    limit,
    query.maxValueBytes,
  ]);
  return rows.map(toMessage);
}

function toMessage(row: MessageRow): StoredMessage {
  const value = toReadValue(row);
  if (value === undefined) throw new Error('a message without text: the column forbids it');
  return {
    messageId: row.message_uuid,
    // A NULL topic is nobody's: recv cannot see it, and DBOS never writes it.
    ...(row.topic === NULL_TOPIC ? {} : { topic: row.topic }),
    value,
    sentAtMs: row.created_at_epoch_ms,
    consumed: row.consumed,
    ...(row.consumed_by_function_id === null ? {} : { consumedByFunctionId: row.consumed_by_function_id }),
  };
}
