import { randomUUID } from 'node:crypto';
import { DBOSClient as OfficialClient } from '@dbos-inc/dbos-sdk';
import { expect } from 'chai';
import type { DBOSClient } from '@dbosd/client';
import { withClient } from '../support/connect.js';
import { openScene, type Scene } from '../support/interop/scene.js';
import { otherTables, rowsOf, type Rows } from '../support/interop/twins.js';

/** A method that both clients have. */
type Either = OfficialClient | DBOSClient;

describe('a workflow that the daemon manages', () => {
  let scene: Scene;
  let ours: DBOSClient;
  let official: OfficialClient;
  /** Workflows of the application that ended, each with its twin. */
  const ended: [string, string][] = [];

  before(async () => {
    scene = await openScene({ daemon: { sweepIntervalMs: 100 } });
    ours = scene.client;
    official = await OfficialClient.create({ systemDatabaseUrl: scene.database.url });
    // Real rows in every table, made while the application runs; nobody may touch them afterwards.
    for (let pair = 0; pair < ENDED_PAIRS; pair++) ended.push([await rich(), await rich()]);
    await scene.app.stop();
  });

  after(async () => {
    await official.destroy();
    await scene.close();
  });

  const ENDED_PAIRS = 6;

  /** A workflow that has ended, with messages, events, streams and steps; one message was not received. */
  async function rich(): Promise<string> {
    const id = await scene.perform(
      { do: 'setEvent', key: 'state', value: 'begun' },
      { do: 'receive', topic: 't' },
      { do: 'write', key: 's', value: 1 },
      { do: 'setEvent', key: 'state', value: 'paid' },
      { do: 'setEvent', key: 'late', value: 1 },
      { do: 'write', key: 's', value: 2, inStep: true },
      { do: 'receive' },
      { do: 'close', key: 's' },
      { do: 'return', value: 'done' },
    );
    await official.send(id, 'first', 't');
    await official.send(id, 'second');
    await official.send(id, 'never received', 'elsewhere');
    await scene.app.call('result', id);
    return id;
  }

  /** Does the same to one twin with their client and to the other with ours, and compares all rows of both. */
  async function expectAlike(
    [one, other]: readonly [string, string],
    manage: (client: Either, id: string) => Promise<unknown>,
  ): Promise<Rows> {
    const url = scene.database.url;
    expect(await rowsOf(url, one), 'the twins before').to.deep.equal(await rowsOf(url, other));
    await manage(official, one);
    await manage(ours, other);
    const rows = await rowsOf(url, other);
    expect(rows).to.deep.equal(await rowsOf(url, one));
    return rows;
  }

  /** Twins on a queue that nobody serves. */
  async function waiting(more: { delaySeconds?: number } = {}): Promise<[string, string]> {
    return [await enqueued(more), await enqueued(more)];
  }

  /** The same, each with its own id as its deduplication id: what is compared has one name for both. */
  async function deduplicated(): Promise<[string, string]> {
    const [one, other] = [randomUUID(), randomUUID()];
    for (const id of [one, other]) await enqueued({ workflowID: id, deduplicationID: id });
    return [one, other];
  }

  async function enqueued(more: object): Promise<string> {
    const options = {
      queueName: 'nobody',
      workflowName: 'perform',
      workflowTimeoutMS: 60_000,
      attributes: { a: 1 },
    };
    return (await official.enqueue({ ...options, ...more }, [])).workflowID;
  }

  /** In that state, as rows; the rest of the rows stays as it is. */
  async function inStatus(ids: readonly string[], status: string): Promise<void> {
    await withClient(scene.database.url, (client) =>
      client.query(
        `update dbos.workflow_status
         set status = $2, owner_xid = 'x', recovery_attempts = 3, started_at_epoch_ms = 1,
           workflow_deadline_epoch_ms = 2, queue_name = 'nobody', deduplication_id = null
         where workflow_uuid = any($1)`,
        [ids, status],
      ),
    );
  }

  it('is compared in every table that has rows of it', async () => {
    expect(await otherTables(scene.database.url)).to.be.empty;
    const rows = await rowsOf(scene.database.url, ended[0]![0]);
    for (const [table, found] of Object.entries(rows)) expect(found, table).to.not.be.empty;
  });

  for (const status of ['ENQUEUED', 'DELAYED', 'PENDING', 'CANCELLED', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED']) {
    it(`is cancelled as the official client cancels it when it is ${status}`, async () => {
      const twins = await waiting({ delaySeconds: 3600 });
      await inStatus(twins, status);
      const rows = await expectAlike(twins, (client, id) => client.cancelWorkflow(id));
      expect(rows['workflow_status']![0]).to.include({ status: 'CANCELLED', queue_name: null });
    });

    it(`is resumed as the official client resumes it when it is ${status}`, async () => {
      const twins = await waiting({ delaySeconds: 3600 });
      await inStatus(twins, status);
      const rows = await expectAlike(twins, (client, id) => client.resumeWorkflow(id));
      expect(rows['workflow_status']![0]).to.include({
        status: 'ENQUEUED',
        queue_name: '_dbos_internal_queue',
      });
    });
  }

  it('is resumed on another queue as the official client does', async () => {
    const twins = await waiting();
    await inStatus(twins, 'CANCELLED');
    const rows = await expectAlike(twins, (client, id) => client.resumeWorkflow(id, { queueName: 'other' }));
    expect(rows['workflow_status']![0]).to.include({ queue_name: 'other' });
  });

  it('is left alone by a cancel and a resume when it has ended, as by the official client', async () => {
    await expectAlike(ended[0]!, (client, id) => client.cancelWorkflows([id]));
    const rows = await expectAlike(ended[0]!, (client, id) => client.resumeWorkflows([id]));
    expect(rows['workflow_status']![0]).to.include({ status: 'SUCCESS' });
  });

  it('is given another delay, and another priority, as the official client gives them', async () => {
    const delayed = await waiting({ delaySeconds: 3600 });
    await expectAlike(delayed, (client, id) => client.setWorkflowDelay(id, 60));
    await expectAlike(delayed, (client, id) => client.setWorkflowDelay(id, { delayUntilEpochMS: 2e12 }));
    for (const id of delayed) {
      const status = await official.getWorkflow(id);
      expect(status?.delayUntilEpochMS).to.equal(2e12);
    }
    await expectAlike(delayed, (client, id) => client.setWorkflowPriority(id, 5));
    const running = await waiting();
    await inStatus(running, 'PENDING');
    const rows = await expectAlike(running, async (client, id) => {
      await client.setWorkflowPriority(id, 5);
      await client.setWorkflowDelay(id, 60);
    });
    expect(rows['workflow_status']![0]).to.include({ priority: 0 });
  });

  it('is given attributes, which the official client sees, and nothing else is changed', async () => {
    const [one, other] = await waiting();
    const url = scene.database.url;
    // No official method does it: what the twin gets is the column alone.
    for (const attributes of [{ tenant: 'acme', n: [1, null] }, {}, undefined]) {
      await withClient(url, (client) =>
        client.query('update dbos.workflow_status set attributes = $2 where workflow_uuid = $1', [
          one,
          attributes === undefined ? null : JSON.stringify(attributes),
        ]),
      );
      await ours.setWorkflowAttributes(other, attributes);
      expect(await rowsOf(url, other)).to.deep.equal(await rowsOf(url, one));
      expect((await official.getWorkflow(other))?.attributes ?? undefined).to.deep.equal(attributes);
    }
  });

  it('gives its deduplication id back when it is cancelled, as by the official client', async () => {
    const twins = await deduplicated();
    const rows = await expectAlike(twins, (client, id) => client.cancelWorkflow(id));
    expect(rows['workflow_status']![0]).to.include({ status: 'CANCELLED', deduplication_id: null });
    const resumed = await deduplicated();
    await expectAlike(resumed, (client, id) => client.resumeWorkflow(id));
  });

  it('is managed among others as the official client manages many', async () => {
    const pairs = await Promise.all([waiting(), waiting(), waiting({ delaySeconds: 3600 })]);
    const idsOf = (twin: 0 | 1): string[] => pairs.map((pair) => pair[twin]);
    const rows = (ids: string[]): Promise<Rows[]> =>
      Promise.all(ids.map((id) => rowsOf(scene.database.url, id)));
    const steps: readonly ((client: Either, ids: string[]) => Promise<unknown>)[] = [
      (client, ids) => client.cancelWorkflows([...ids, 'nobody']),
      (client, ids) => client.resumeWorkflows(ids),
      (client, ids) => client.deleteWorkflows([...ids.slice(1), 'nobody']),
    ];
    for (const step of steps) {
      await step(official, idsOf(0));
      await step(ours, idsOf(1));
      expect(await rows(idsOf(1))).to.deep.equal(await rows(idsOf(0)));
    }
  });

  for (const status of ['CANCELLED', 'ERROR', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED']) {
    it(`is rewound as the official client rewinds it when it is ${status}`, async () => {
      const twins = await waiting();
      await inStatus(twins, status);
      const rows = await expectAlike(twins, (client, id) => client.rewindWorkflow(id));
      expect(rows['workflow_status']![0]).to.include({ status: 'ENQUEUED', recovery_attempts: 0 });
    });
  }

  for (const [pair, startStep] of [
    [2, 0],
    [3, 2],
    [4, 5],
    [5, 9],
  ] as const) {
    it(`is forked from step ${String(startStep)}, and rewound to it, as the official client does`, async () => {
      const url = scene.database.url;
      const options = {
        applicationVersion: 'v2',
        queueName: 'nobody',
        queuePartitionKey: 'p',
        timeoutMS: 5000,
      };
      const forks: Rows[] = [];
      await expectAlike(ended[pair]!, async (client, id) => {
        const fork = await client.forkWorkflow(id, startStep, options);
        const rows = await rowsOf(url, fork, 'fork');
        forks.push(JSON.parse(JSON.stringify(rows).replaceAll(id, 'twin')) as Rows);
        // The defaults: DBOS's own queue, the same version.
        const plain = await client.forkWorkflow(id, startStep);
        forks.push(
          JSON.parse(JSON.stringify(await rowsOf(url, plain, 'fork')).replaceAll(id, 'twin')) as Rows,
        );
      });
      expect(forks.slice(2)).to.deep.equal(forks.slice(0, 2));
      expect(forks[0]!['operation_outputs']).to.have.length(startStep);
      const { timeoutMS: _none, ...target } = options;
      const rows = await expectAlike(ended[pair]!, (client, id) =>
        client.rewindWorkflow(id, startStep === 0 ? {} : { startStep, ...target }),
      );
      expect(rows['workflow_status']![0]).to.include({ status: 'ENQUEUED' });
      expect(rows['operation_outputs']).to.have.length(startStep);
    });
  }

  it('has children replaced in a fork as the official client replaces them', async () => {
    const twins = await waiting();
    const children = await waiting();
    const url = scene.database.url;
    const forks: Rows[] = [];
    for (const id of twins) {
      await withClient(url, (client) =>
        client.query(
          `insert into dbos.operation_outputs (workflow_uuid, function_id, function_name, child_workflow_id)
           values ($1, 0, 'child', 'old'), ($1, 1, 'child', 'kept'), ($1, 2, 'step', null)`,
          [id],
        ),
      );
    }
    await expectAlike(twins, async (client, id) => {
      const fork = await client.forkWorkflow(id, 3, {
        replacementChildren: { old: children[0], other: 'x' },
      });
      forks.push(JSON.parse(JSON.stringify(await rowsOf(url, fork)).replaceAll(id, 'source')) as Rows);
    });
    expect(forks[1]).to.deep.equal(forks[0]);
    expect(forks[1]!['operation_outputs']!.map((row) => row['child_workflow_id'])).to.deep.equal([
      children[0],
      'kept',
      null,
    ]);
  });

  it('is deleted with all its rows, as the official client deletes it', async () => {
    const rows = await expectAlike(ended[1]!, (client, id) => client.deleteWorkflow(id));
    for (const [table, found] of Object.entries(rows)) expect(found, table).to.be.empty;
  });

  it('is cancelled and deleted with its children as the official client does', async () => {
    const families = await Promise.all([waiting(), waiting(), waiting()]);
    for (const [parent, child] of [families.slice(0, 2), families.slice(1, 3)]) {
      await withClient(scene.database.url, async (client) => {
        for (const twin of [0, 1] as const) {
          await client.query(
            'update dbos.workflow_status set parent_workflow_id = $2 where workflow_uuid = $1',
            [child![twin], parent![twin]],
          );
        }
      });
    }
    const all = (twin: 0 | 1): Promise<Rows[]> =>
      Promise.all(families.map((pair) => rowsOf(scene.database.url, pair[twin])));
    const withoutParent = (rows: Rows[]): unknown =>
      rows.map((tables) => tables['workflow_status']?.map(({ parent_workflow_id: _own, ...row }) => row));
    const [[theirs, own]] = families;
    for (const children of [false, true]) {
      await official.cancelWorkflow(theirs, { cancelChildren: children });
      await ours.cancelWorkflow(own, { cancelChildren: children });
      expect(withoutParent(await all(1))).to.deep.equal(withoutParent(await all(0)));
    }
    await official.deleteWorkflow(theirs, true);
    await ours.deleteWorkflow(own, true);
    expect(await all(1)).to.deep.equal(await all(0));
    expect((await all(1))[2]!['workflow_status']).to.be.empty;
  });
});
