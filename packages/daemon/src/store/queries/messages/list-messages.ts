import { NULL_TOPIC } from '@dbosd/shared';
import type { ListMessagesQuery, MessageCursor, StoredMessage } from '../../../model/messages.js';
import type { Page } from '../../../model/values.js';
import type { Queryable } from '../../database.js';
import type { IndexesAtHand } from '../../indexes/index.js';
import { allOf, around, DBOS, fragment, joined, type Fragment } from '../../statement.js';
import { MOST_SORTED, MOST_WALKED, readPage, type PageOfRows, type PageSource } from '../list-page.js';
import { cutAtBytes, toReadValue, valueColumns, type PageRow } from '../stored-value.js';

interface MessageRow extends PageRow {
  readonly message_uuid: string;
  readonly topic: string | null;
  readonly created_at_epoch_ms: number;
  readonly consumed: boolean;
  readonly consumed_by_function_id: number | null;
}

const ORDER = 'created_at_epoch_ms, message_uuid';

/**
 * A page of a workflow's messages, oldest first. Of more than `MOST_WALKED` that the filter does not take, the page ends
 * there, and may be short, even empty, and still have a `next`. Without dbosd_message_time it reads and sorts the
 * mailbox.
 *
 * @param db one transaction with `LIST_SETTINGS` (list-bounds.ts)
 */
export async function listMessages(
  db: Queryable,
  query: ListMessagesQuery,
  { standing }: IndexesAtHand,
): Promise<Page<StoredMessage, MessageCursor>> {
  const mayLook =
    query.consumed === false && query.after?.byTime !== true && standing.has('dbosd_message_waiting');
  const looked = mayLook ? await readSource(db, query, look(query)) : undefined;
  const ordered = standing.has('dbosd_message_time') ? walk(query) : all(query);
  const { rows, next } = looked ?? (await readSource(db, query, ordered)) ?? { rows: [] };
  const items = rows.map(toMessage);
  if (next === undefined) return { items };
  const isByTime = looked === undefined && (mayLook || query.after?.byTime === true);
  const cursor = { sentAtMs: next.ms, messageId: next.id };
  return { items, next: isByTime ? { ...cursor, byTime: true } : cursor };
}

function readSource(
  db: Queryable,
  query: ListMessagesQuery,
  source: PageSource,
): Promise<PageOfRows<MessageRow> | undefined> {
  return readPage<MessageRow>(db, {
    source,
    time: 'created_at_epoch_ms',
    id: 'message_uuid',
    order: ORDER,
    values: pageOfValues(query),
    pageSize: query.pageSize,
  });
}

// Uses dbosd_message_waiting: reads what waits in the mailbox, up to `MOST_SORTED`, and sorts it.
function look(query: ListMessagesQuery): PageSource {
  const tooMany = `(select count(*) > ${String(MOST_SORTED)} from matched)`;
  const found = [ofMailbox(query), fragment('not consumed'), ...topicOf(query)];
  return {
    tooMany,
    tables: joined('', [
      around('matched as materialized (select message_uuid, created_at_epoch_ms, (', allOf(span(query))),
      around(`) is true as taken from ${DBOS}.notifications where `, allOf(found)),
      fragment(` limit ${String(MOST_SORTED + 1)}),
        page as (
          select message_uuid, created_at_epoch_ms
          from matched
          where taken and not ${tooMany}
          order by ${ORDER}
          limit ${String(query.pageSize + 1)}
        ), ${NO_STOP}`),
    ]),
  };
}

// Uses dbosd_message_time. Messages of one millisecond are read and sorted together.
function walk(query: ListMessagesQuery): PageSource {
  const most = String(MOST_WALKED);
  const conditions = allOf([ofMailbox(query), ...span(query)]);
  return {
    tooMany: 'false',
    tables: joined('', [
      fragment(`walked as (
        select message_uuid, created_at_epoch_ms, taken, row_number() over (order by ${ORDER}) as nth
        from (select message_uuid, created_at_epoch_ms, (`),
      takes(query),
      around(`) is true as taken from ${DBOS}.notifications where `, conditions),
      fragment(` order by ${ORDER} limit ${most}) mailbox),
        seen as materialized (
          select * from walked where taken or nth = ${most} order by ${ORDER} limit ${String(query.pageSize + 1)}
        ),
        page as (select message_uuid, created_at_epoch_ms from seen where taken),
        stop as (select message_uuid, created_at_epoch_ms from seen where nth = ${most})`),
    ]),
  };
}

// Uses idx_workflow_topic (destination_uuid, topic): reads and sorts the mailbox, for no index of DBOS's holds the time.
function all(query: ListMessagesQuery): PageSource {
  const conditions = allOf([ofMailbox(query), takes(query), ...span(query)]);
  return {
    tooMany: 'false',
    tables: joined('', [
      around(
        `page as (select message_uuid, created_at_epoch_ms from ${DBOS}.notifications where `,
        conditions,
      ),
      fragment(` order by ${ORDER} limit ${String(query.pageSize + 1)}), ${NO_STOP}`),
    ]),
  };
}

const NO_STOP = 'stop as (select message_uuid, created_at_epoch_ms from page where false)';

function ofMailbox({ workflowId }: ListMessagesQuery): Fragment {
  return fragment('destination_uuid = ?', workflowId);
}

function takes(query: ListMessagesQuery): Fragment {
  const { consumed } = query;
  return allOf([...(consumed === undefined ? [] : [fragment('consumed = ?', consumed)]), ...topicOf(query)]);
}

function topicOf({ topic }: ListMessagesQuery): Fragment[] {
  return topic === undefined ? [] : [fragment('topic = ?', topic)];
}

function span({ sentBeforeMs, sentSinceMs, after }: ListMessagesQuery): Fragment[] {
  return [
    ...(sentSinceMs === undefined ? [] : [fragment('created_at_epoch_ms >= ?', sentSinceMs)]),
    ...(sentBeforeMs === undefined ? [] : [fragment('created_at_epoch_ms < ?', sentBeforeMs)]),
    ...(after === undefined ? [] : [fragment(`(${ORDER}) > (?, ?)`, after.sentAtMs, after.messageId)]),
  ];
}

// Uses notifications_pkey: values are fetched for the rows of the page only, each by a look-up of its own (`offset 0`).
function pageOfValues({ maxValueBytes }: ListMessagesQuery): string {
  return cutAtBytes(
    `select found.*
    from page cross join lateral (
      select message_uuid, topic, created_at_epoch_ms, consumed, consumed_by_function_id,
        ${valueColumns('message', 'serialization', String(maxValueBytes))}
      from ${DBOS}.notifications
      where notifications.message_uuid = page.message_uuid
      offset 0
    ) found`,
    ORDER,
  );
}

function toMessage(row: MessageRow): StoredMessage {
  const value = toReadValue(row);
  if (value === undefined) throw new Error('a message without text: the column forbids it');
  return {
    messageId: row.message_uuid,
    // DBOS writes neither NULL nor the empty text, and no recv would see them; to a reader it is none.
    ...(row.topic === NULL_TOPIC || row.topic === null || row.topic === '' ? {} : { topic: row.topic }),
    value,
    sentAtMs: row.created_at_epoch_ms,
    consumed: row.consumed,
    consumedByFunctionId: row.consumed_by_function_id ?? undefined,
  };
}
