/** An index of dbosd on a table of DBOS's. Nothing but speed depends on it (docs/protocol.md, 9). */
export interface OwnIndex {
  /** Begins with `dbosd_`. Another definition gets another name, since an existing one is left as it is. */
  readonly name: OwnIndexName;
  readonly table: 'workflow_status' | 'notifications';
  /** What is after the table's name in `create index`. */
  readonly definition: string;
  /** What is slow without it. */
  readonly serves: string;
}

export type OwnIndexName =
  | 'dbosd_workflow_status_time'
  | 'dbosd_workflow_queue_time'
  | 'dbosd_workflow_parent_time'
  | 'dbosd_workflow_fork_time'
  | 'dbosd_workflow_schedule_time'
  | 'dbosd_message_waiting'
  | 'dbosd_message_time';

/**
 * All of them, the most wanted first. Why these and no others, and what they cost: docs/adr/0010-indexes-of-our-own.md.
 * An entry never holds two ids: Postgres refuses a row whose entry is longer than 2,704 bytes.
 */
export const OWN_INDEXES: readonly OwnIndex[] = [
  {
    name: 'dbosd_message_waiting',
    table: 'notifications',
    definition: '(destination_uuid, topic, created_at_epoch_ms) where not consumed',
    serves: 'recv from a mailbox with many consumed messages',
  },
  {
    name: 'dbosd_workflow_status_time',
    table: 'workflow_status',
    definition: '(status, created_at, workflow_uuid)',
    serves: 'lists of workflows, by status or of all',
  },
  {
    name: 'dbosd_workflow_queue_time',
    table: 'workflow_status',
    definition: '(queue_name, status, created_at, workflow_uuid) where queue_name is not null',
    serves: 'lists of the workflows of a queue',
  },
  {
    name: 'dbosd_workflow_parent_time',
    table: 'workflow_status',
    definition: '(parent_workflow_id, created_at) where parent_workflow_id is not null',
    serves: 'lists of the children of a workflow',
  },
  {
    name: 'dbosd_workflow_fork_time',
    table: 'workflow_status',
    definition: '(forked_from, created_at) where forked_from is not null',
    serves: 'lists of the forks of a workflow',
  },
  {
    name: 'dbosd_workflow_schedule_time',
    table: 'workflow_status',
    definition: '(schedule_name, created_at, workflow_uuid) where schedule_name is not null',
    serves: 'lists of the workflows of a schedule',
  },
  {
    name: 'dbosd_message_time',
    table: 'notifications',
    definition: '(destination_uuid, created_at_epoch_ms)',
    serves: 'lists of the messages of a workflow',
  },
];
