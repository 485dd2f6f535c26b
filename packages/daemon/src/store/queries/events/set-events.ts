import type { StoredValue } from '@dbosd/shared';
import type { Queryable } from '../../database.js';
import { batchStatement } from '../batch.js';
import {
  CALL_COLUMNS,
  checkpoint,
  checkpointOfOne,
  fence,
  fenceOfOne,
  type FencedCall,
  type FenceVerdict,
  toVerdict,
  VERDICT_COLUMNS,
  VERDICT_FROM,
  verdictOfOne,
  type VerdictRow,
} from '../workflows/fence.js';

/** An event on its way into the store. */
interface EventRecord extends FencedCall {
  readonly key: string;
  readonly value: Required<StoredValue>;
}

/** What became of an event; `isCurrent`: its value is the event's, and no later call's. */
export type EventVerdict =
  Exclude<FenceVerdict, { kind: 'applied' }> | { readonly kind: 'applied'; readonly isCurrent: boolean };

interface Row extends VerdictRow {
  readonly is_current: boolean;
}

export const SET_EVENT_NAME = 'DBOS.setEvent';

// Uses the primary keys of workflow_status, operation_outputs, workflow_events_history and workflow_events: of the
// history the rows after the function id, which are few; of the others one a member.
//
// Values go forward in the order of the calls: of several in one statement the last one becomes the value, and none does
// once a later call is in the history.
const statement = batchStatement<EventRecord>({
  name: 'set-events',
  columns: {
    ...CALL_COLUMNS,
    key: ['text', ({ key }) => key],
    value: ['text', ({ value }) => value.data],
    serialization: ['text', ({ value }) => value.serialization],
  },
  text: (sql) => `
    with ${fence(sql)},
    ${checkpoint(sql, { functionName: `'${SET_EVENT_NAME}'` })},
    fresh as materialized (
      select f.*
      from fenced f
      join checkpoint c on c.workflow_uuid = f.workflow_uuid and c.function_id = f.function_id
    ),
    history as (
      insert into ${sql.dbos}.workflow_events_history (workflow_uuid, function_id, key, value, serialization)
      select workflow_uuid, function_id, key, value, serialization
      from fresh
      order by workflow_uuid, function_id
      on conflict (workflow_uuid, function_id, key) do update
      set value = excluded.value,
          serialization = excluded.serialization
    ),
    latest as materialized (
      select distinct on (c.workflow_uuid, c.key)
        c.workflow_uuid, c.function_id, c.key, c.value, c.serialization
      from fresh c
      where not exists (
        select from ${sql.dbos}.workflow_events_history h
        where h.workflow_uuid = c.workflow_uuid and h.function_id > c.function_id and h.key = c.key
        offset 0
      )
      order by c.workflow_uuid, c.key, c.function_id desc
    ),
    current as (
      insert into ${sql.dbos}.workflow_events (workflow_uuid, key, value, serialization)
      select workflow_uuid, key, value, serialization
      from latest
      order by workflow_uuid, key
      on conflict (workflow_uuid, key) do update
      set value = excluded.value,
          serialization = excluded.serialization
    )
    select ${VERDICT_COLUMNS}, l.function_id is not null as is_current
    ${VERDICT_FROM}
    left join latest l on l.workflow_uuid = i.workflow_uuid and l.function_id = i.function_id
    order by i.ord`,
  textOfOne: (sql) => `
    with ${fenceOfOne(sql)},
    ${checkpointOfOne(sql, { functionName: `'${SET_EVENT_NAME}'` })},
    history as (
      insert into ${sql.dbos}.workflow_events_history (workflow_uuid, function_id, key, value, serialization)
      select ${sql.value('workflow_uuid')}, function_id, ${sql.value('key')}, ${sql.value('value')}, ${sql.value('serialization')}
      from checkpoint
      on conflict (workflow_uuid, function_id, key) do update
      set value = excluded.value,
          serialization = excluded.serialization
    ),
    latest as materialized (
      select function_id
      from checkpoint
      where not exists (
        select from ${sql.dbos}.workflow_events_history h
        where h.workflow_uuid = ${sql.value('workflow_uuid')} and h.function_id > ${sql.value('function_id')}
          and h.key = ${sql.value('key')}
      )
    ),
    current as (
      insert into ${sql.dbos}.workflow_events (workflow_uuid, key, value, serialization)
      select ${sql.value('workflow_uuid')}, ${sql.value('key')}, ${sql.value('value')}, ${sql.value('serialization')}
      from latest
      on conflict (workflow_uuid, key) do update
      set value = excluded.value,
          serialization = excluded.serialization
    )
    ${verdictOfOne('exists (select from latest) as is_current')}`,
});

/** Sets events, each under another function id of its workflow; answers in their order. */
export async function setEvents(db: Queryable, events: readonly EventRecord[]): Promise<EventVerdict[]> {
  const rows = await statement.run<Row>(db, events);
  return rows.map((row) => {
    const verdict = toVerdict(row);
    return verdict.kind === 'applied' ? { kind: 'applied', isCurrent: row.is_current } : verdict;
  });
}
