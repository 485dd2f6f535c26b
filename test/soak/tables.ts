import { decodeValue, isCloseMarker } from '@dbosd/shared';
import type pg from 'pg';

/** What the store holds in the end, as far as checkers look at it. Each list is in the order of its rows. */
export interface Tables {
  readonly workflows: readonly WorkflowRow[];
  readonly operations: readonly OperationRow[];
  readonly messages: readonly MessageRow[];
  readonly streams: readonly StreamRow[];
  readonly events: readonly EventRow[];
  readonly eventHistory: readonly (EventRow & { readonly functionId: number })[];
}

export interface WorkflowRow {
  readonly workflowId: string;
  readonly status: string;
  readonly output: unknown;
}

export interface OperationRow {
  readonly workflowId: string;
  readonly functionId: number;
  readonly name: string;
  readonly output: unknown;
  readonly failed: boolean;
  readonly completedAtMs: number;
}

export interface MessageRow {
  readonly to: string;
  /** Undefined: none. */
  readonly topic: string | undefined;
  readonly value: string;
  /** The recv that consumed it. Undefined: it waits. */
  readonly consumedBy: number | undefined;
}

export interface StreamRow {
  readonly workflowId: string;
  readonly key: string;
  readonly offset: number;
  /** Undefined: the mark by which the stream is closed. */
  readonly value: string | undefined;
}

export interface EventRow {
  readonly workflowId: string;
  readonly key: string;
  readonly value: number;
}

interface Stored {
  readonly value: string | null;
  readonly serialization: string | null;
}

const NULL_TOPIC = '__null__topic__';

/** Reads the tables of a database that nobody writes to any more. */
export async function readTables(db: Pick<pg.ClientBase, 'query'>): Promise<Tables> {
  const all = async <Row>(sql: string): Promise<Row[]> => (await db.query(sql)).rows as Row[];
  const workflows = await all<Stored & { workflow_uuid: string; status: string }>(
    `select ws.workflow_uuid, ws.status, coalesce(o.output, ws.output) as value, ws.serialization
    from dbos.workflow_status ws left join dbos.workflow_output o using (workflow_uuid)
    order by ws.created_at, ws.workflow_uuid`,
  );
  const operations = await all<
    Stored & {
      workflow_uuid: string;
      function_id: number;
      function_name: string;
      failed: boolean;
      completed_at: string;
    }
  >(
    `select workflow_uuid, function_id, function_name, output as value, serialization, error is not null as failed,
      completed_at_epoch_ms as completed_at
    from dbos.operation_outputs order by workflow_uuid, function_id`,
  );
  const messages = await all<
    Stored & { destination_uuid: string; topic: string; consumed: boolean; function_id: number | null }
  >(
    `select destination_uuid, topic, message as value, serialization, consumed,
      consumed_by_function_id as function_id
    from dbos.notifications order by destination_uuid, topic, created_at_epoch_ms`,
  );
  const streams = await all<Stored & { workflow_uuid: string; key: string; offset: number }>(
    `select workflow_uuid, key, "offset", value, serialization from dbos.streams order by workflow_uuid, key, "offset"`,
  );
  const events = await all<Stored & { workflow_uuid: string; key: string }>(
    `select workflow_uuid, key, value, serialization from dbos.workflow_events order by workflow_uuid, key`,
  );
  const history = await all<Stored & { workflow_uuid: string; key: string; function_id: number }>(
    `select workflow_uuid, key, function_id, value, serialization from dbos.workflow_events_history
    order by workflow_uuid, function_id`,
  );
  return {
    workflows: workflows.map((row) => ({
      workflowId: row.workflow_uuid,
      status: row.status,
      output: decoded(row),
    })),
    operations: operations.map((row) => ({
      workflowId: row.workflow_uuid,
      functionId: row.function_id,
      name: row.function_name,
      output: decoded(row),
      failed: row.failed,
      completedAtMs: Number(row.completed_at),
    })),
    messages: messages.map((row) => ({
      to: row.destination_uuid,
      topic: row.topic === NULL_TOPIC ? undefined : row.topic,
      value: decoded(row) as string,
      consumedBy: row.consumed ? (row.function_id ?? -1) : undefined,
    })),
    streams: streams.map((row) => ({
      workflowId: row.workflow_uuid,
      key: row.key,
      offset: row.offset,
      value: isCloseMarker(stored(row)) ? undefined : (decoded(row) as string),
    })),
    events: events.map((row) => ({
      workflowId: row.workflow_uuid,
      key: row.key,
      value: decoded(row) as number,
    })),
    eventHistory: history.map((row) => ({
      workflowId: row.workflow_uuid,
      key: row.key,
      functionId: row.function_id,
      value: decoded(row) as number,
    })),
  };
}

function decoded(row: Stored): unknown {
  return row.value === null ? null : decodeValue(stored(row));
}

function stored({ value, serialization }: Stored): { data: string; serialization?: string } {
  return { data: value ?? '', ...(serialization === null ? {} : { serialization }) };
}
