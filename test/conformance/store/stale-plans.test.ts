import { Database } from '@dbosd/daemon/internal/store/database.js';
import { isRepeatable } from '@dbosd/daemon/internal/store/errors.js';
import { schemasOf, type Statement } from '@dbosd/daemon/internal/store/statement.js';
import { expect } from 'chai';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { startOwnDaemon, type OwnDaemon } from '../../support/own-daemon.js';
import { RpcCaller } from '../../support/rpc-caller.js';
import { runSql } from '../../support/sql.js';

const CONNECTIONS = 4;
const MANY = Array.from({ length: 4 * CONNECTIONS }, (_, at) => at);

describe('a prepared statement whose columns have changed under it', () => {
  let database: TestDatabase;
  let db: Database;
  const statement: Statement = { name: 'read-all', text: () => 'select * from t, pg_sleep(0.02)' };
  const failures: string[] = [];

  before(async () => {
    database = await createDatabase();
    await runSql(database.url, 'create table t as select 1 as a');
    db = new Database({
      url: database.url,
      schemas: schemasOf('dbos'),
      applicationName: 'dbosd write',
      size: CONNECTIONS,
      named: true,
      settings: {},
      onIdleError: () => undefined,
      onFailure: ({ message }) => failures.push(message),
    });
  });

  after(async () => {
    await db.close();
    await database.drop();
  });

  /** On every connection. */
  const readAll = (): Promise<object[][]> => Promise.all(MANY.map(() => db.query(statement, [])));

  it('is prepared again where it is sent by itself, and nobody notices', async () => {
    await readAll();
    await runSql(database.url, 'alter table t add column b int');
    for (const rows of await readAll()) expect(Object.keys(rows[0]!)).to.include('b');
    expect(failures).to.deep.equal([]);
  });

  it('fails a transaction once, which may be repeated at once, on any connection', async () => {
    const read = (): Promise<object[]> => db.transaction((tx) => tx.query(statement, []));
    await readAll();
    await runSql(database.url, 'alter table t add column c int');
    const error: unknown = await read().catch((failure: unknown) => failure);
    expect(error).to.include({ reason: 'STORE_UNAVAILABLE', outcome: 'not_applied' });
    expect(isRepeatable(error)).to.equal(true);
    for (const rows of await Promise.all(MANY.map(read))) expect(Object.keys(rows[0]!)).to.include('c');
    expect(failures).to.deep.equal([]);
  });
});

describe('a daemon under which DBOS changes the type of a column', () => {
  let daemon: OwnDaemon;
  let caller: RpcCaller;

  before(async () => {
    daemon = await startOwnDaemon();
    caller = new RpcCaller(daemon.address);
  });

  after(async () => {
    caller.close();
    await daemon.stop();
  });

  it('answers every call as before', async () => {
    const workflowId = await daemon.dbos.workflow();
    await daemon.dbos.storeEvent(workflowId, 'k', { data: '1', serialization: 'portable_json' });
    const calls: readonly [method: string, request: (at: number) => object][] = [
      ['EventService/GetEvent', () => ({ workflowId, key: 'k' })],
      ['EventService/ListEvents', () => ({ workflowId })],
      ['WorkflowService/GetWorkflow', () => ({ workflowId })],
      ['WorkflowService/ListWorkflows', () => ({ workflowIds: [workflowId] })],
      ['MessageService/ListMessages', () => ({ workflowId })],
      ['StreamService/ListStreams', () => ({ workflowId })],
      ['MessageService/Send', () => ({ message: { destinationId: workflowId, payload: { data: '1' } } })],
      ['QueueService/UpsertQueue', (at) => ({ queue: { name: `q${String(at)}` } })],
      [
        'WorkflowService/EnqueueWorkflow',
        () => ({ queueName: 'q', workflowName: 'w', input: { portable: {} } }),
      ],
      ['WorkflowService/SetWorkflowPriority', () => ({ workflowId, priority: 1 })],
      ['WorkflowService/ForkWorkflow', () => ({ workflowId })],
      ['WorkflowService/CancelWorkflows', (at) => ({ workflowIds: [`none-${String(at)}`] })],
    ];
    const callAll = (): Promise<unknown[]> =>
      Promise.all(calls.flatMap(([method, request]) => MANY.map((at) => caller.call(method, request(at)))));
    await callAll();
    for (const change of [
      'workflow_status alter column status type varchar(64)',
      'workflow_status alter column name type varchar(255)',
      'queues alter column name type varchar(255)',
    ])
      await runSql(daemon.databaseUrl, `alter table dbos.${change}`);
    await callAll();
  });
});
