import { startOwnDaemon, type OwnDaemon } from '../own-daemon.js';

const HOUR_MS = 3_600_000;

/** A workflow's row, with what differs from the others. Times are milliseconds before now. */
interface Row {
  readonly id: string;
  readonly status: string;
  readonly name?: string;
  readonly queue?: string;
  readonly createdAgo: number;
  readonly endedAgo?: number;
  readonly parent?: string;
  readonly forkedFrom?: string;
  readonly user?: string;
  readonly version?: string;
  readonly executor?: string;
  readonly schedule?: string;
  readonly attributes?: object;
}

/** As a shop's application left them: one that was paid, one that waits, one that failed, and their like. */
const ROWS: readonly Row[] = [
  {
    id: 'order-17',
    status: 'SUCCESS',
    queue: 'orders',
    createdAgo: 3.5 * HOUR_MS,
    endedAgo: 2.5 * HOUR_MS,
    user: 'ada',
    attributes: { tenant: 'acme', tier: 2 },
  },
  { id: 'order-18', status: 'PENDING', queue: 'orders', createdAgo: 50.5 * HOUR_MS, executor: 'till-2' },
  { id: 'order-19', status: 'ERROR', createdAgo: 75 * HOUR_MS, endedAgo: 74 * HOUR_MS, version: '2.0.0' },
  { id: 'order-20', status: 'ENQUEUED', queue: 'orders', createdAgo: 100 * HOUR_MS },
  {
    id: 'mail-1',
    status: 'SUCCESS',
    name: 'mail',
    createdAgo: 125 * HOUR_MS,
    endedAgo: 124 * HOUR_MS,
    parent: 'order-17',
  },
  {
    id: 'report-1',
    status: 'CANCELLED',
    name: 'report',
    createdAgo: 150 * HOUR_MS,
    endedAgo: 149 * HOUR_MS,
    schedule: 'nightly',
  },
  {
    id: 'order-17-again',
    status: 'SUCCESS',
    createdAgo: 175 * HOUR_MS,
    endedAgo: 174 * HOUR_MS,
    forkedFrom: 'order-17',
  },
];

/** A daemon on a database with the shop's rows. Tests that change any use workflows of their own. */
export async function openShop(): Promise<OwnDaemon> {
  const daemon = await startOwnDaemon();
  const { dbos } = daemon;
  const now = Date.now();
  for (const row of ROWS) await insert(daemon, row, now);
  await dbos.query(`insert into dbos.workflow_input (workflow_uuid, inputs) values ('order-17', $1)`, [
    JSON.stringify({ positionalArgs: ['cart-3', 2] }),
  ]);
  await dbos.query(`insert into dbos.workflow_output (workflow_uuid, output, error) values
    ('order-17', '{"total":42,"note":"für Ada\\n"}', null),
    ('order-19', null, '{"name":"PaymentError","message":"the card was declined"}')`);
  await dbos.query(
    `insert into dbos.operation_outputs
       (workflow_uuid, function_id, function_name, output, error, child_workflow_id, started_at_epoch_ms, completed_at_epoch_ms, serialization)
     values ('order-17', 0, 'reserve', '{"widgets":2}', null, null, $1::bigint, $1::bigint + 1500, 'portable_json'),
            ('order-17', 1, 'mail', null, null, 'mail-1', $1::bigint + 2000, $1::bigint + 2000, 'portable_json'),
            ('order-17', 2, 'charge', null, '{"name":"Error","message":"try again"}', null, $1::bigint + 3000, $1::bigint + 3250, 'portable_json')`,
    [Math.round(now - 3.5 * HOUR_MS)],
  );
  await dbos.setEvent('order-17', 'status', 'shipped');
  await dbos.setEvent('order-17', 'total', 42);
  await dbos.setEvent('order-17', 'refund', null);
  await dbos.write('order-17', 'progress', { step: 'packed' }, 'in the van', 'lost', 'shipped');
  await dbos.removeOffsets('order-17', 'progress', 2, 3);
  await dbos.closeStream('order-17', 'progress');
  await dbos.write('order-18', 'log', 'begun');
  await dbos.write('order-18', 'mixed', 'before', 'pickled', 'after');
  await dbos.query(
    `update dbos.streams set value = 'gASVBQAAAAAAAACMAWGULg==', serialization = 'py_pickle'
     where workflow_uuid = 'order-18' and key = 'mixed' and "offset" = 1`,
  );
  await dbos.query(
    `insert into dbos.notifications (message_uuid, destination_uuid, topic, message, serialization, created_at_epoch_ms, consumed, consumed_by_function_id)
     values ('m1', 'order-17', 'payment', '{"paid":true}', 'portable_json', $1::bigint, true, 3),
            ('m2', 'order-17', '__null__topic__', '"call me"', 'portable_json', $1::bigint + 60000, false, null),
            ('m3', 'order-17', 'odd', 'gASVBQAAAAAAAACMAWGULg==', 'py_pickle', $1::bigint + 120000, false, null)`,
    [Math.round(now - 4.5 * HOUR_MS)],
  );
  return daemon;
}

async function insert({ dbos }: OwnDaemon, row: Row, now: number): Promise<void> {
  const { id, status, name = 'checkout', queue, createdAgo, endedAgo, parent, forkedFrom, user } = row;
  const { version = '1.0.0', executor = 'till-1', schedule, attributes } = row;
  const endedAt = endedAgo === undefined ? null : Math.round(now - endedAgo);
  await dbos.query(
    `insert into dbos.workflow_status (workflow_uuid, status, name, queue_name, created_at, updated_at, completed_at,
       parent_workflow_id, forked_from, authenticated_user, authenticated_roles, application_version, application_name,
       executor_id, schedule_name, attributes, serialization, priority)
     values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, '[]', $10, 'shop', $11, $12, $13, 'portable_json', 0)`,
    [
      id,
      status,
      name,
      queue,
      Math.round(now - createdAgo),
      endedAt,
      parent,
      forkedFrom,
      user,
      version,
      executor,
      schedule,
      attributes === undefined ? null : JSON.stringify(attributes),
    ],
  );
}
