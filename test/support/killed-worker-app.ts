import { DBOS } from '@dbosd/worker';

/**
 * A worker that dies (SIGKILL, by its own hand) at the place that KILL_AT names. Its one workflow touches every kind of
 * operation; each place is passed before or behind one of them.
 */
const killAt = process.env.KILL_AT;

function pass(place: string): void {
  if (place === killAt) process.kill(process.pid, 'SIGKILL');
}

/** Lets what was issued before this moment reach the daemon. */
async function underWay(place: string): Promise<void> {
  if (place !== killAt) return;
  await new Promise((resolve) => setTimeout(resolve, 50));
  pass(place);
}

const child = DBOS.registerWorkflow(async (n: number) => Promise.resolve(n * 2), { name: 'child' });
DBOS.registerWorkflow(
  async (id: string) => {
    pass('begin');
    const first = await DBOS.runStep(
      async () => {
        pass('in step');
        return Promise.resolve('stepped');
      },
      { name: 'step' },
    );
    pass('behind step');
    await DBOS.setEvent('event', first);
    await DBOS.writeStream('s', 0);
    const writing = DBOS.writeStream('s', 1);
    await underWay('in write');
    await writing;
    pass('behind write');
    const receiving = DBOS.recv<string>('t', 600);
    await underWay('in recv');
    const received = await receiving;
    pass('behind recv');
    const doubled = await child(21);
    pass('behind child');
    await DBOS.send(id, 'to myself', 'own');
    pass('behind send');
    const own = await DBOS.recv<string>('own', 600);
    await DBOS.closeStream('s');
    pass('at the end');
    return { first, received, doubled, own };
  },
  { name: 'mortal' },
);

DBOS.setConfig({
  name: 'mortals',
  daemonAddress: process.argv[2]!,
  applicationVersion: '1',
  logLevel: 'error',
});
await DBOS.launch();
console.log('launched');
