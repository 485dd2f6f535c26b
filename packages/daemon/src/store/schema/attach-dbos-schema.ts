import { systemClock } from '@dbosd/shared';
import type { Client } from 'pg';
import { withConnection } from '../connection/connect.js';
import { during, type Tell } from '../connection/tell-slow.js';
import { createDbosSchema } from './ddl/create-dbos-schema.js';
import {
  inspectDbosSchema,
  type SchemaInspection,
  notificationsTriggerPresent,
} from './inspect-dbos-schema.js';
import { atStart } from './judge-schema.js';
import {
  pollUntil,
  DBOS_MIGRATION_LOCK,
  DDL_ANSWER_TIMEOUT_MS,
  SESSION_LOCK_WAIT_MS,
  withSessionLock,
} from './session-lock.js';
import { checkDbosSchemaName } from './schema-name.js';

export interface AttachOptions {
  /** A direct connection, not through a transaction pooler: a session lock is taken on it. */
  readonly url: string;
  readonly schema: string;
  /** Whether a schema that is made gets the trigger that NOTIFYs of messages. Nothing is changed in one that exists. */
  readonly listenNotify: boolean;
  /** How long to wait for another program that is creating the schema. Default 30 s. */
  readonly waitMs?: number | undefined;
  /** How long the version of an older schema must stay the same before it counts as what it is. Default 5 s. */
  readonly stillMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Receives what is waited for, once that takes long. */
  readonly tell?: Tell | undefined;
}

export interface Attachment {
  readonly created: boolean;
  readonly version: number;
  /** Whether DBOS's own trigger announces messages; without it the daemon must. */
  readonly messagesAnnounced: boolean;
  /** Set when the version is newer than the daemon knows. */
  readonly warning?: string;
}

/**
 * Makes sure, when the daemon starts, that the DBOS schema exists: creates it where there is none, else changes nothing. Several
 * daemons may do it at once: one creates, the others find it made.
 *
 * @throws DbosdError SCHEMA_UNSUPPORTED (older, newer without a column that is used, unreadable, not to be created),
 *   INVALID_FIELD (name), READ_ONLY, STORE_UNAVAILABLE (the lock was held all the time); connection errors as pg throws them
 */
export async function attachDbosSchema(options: AttachOptions): Promise<Attachment> {
  checkDbosSchemaName(options.schema);
  const { url, tell } = options;
  return withConnection(
    { url, applicationName: 'dbosd schema', answerTimeoutMs: DDL_ANSWER_TIMEOUT_MS, tell },
    (client) => during(attach(client, options), { what: 'the DBOS schema to be read or created', tell }),
  );
}

async function attach(client: Client, options: AttachOptions): Promise<Attachment> {
  const { schema } = options;
  const first = await inspectDbosSchema(client, schema);
  const { created, inspection: found } =
    first.kind === 'empty' ? await create(client, options) : { created: false, inspection: first };
  const inspection = await whenStill(client, found, options);
  const verdict = atStart(inspection, schema);
  if (verdict.kind === 'stop_writes') throw verdict.error;
  return {
    created,
    version: verdict.version,
    messagesAnnounced: await notificationsTriggerPresent(client, schema),
    ...(verdict.kind === 'unknown_version' ? { warning: verdict.warning } : {}),
  };
}

interface Creation {
  readonly created: boolean;
  readonly inspection: SchemaInspection;
}

async function create(client: Client, options: AttachOptions): Promise<Creation> {
  const { schema, listenNotify, waitMs, signal, tell } = options;
  const purpose = 'migrations of the DBOS schema';
  const lock = { key: DBOS_MIGRATION_LOCK, purpose, waitMs, signal, tell };
  return withSessionLock(client, lock, async () => {
    const inspection = await inspectDbosSchema(client, schema);
    if (inspection.kind !== 'empty') return { created: false, inspection };
    const { schemaExists } = inspection;
    const outcome = await createDbosSchema(client, { schema, schemaExists, listenNotify });
    if (outcome === 'created') return { created: true, inspection: await inspectDbosSchema(client, schema) };
    return { created: false, inspection: await whenMigrated(client, options) };
  });
}

/** Applications migrate version by version, most of them within milliseconds; what has not moved for so long has stopped. */
const STILL_MS = 5000;
/** No migration takes longer than this altogether, or its end is waited for by another start. */
const MOVING_AT_MOST_MS = 300_000;

/** An older schema may be on its way: reads it again for as long as its version moves, five minutes at most. */
async function whenStill(
  client: Client,
  found: SchemaInspection,
  { schema, stillMs = STILL_MS, signal, tell }: AttachOptions,
): Promise<SchemaInspection> {
  const deadlineMs = systemClock.monotonicMs() + MOVING_AT_MOST_MS;
  let last = found;
  while (last.kind === 'older' && systemClock.monotonicMs() < deadlineMs) {
    const { version } = last;
    const moved = await pollUntil(
      async () => {
        const inspection = await inspectDbosSchema(client, schema);
        const isSame = inspection.kind === 'older' && inspection.version === version;
        return isSame ? undefined : inspection;
      },
      { withinMs: stillMs, everyMs: 250, signal },
    );
    if (moved === undefined) return last;
    if (last === found) {
      tell?.(`waiting for another program that migrates schema "${schema}", from version ${version} on`);
    }
    last = moved;
  }
  return last;
}

/** An application without the lock is creating the schema, version by version: wait until it has come as far as it goes. */
async function whenMigrated(client: Client, options: AttachOptions): Promise<SchemaInspection> {
  const { schema, waitMs, signal } = options;
  const migrated = await pollUntil(
    async () => {
      const inspection = await inspectDbosSchema(client, schema);
      return inspection.kind === 'supported' || inspection.kind === 'newer' ? inspection : undefined;
    },
    { withinMs: waitMs ?? SESSION_LOCK_WAIT_MS, everyMs: 250, signal },
  );
  return migrated ?? inspectDbosSchema(client, schema);
}
