import { DBOS } from '@dbosd/worker';
import { expect } from 'chai';
import { startDaemon } from '../../support/daemon.js';
import { createDatabase } from '../../support/database.js';
import { until } from '../../support/until.js';

const LONG = 600;

describe('a worker with two daemons', () => {
  it('moves its waits, and goes on under its tokens when the daemon that has it drains', async () => {
    let runs = 0;
    const waiting = DBOS.registerWorkflow(
      async () => {
        runs += 1;
        const received: unknown[] = [];
        for (let at = 0; at < 3; at += 1) {
          void DBOS.writeStream('s', at);
          received.push(await DBOS.recv('t', LONG));
        }
        return received;
      },
      { name: 'waiting' },
    );
    const database = await createDatabase();
    const first = await startDaemon(database.url);
    const second = await startDaemon(database.url);
    const client = await second.connect();
    const connected: string[] = [];
    const note = (entry: unknown): void => {
      const address = /connected to the daemon at (\S+)/.exec(String(entry))?.[1];
      if (address !== undefined) connected.push(address);
    };
    const nothing = (): void => undefined;
    try {
      DBOS.setConfig({
        name: 'mover',
        daemonAddress: [first.address, second.address],
        logger: { info: note, debug: nothing, warn: nothing, error: nothing },
      });
      await DBOS.launch();
      const handle = await DBOS.startWorkflow(waiting, { workflowID: 'w' })();
      await client.send('w', 'a', 't');
      await client.readStreamOffset('w', 's', 1);
      const held = connected.at(-1) === first.address ? first : second;
      const other = held === first ? second : first;
      await held.drain();
      await until(() => connected.at(-1) === other.address);
      const outside = await other.connect();
      await outside.send('w', 'b', 't');
      await outside.send('w', 'c', 't');
      expect(await handle.getResult()).to.deep.equal(['a', 'b', 'c']);
      const values: unknown[] = [];
      for await (const value of outside.readStream('w', 's')) values.push(value);
      expect(values).to.deep.equal([0, 1, 2]);
      expect(runs).to.equal(1);
    } finally {
      await DBOS.shutdown({ deregister: true });
      await first.stop();
      await second.stop();
      await database.drop();
    }
  });
});
