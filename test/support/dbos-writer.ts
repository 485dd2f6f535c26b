import { randomUUID } from 'node:crypto';
import { PORTABLE_JSON, type StoredValue } from '@dbosd/shared';
import pg from 'pg';

const CHANNELS = { event: 'dbos_workflow_events_channel', stream: 'dbos_streams_channel' } as const;

/** The forms in which DBOS applications close a stream: a JSON string, Go's bare text, a superjson string. */
export const CLOSE_FORMS: Readonly<Record<string, StoredValue>> = {
  'a JSON string': { data: '"__DBOS_STREAM_CLOSED__"', serialization: 'portable_json' },
  'bare text': { data: '__DBOS_STREAM_CLOSED__', serialization: 'DBOS_JSON' },
  'a superjson string': {
    data: '{"json":"__DBOS_STREAM_CLOSED__","__dbos_serializer":"superjson"}',
    serialization: 'js_superjson',
  },
};

/** What a workflow that has ended has. */
export interface Ending {
  readonly status?: 'SUCCESS' | 'ERROR' | 'CANCELLED' | 'MAX_RECOVERY_ATTEMPTS_EXCEEDED';
  readonly output?: unknown;
  readonly error?: unknown;
}

/**
 * Writes rows as a DBOS application does, and notifies as it does after it has committed: of events and streams, and
 * of nothing when a workflow ends.
 */
export class DbosWriter {
  readonly #pool: pg.Pool;

  constructor(url: string) {
    this.#pool = new pg.Pool({ connectionString: url, max: 4 });
    // The database is dropped while the last sessions say goodbye.
    this.#pool.on('error', () => undefined);
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async query<R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> {
    return (await this.#pool.query<R>(text, values)).rows;
  }

  /** A workflow that runs. Returns its id. */
  async workflow(id: string = randomUUID(), status = 'PENDING'): Promise<string> {
    await this.query(
      `insert into dbos.workflow_status (workflow_uuid, status, name, authenticated_roles, executor_id, serialization)
       values ($1, $2, 'order', '[]', 'local', 'portable_json')`,
      [id, status],
    );
    return id;
  }

  async end(id: string, { status = 'SUCCESS', output, error }: Ending = {}): Promise<void> {
    await this.query(
      `with ended as (
         update dbos.workflow_status
         set status = $2, completed_at = (extract(epoch from clock_timestamp()) * 1000)::bigint
         where workflow_uuid = $1
       )
       insert into dbos.workflow_output (workflow_uuid, output, error) values ($1, $3, $4)`,
      [id, status, jsonOf(output), jsonOf(error)],
    );
  }

  async setEvent(id: string, key: string, value: unknown): Promise<void> {
    await this.storeEvent(id, key, portable(value));
  }

  async storeEvent(id: string, key: string, { data, serialization }: StoredValue): Promise<void> {
    await this.query(
      `insert into dbos.workflow_events (workflow_uuid, key, value, serialization) values ($1, $2, $3, $4)
       on conflict (workflow_uuid, key) do update set value = excluded.value, serialization = excluded.serialization`,
      [id, key, data, serialization],
    );
    await this.notify('event', id, key);
  }

  /** As a rewind takes an event back. */
  async unsetEvent(id: string, key: string): Promise<void> {
    await this.query('delete from dbos.workflow_events where workflow_uuid = $1 and key = $2', [id, key]);
    await this.notify('event', id, key);
  }

  /** Appends values to a stream, each behind the highest offset. */
  async write(id: string, key: string, ...values: unknown[]): Promise<void> {
    await this.store(id, key, ...values.map(portable));
  }

  async store(id: string, key: string, ...values: StoredValue[]): Promise<void> {
    await this.query(
      `insert into dbos.streams (workflow_uuid, key, value, serialization, "offset")
       select $1, $2, v.value, v.serialization, v.place - 1
         + coalesce((select max("offset") + 1 from dbos.streams where workflow_uuid = $1 and key = $2), 0)
       from unnest($3::text[], $4::text[]) with ordinality as v (value, serialization, place)`,
      [id, key, values.map(({ data }) => data), values.map(({ serialization }) => serialization)],
    );
    await this.notify('stream', id, key);
  }

  async closeStream(id: string, key: string, form = 'a JSON string'): Promise<void> {
    await this.store(id, key, CLOSE_FORMS[form]!);
  }

  /** As a fork or a deletion leaves a gap. */
  async removeOffsets(id: string, key: string, from: number, to: number): Promise<void> {
    await this.query(
      `delete from dbos.streams where workflow_uuid = $1 and key = $2 and "offset" >= $3 and "offset" < $4`,
      [id, key, from, to],
    );
  }

  /** As a recv consumes a message. */
  async consume(messageId: string, functionId: number): Promise<void> {
    await this.query(
      'update dbos.notifications set consumed = true, consumed_by_function_id = $2 where message_uuid = $1',
      [messageId, functionId],
    );
  }

  async messages(id: string): Promise<{ topic: string; message: string; serialization: string }[]> {
    return this.query(
      `select topic, message, serialization from dbos.notifications
       where destination_uuid = $1 order by created_at_epoch_ms`,
      [id],
    );
  }

  async notify(kind: keyof typeof CHANNELS, id: string, key: string): Promise<void> {
    await this.query('select pg_notify($1, $2)', [CHANNELS[kind], `${id}::${key}`]);
  }
}

export function portable(value: unknown): Required<StoredValue> {
  return { data: JSON.stringify(value), serialization: PORTABLE_JSON };
}

function jsonOf(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
