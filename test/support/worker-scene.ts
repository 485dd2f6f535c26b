import { randomUUID } from 'node:crypto';
import type { DaemonConfig, DaemonTiming } from '@dbosd/daemon';
import type { contract } from '@dbosd/shared';
import { startDaemon, type TestDaemon } from './daemon.js';
import { createDatabase } from './database.js';
import { DbosWriter } from './dbos-writer.js';
import { RpcCaller } from './rpc-caller.js';
import { helloOf, type WorkerCaller } from './worker-caller.js';

/** How long a worker that is not heard keeps its workflows, in ms. */
export const LEASE_MS = 700;

/** Leases that are over in a moment. */
export const SHORT_LEASES: NonNullable<DaemonTiming['dispatch']> = {
  beatMs: 30,
  idleBeatMs: 30,
  longestGapMs: 2000,
  leaseMs: LEASE_MS,
  lostLeaseMs: 150,
  unwrittenMs: 200,
  pollMs: 100,
  answerMs: 400,
  dueMs: 50,
  orphanMs: 100,
};

/** One of several daemons on one database, with workers of its own. */
export interface Place {
  readonly daemon: TestDaemon;
  readonly caller: RpcCaller;
  /** A worker that beats until it dies. */
  worker(hello: contract.WorkerHello): Promise<WorkerCaller>;
}

/** A database with daemons that lease for a moment, and an application of its own for each test. */
export class WorkerScene {
  readonly databaseUrl: string;
  readonly dbos: DbosWriter;
  readonly #drop: () => Promise<void>;
  readonly #stops: (() => Promise<void>)[] = [];

  private constructor(databaseUrl: string, drop: () => Promise<void>) {
    this.databaseUrl = databaseUrl;
    this.dbos = new DbosWriter(databaseUrl);
    this.#drop = drop;
  }

  static async open(): Promise<WorkerScene> {
    const { url, drop } = await createDatabase();
    return new WorkerScene(url, drop);
  }

  /** Starts a daemon on the database, or on another way to it. */
  async place(
    timing: NonNullable<DaemonTiming['dispatch']> = {},
    config: Partial<DaemonConfig> = {},
    databaseUrl = this.databaseUrl,
  ): Promise<Place> {
    const daemon = await startDaemon(
      databaseUrl,
      { sweepIntervalMs: 50, writePoolSize: 4, readPoolSize: 2, ...config },
      { dispatch: { ...SHORT_LEASES, ...timing }, rpc: { stopGraceMs: 0 } },
    );
    const caller = new RpcCaller(daemon.address);
    this.#stops.push(async () => {
      caller.close();
      await daemon.stop();
    });
    return { daemon, caller, worker: (hello) => workerAt(caller, hello) };
  }

  /** A workflow on a queue of the application. */
  async enqueue(
    { applicationName }: contract.WorkerHello,
    workflowId: string = randomUUID(),
  ): Promise<string> {
    await this.dbos.query(
      `with queue as (
        insert into dbos.queues (name, application_name) values ($3, $2) on conflict (name) do nothing
      ),
      input as (
        insert into dbos.workflow_input (workflow_uuid, inputs) values ($1, '{"positionalArgs":[]}')
      )
      insert into dbos.workflow_status
        (workflow_uuid, status, name, queue_name, application_name, serialization, authenticated_roles)
      values ($1, 'ENQUEUED', 'order', $3, $2, 'portable_json', '[]')`,
      [workflowId, applicationName, queueOf(applicationName)],
    );
    return workflowId;
  }

  async row(workflowId: string): Promise<Record<string, unknown> | undefined> {
    const [row] = await this.dbos.query<Record<string, unknown>>(
      'select * from dbos.workflow_status where workflow_uuid = $1',
      [workflowId],
    );
    return row;
  }

  /** A checkpoint, as if the workflow had recorded one just now. */
  async record(workflowId: string): Promise<void> {
    await this.dbos.query(
      `insert into dbos.operation_outputs (workflow_uuid, function_id, function_name, retention_timestamp)
      values ($1, 0, 'step', (extract(epoch from clock_timestamp()) * 1000)::bigint + 1)`,
      [workflowId],
    );
  }

  async close(): Promise<void> {
    for (const stop of this.#stops.splice(0)) await stop();
    await this.dbos.close();
    await this.#drop();
  }
}

/** The queue of an application. */
export function queueOf(applicationName: string | undefined): string {
  return `q ${String(applicationName)}`;
}

/** Another worker of the same application. */
export function colleague(hello: contract.WorkerHello): contract.WorkerHello {
  return { ...hello, executorId: randomUUID(), instance: randomUUID() };
}

export async function workerAt(caller: RpcCaller, hello: contract.WorkerHello): Promise<WorkerCaller> {
  const worker = caller.connectWorker();
  await worker.join(hello);
  worker.beatEvery(50);
  return worker;
}

export { helloOf };
