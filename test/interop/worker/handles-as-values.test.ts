import { DBOS as Official, type WorkflowHandle as OfficialHandle } from '@dbos-inc/dbos-sdk';
import { DBOSClient, type WorkflowHandle as ClientHandle } from '@dbosd/client';
import { DBOS, type WorkflowHandle } from '@dbosd/worker';
import { expect } from 'chai';
import { withClient } from '../../support/connect.js';
import { withRealWorker, type RealWorker } from '../../support/real-worker.js';

const LONG = 60;
const stored = (workflowID: string): string =>
  `{"json":{"wfid":"${workflowID}"},"meta":{"values":[["custom","DBOS.WorkflowHandle"]]},"__dbos_serializer":"superjson"}`;

describe('a handle of a workflow, as a value', () => {
  it('is stored by the worker as DBOS stores its own, and is a handle again wherever it is read', async () => {
    const double = DBOS.registerWorkflow(async (text: string) => text + text, { name: 'double' });
    const parent = DBOS.registerWorkflow(
      async (text: string) => {
        const handle = await DBOS.startWorkflow(double, { workflowID: 'child' })(text);
        const ofStep = await DBOS.runStep(() => Promise.resolve({ handle }), { name: 'step' });
        await DBOS.setEvent('handle', ofStep.handle);
        await DBOS.writeStream('handles', new Map([['first', handle]]));
        await DBOS.send('receiver', [handle]);
        await DBOS.setEvent('portable', handle, { serializationType: 'portable' });
        return handle;
      },
      { name: 'parent' },
    );
    const receiver = DBOS.registerWorkflow(
      async (argument: WorkflowHandle<string>) => {
        const message = await DBOS.recv<WorkflowHandle<string>[]>(undefined, LONG);
        return [
          await message![0]!.getResult(),
          await argument.getResult(),
          (await argument.getStatus())?.status,
        ];
      },
      { name: 'receiver' },
    );
    await withRealWorker(async (worker) => {
      const first = await DBOS.startWorkflow(double)('x');
      const receiving = await DBOS.startWorkflow(receiver, { workflowID: 'receiver' })(first);
      const returned = await parent('hello');
      expect(await returned.getResult()).to.equal('hellohello');
      expect(await receiving.getResult()).to.deep.equal(['hellohello', 'xx', 'SUCCESS']);
      const running = await DBOS.startWorkflow(parent, { workflowID: 'parent' })('again');
      await running.getResult();
      const texts = await textsOf(worker, 'parent');
      expect(texts.output).to.equal(stored('child'));
      expect(texts.event).to.equal(stored('child'));
      await expectHandles(worker, 'parent');
      await worker.relaunch();
      // From the row, and not from the run.
      const again = await DBOS.retrieveWorkflow<WorkflowHandle<string>>('parent').getResult();
      expect(await again.getResult()).to.equal('hellohello');
    });
  });

  it('is exchanged with a real DBOS application, both ways', async () => {
    const echo = DBOS.registerWorkflow(
      async () => {
        const handle = await DBOS.recv<WorkflowHandle<string>>(undefined, LONG);
        await DBOS.send('official-receiver', handle);
        return [await handle!.getResult(), handle];
      },
      { name: 'echo' },
    );
    const theirDouble = Official.registerWorkflow(async (text: string) => text + text, {
      name: 'their double',
    });
    const theirParent = Official.registerWorkflow(
      async (text: string) => {
        const handle = await Official.startWorkflow(theirDouble, { workflowID: 'their-child' })(text);
        await Official.setEvent('handle', handle);
        await Official.writeStream('handles', new Map([['first', handle]]));
        await Official.send('echo', handle);
        return handle;
      },
      { name: 'their parent' },
    );
    const theirReceiver = Official.registerWorkflow(
      async () => {
        const handle = await Official.recv<OfficialHandle<string>>(undefined, LONG);
        return handle!.getResult();
      },
      { name: 'their receiver' },
    );
    await withRealWorker(async (worker) => {
      Official.setConfig({ name: 'official', systemDatabaseUrl: worker.database.url, logLevel: 'error' });
      await Official.launch();
      try {
        const echoing = await DBOS.startWorkflow(echo, { workflowID: 'echo' })();
        const receiving = await Official.startWorkflow(theirReceiver, { workflowID: 'official-receiver' })();
        await (await Official.startWorkflow(theirParent, { workflowID: 'their-parent' })('hi')).getResult();
        const [result, handle] = (await echoing.getResult()) as [string, WorkflowHandle<string>];
        expect([result, await handle.getResult()]).to.deep.equal(['hihi', 'hihi']);
        expect(await receiving.getResult()).to.equal('hihi');
        expect((await textsOf(worker, 'their-parent')).output).to.equal(stored('their-child'));
        await expectHandles(worker, 'their-parent');
      } finally {
        await Official.shutdown({ deregister: true });
      }
    });
  });
});

/** What the client reads are handles that work. */
async function expectHandles({ daemon }: RealWorker, workflowID: string): Promise<void> {
  const client = await DBOSClient.create({ address: daemon.address });
  try {
    const result = (await client.retrieveWorkflow(workflowID).getResult()) as ClientHandle<string>;
    const event = (await client.getEvent(workflowID, 'handle', 0)) as ClientHandle<string>;
    const status = await client.getWorkflow(workflowID);
    const handles = [result, event, status?.output as ClientHandle<string>];
    for await (const value of client.readStream(workflowID, 'handles')) {
      handles.push((value as Map<string, ClientHandle<string>>).get('first')!);
    }
    expect(handles).to.have.length(4);
    for (const handle of handles) {
      expect(await handle.getResult()).to.be.a('string');
      expect((await handle.getStatus())?.status).to.equal('SUCCESS');
    }
  } finally {
    await client.destroy();
  }
}

async function textsOf(
  { database }: RealWorker,
  workflowID: string,
): Promise<{ output: string; event: string }> {
  return withClient(database.url, async (client) => {
    const { rows } = await client.query<{ output: string; event: string }>(
      `select w.output, e.value as event from dbos.workflow_output w
         join dbos.workflow_events e using (workflow_uuid) where workflow_uuid = $1 and e.key = 'handle'`,
      [workflowID],
    );
    return rows[0]!;
  });
}
