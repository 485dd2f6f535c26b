import { randomUUID } from 'node:crypto';
import { DBOSClient as OfficialClient } from '@dbos-inc/dbos-sdk';
import type { DBOSClient, EnqueueOptions, RegisterQueueOptions, WorkflowQueue } from '@dbosd/client';
import { expect } from 'chai';
import { withClient } from '../support/connect.js';
import { openScene, type Scene } from '../support/interop/scene.js';
import { rowsOf, type Rows } from '../support/interop/twins.js';

type Either = OfficialClient | DBOSClient;

/** It would print every queue that it registers. */
const SILENT = { info: nothing, debug: nothing, warn: nothing, error: nothing };

describe('what the official client makes, and what ours makes', () => {
  let scene: Scene;
  let ours: DBOSClient;
  let official: OfficialClient;

  before(async () => {
    scene = await openScene({ daemon: { sweepIntervalMs: 100 } });
    ours = scene.client;
    official = await OfficialClient.create({ systemDatabaseUrl: scene.database.url, logger: SILENT });
    await scene.app.stop();
  });

  after(async () => {
    await official.destroy();
    await scene.close();
  });

  describe('are workflows with the same rows', () => {
    const plain = { queueName: 'nobody', workflowName: 'order' };

    /** All rows, without the named arguments that ours writes although there are none. */
    async function made(client: Either, options: EnqueueOptions, ...args: unknown[]): Promise<Rows> {
      const { workflowID } = await client.enqueue(options, ...args);
      const rows = await rowsOf(scene.database.url, workflowID);
      return JSON.parse(JSON.stringify(rows).replace(',\\"namedArgs\\":{}', '')) as Rows;
    }

    const each: Required<Omit<EnqueueOptions, 'queueName' | 'workflowName' | 'signal'>> = {
      workflowClassName: 'Jobs',
      workflowConfigName: 'main',
      workflowID: 'the id',
      workflowIDReusePolicy: 'reject',
      appVersion: 'v9',
      workflowTimeoutMS: 60_000,
      deduplicationID: 'once',
      duplicationPolicy: 'reject',
      serializationType: 'portable',
      priority: 7,
      queuePartitionKey: 'p',
      delaySeconds: 3600,
      attributes: { tenant: 'acme', n: [1, null, { a: 'ä' }] },
      authenticatedUser: 'ann',
      authenticatedRoles: ['reader', 'writer'],
      applicationName: 'shop',
    };
    const cases: readonly (readonly [what: string, more: Partial<EnqueueOptions>])[] = [
      ['no options', {}],
      ...Object.entries(each).map(([name, value]) => [name, { [name]: value }] as const),
      ['return-existing', { deduplicationID: 'twice', duplicationPolicy: 'return-existing' }],
      ['empty texts', { workflowClassName: '', workflowConfigName: '', authenticatedUser: '' }],
      ['no roles, no attributes', { authenticatedRoles: [], attributes: {} }],
      ['all options', { ...each, deduplicationID: 'all', workflowID: 'all of them' }],
    ];

    for (const serializationType of ['native', 'portable'] as const) {
      for (const [what, more] of cases) {
        it(`with ${what}, ${serializationType}`, async () => {
          const url = scene.database.url;
          // Ids and deduplication ids are taken only once.
          const options = { ...plain, serializationType, ...more };
          const theirs = await made(official, options, 'cart', { count: 2 });
          expect(theirs['workflow_status']).to.have.length(1);
          await withClient(url, (client) => client.query('delete from dbos.workflow_status'));
          expect(await made(ours, options, 'cart', { count: 2 })).to.deep.equal(theirs);
        });
      }
    }

    it('through enqueuePortable, with named arguments', async () => {
      const rows: Rows[] = [];
      for (const client of [official, ours] as const) {
        const { workflowID } = await client.enqueuePortable(plain, [1, 'two'], { urgent: true });
        rows.push(await rowsOf(scene.database.url, workflowID));
      }
      expect(rows[1]).to.deep.equal(rows[0]);
    });

    it('when an id is enqueued again, or a deduplication id: the first stays', async () => {
      const rows: Rows[] = [];
      for (const client of [official, ours] as const) {
        const workflowID = randomUUID();
        const ids = { workflowID, queueName: workflowID, deduplicationID: workflowID };
        const first = { ...plain, ...ids, serializationType: 'native' as const };
        await client.enqueue(first, 1);
        await client.enqueue({ ...first, priority: 3 }, 2);
        const other = { ...first, workflowID: randomUUID(), duplicationPolicy: 'return-existing' as const };
        expect((await client.enqueue(other, 3)).workflowID).to.equal(workflowID);
        rows.push(await rowsOf(scene.database.url, workflowID));
      }
      expect(rows[1]).to.deep.equal(rows[0]);
    });
  });

  describe('are queues with the same rows', () => {
    /** The row of a queue, with `queue` in place of its name. */
    async function rowOf(name: string): Promise<unknown> {
      return withClient(scene.database.url, async (client) => {
        const { rows } = await client.query<{ row: object }>(
          `select to_jsonb(q) - array['queue_id', 'created_at', 'updated_at'] as row from dbos.queues q where name = $1`,
          [name],
        );
        return JSON.parse(JSON.stringify(rows[0]?.row ?? null).replaceAll(name, 'queue')) as unknown;
      });
    }

    /** Does the same with both, each on a queue of its own, and compares what comes of it, and the rows. */
    async function expectAlike(manage: (client: Either, name: string) => Promise<unknown>): Promise<void> {
      const [theirs, own] = [randomUUID(), randomUUID()];
      const came = await manage(official, theirs);
      expect(await manage(ours, own)).to.equal(came);
      expect(await rowOf(own)).to.deep.equal(await rowOf(theirs));
    }

    const rate = { limitPerPeriod: 10, periodSec: 2.5 };
    const settings: readonly RegisterQueueOptions[] = [
      {},
      { globalConcurrency: 5 },
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- DBOS's old name has to work, too
      { concurrency: 5 },
      { globalConcurrency: 5, workerConcurrency: 2 },
      { globalConcurrency: 0 },
      { rateLimit: rate },
      { minPollingIntervalMs: 250 },
      { partitionConcurrency: 1 },
      { partitionConcurrency: 3, partitionWorkerConcurrency: 2, partitionRateLimit: rate },
      { globalConcurrency: 9, partitionConcurrency: 3, rateLimit: rate },
      { applicationName: 'shop' },
    ];
    for (const options of settings) {
      it(`registered, and registered again, with ${JSON.stringify(options)}`, async () => {
        await expectAlike(async (client, name) => {
          await client.registerQueue(name, options);
        });
        await expectAlike(async (client, name) => {
          await client.registerQueue(name, { globalConcurrency: 7, workerConcurrency: 3, rateLimit: rate });
          await client.registerQueue(name, options);
        });
        await expectAlike(async (client, name) => {
          await client.registerQueue(name, options);
          await client.registerQueue(name, { globalConcurrency: 1, onConflict: 'never_update' });
        });
      });
    }

    const changes: readonly (readonly [string, (queue: WorkflowQueue) => Promise<void>])[] = [
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- DBOS's old name has to work, too
      ['setConcurrency', (queue) => queue.setConcurrency(9)],
      ['setGlobalConcurrency', (queue) => queue.setGlobalConcurrency(9)],
      ['setGlobalConcurrency, none', (queue) => queue.setGlobalConcurrency(undefined)],
      ['setWorkerConcurrency', (queue) => queue.setWorkerConcurrency(1)],
      ['setWorkerConcurrency, none', (queue) => queue.setWorkerConcurrency(undefined)],
      ['setRateLimit', (queue) => queue.setRateLimit(rate)],
      ['setRateLimit, none', (queue) => queue.setRateLimit(undefined)],
      ['setPartitionConcurrency', (queue) => queue.setPartitionConcurrency(2)],
      ['setPartitionWorkerConcurrency', (queue) => queue.setPartitionWorkerConcurrency(1)],
      ['setPartitionRateLimit', (queue) => queue.setPartitionRateLimit(rate)],
      ['setMinPollingIntervalMs', (queue) => queue.setMinPollingIntervalMs(125)],
    ];
    for (const [what, change] of changes) {
      it(`changed by ${what}`, async () => {
        for (const options of [
          { globalConcurrency: 5, workerConcurrency: 2, rateLimit: { limitPerPeriod: 1, periodSec: 1 } },
          { globalConcurrency: 5, partitionConcurrency: 3, partitionWorkerConcurrency: 2 },
        ]) {
          await expectAlike(async (client, name) => {
            const queue = await client.registerQueue(name, options);
            return change(queue as WorkflowQueue).then(
              () => 'changed',
              () => 'refused',
            );
          });
        }
      });
    }

    it('that are gone when they are deleted, with what waits on them left alone', async () => {
      const left: string[] = [];
      for (const client of [official, ours] as const) {
        const queueName = randomUUID();
        await client.registerQueue(queueName);
        const options = { queueName, workflowName: 'order', serializationType: 'native' as const };
        const { workflowID } = await client.enqueue(options);
        await client.deleteQueue(queueName);
        await client.deleteQueue(queueName);
        expect(await rowOf(queueName)).to.equal(null);
        left.push(
          JSON.stringify(await rowsOf(scene.database.url, workflowID)).replaceAll(queueName, 'queue'),
        );
      }
      expect(left[1]).to.equal(left[0]);
      expect(left[1]).to.include('"ENQUEUED"');
    });
  });
});

function nothing(): void {
  // Says nothing.
}
