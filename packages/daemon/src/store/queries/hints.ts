import type { Queryable } from '../database.js';
import type { Statement } from '../statement.js';
import { lookupStatement } from './batch.js';
import { eventsDigest } from './events/read-event-changes.js';
import { terminalStatuses } from './workflows/read-outcomes.js';

export interface Notification {
  readonly channel: string;
  /** Below 8,000 bytes, which Postgres refuses. */
  readonly payload: string;
}

const notifyStatement = lookupStatement<Notification>({
  name: 'notify',
  columns: {
    channel: ['text', (n) => n.channel],
    payload: ['text', (n) => n.payload],
  },
  text: ({ rows }) => `
    select pg_notify(channel, payload)
    from ${rows('n')}`,
});

/** Sends notifications, in one statement of its own: commits that NOTIFY queue on one global lock. */
export async function notify(db: Queryable, notifications: readonly Notification[]): Promise<void> {
  await notifyStatement.run(db, notifications);
}

/** What is waited for. Each list is answered by the places (from 0) of those for whom there is something. */
export interface SweepQuestion {
  /**
   * Workflows whose end is waited for. Where it is known whether a workflow `existed`, it answers also when that has
   * changed: it was deleted, or made, by a program that tells no daemon.
   */
  readonly workflows: readonly { readonly workflowId: string; readonly existed: boolean | undefined }[];
  /** Runs that are carried on until their workflow is no longer theirs. */
  readonly runs: readonly { readonly workflowId: string; readonly ownerToken: string }[];
  /** Events that are not set yet. */
  readonly events: readonly { readonly workflowId: string; readonly key: string }[];
  /** Streams read up to `nextOffset`; one whose workflow has been deleted answers, too: its readers are to be notified. */
  readonly streams: readonly {
    readonly workflowId: string;
    readonly key: string;
    readonly nextOffset: number;
  }[];
  /** Workflows whose events were last seen with that digest. */
  readonly watches: readonly { readonly workflowId: string; readonly digest: Buffer }[];
  /** Mailboxes in which a message is waited for. Topics with DBOS's stand-in. */
  readonly messages: readonly { readonly workflowId: string; readonly topic: string }[];
}
export type SweepAnswer = Readonly<Record<keyof SweepQuestion, readonly number[]>>;

// Uses the primary keys of workflow_status, workflow_events and streams, and the index of notifications on what is not
// consumed (where there is none, idx_workflow_topic, which holds what was consumed, too): one index look-up a row of the
// question, and only rows that answer someone come back.
const sweepStatement: Statement = {
  name: 'sweep',
  text: ({ dbos }) => `
    select 'workflows' as kind, i.ord::int - 1 as place
    from unnest($1::text[], $13::bool[]) with ordinality as i (workflow_uuid, existed, ord)
    left join ${dbos}.workflow_status ws on ws.workflow_uuid = i.workflow_uuid
    where ws.status in (${terminalStatuses})
      or (ws.workflow_uuid is not null) <> i.existed
    union all
    select 'events', i.ord::int - 1
    from unnest($2::text[], $3::text[]) with ordinality as i (workflow_uuid, key, ord)
    join ${dbos}.workflow_events e on e.workflow_uuid = i.workflow_uuid and e.key = i.key
    union all
    select 'streams', i.ord::int - 1
    from unnest($4::text[], $5::text[], $6::bigint[]) with ordinality as i (workflow_uuid, key, next_offset, ord)
    left join ${dbos}.workflow_status ws on ws.workflow_uuid = i.workflow_uuid
    where ws.workflow_uuid is null
      or exists (
        select from ${dbos}.streams s
        where s.workflow_uuid = i.workflow_uuid and s.key = i.key and s."offset" >= i.next_offset
      )
    union all
    select 'watches', i.ord::int - 1
    from unnest($7::text[], $8::bytea[]) with ordinality as i (workflow_uuid, digest, ord)
    where i.digest <> ${eventsDigest(dbos, 'i.workflow_uuid')}
    union all
    select 'messages', i.ord::int - 1
    from unnest($9::text[], $10::text[]) with ordinality as i (destination_uuid, topic, ord)
    where exists (
      select from ${dbos}.notifications n
      where n.destination_uuid = i.destination_uuid and n.topic = i.topic and not n.consumed
    )
    union all
    select 'runs', i.ord::int - 1
    from unnest($11::text[], $12::text[]) with ordinality as i (workflow_uuid, token, ord)
    left join ${dbos}.workflow_status ws on ws.workflow_uuid = i.workflow_uuid
    where ws.status is distinct from 'PENDING'
      or ws.owner_xid is distinct from i.token`,
};

/** Asks once for all that is waited for. */
export async function sweep(db: Queryable, question: SweepQuestion): Promise<SweepAnswer> {
  const rows = await db.query<{ kind: keyof SweepQuestion; place: number }>(sweepStatement, [
    question.workflows.map((w) => w.workflowId),
    question.events.map((e) => e.workflowId),
    question.events.map((e) => e.key),
    question.streams.map((s) => s.workflowId),
    question.streams.map((s) => s.key),
    question.streams.map((s) => s.nextOffset),
    question.watches.map((w) => w.workflowId),
    question.watches.map((w) => w.digest),
    question.messages.map((m) => m.workflowId),
    question.messages.map((m) => m.topic),
    question.runs.map((r) => r.workflowId),
    question.runs.map((r) => r.ownerToken),
    question.workflows.map((w) => w.existed ?? null),
  ]);
  const answer: Record<keyof SweepQuestion, number[]> = {
    workflows: [],
    runs: [],
    events: [],
    streams: [],
    watches: [],
    messages: [],
  };
  for (const { kind, place } of rows) answer[kind].push(place);
  return answer;
}
