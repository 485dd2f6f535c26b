import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { startDaemon, type TestDaemon } from '../support/daemon.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { Program } from '../support/program.js';
import { SHORT_LEASES } from '../support/worker-scene.js';

const APP = fileURLToPath(new URL('../support/killed-worker-app.js', import.meta.url));
const PLACES = [
  'begin',
  'in step',
  'behind step',
  'in write',
  'behind write',
  'in recv',
  'behind recv',
  'behind child',
  'behind send',
  'at the end',
];

describe('a worker that is killed', () => {
  let database: TestDatabase;
  let daemon: TestDaemon;
  let heir: Program;

  before(async () => {
    database = await createDatabase();
    daemon = await startDaemon(database.url, {}, { dispatch: SHORT_LEASES });
  });

  after(async () => {
    await heir.stop('SIGTERM');
    await daemon.stop();
    await database.drop();
  });

  it('anywhere in a workflow leaves it to another, which ends it as if nothing had happened', async () => {
    const client = await daemon.connect({ applicationName: 'mortals' });
    await client.registerQueue('q');
    const options = { queueName: 'q', workflowName: 'mortal', appVersion: '1' };
    for (const place of PLACES) {
      const mortal = new Program([APP, daemon.address], { env: { KILL_AT: place } });
      await mortal.line('launched');
      await client.enqueue({ ...options, workflowID: place }, place);
      await client.send(place, 'from outside', 't');
      expect(await mortal.exited(), place).to.equal('SIGKILL');
    }
    heir = new Program([APP, daemon.address]);
    for (const place of PLACES) {
      const result = await client.retrieveWorkflow(place).getResult();
      const expected = { first: 'stepped', received: 'from outside', doubled: 42, own: 'to myself' };
      expect(result, `killed ${place}`).to.deep.equal(expected);
      const values: unknown[] = [];
      for await (const value of client.readStream(place, 's')) values.push(value);
      expect(values, `killed ${place}`).to.deep.equal([0, 1]);
      const messages: unknown[] = [];
      for await (const { consumed } of client.listMessages(place)) messages.push(consumed);
      expect(messages, `killed ${place}`).to.deep.equal([true, true]);
    }
  });
});
