import type { DBOS as Official } from '@dbos-inc/dbos-sdk';

/** What a program that only communicates uses of DBOS: the same with either. */
export type CommunicatingDBOS = Pick<
  typeof Official,
  | 'registerWorkflow'
  | 'registerStep'
  | 'runStep'
  | 'startWorkflow'
  | 'withNextWorkflowID'
  | 'send'
  | 'recv'
  | 'setEvent'
  | 'getEvent'
  | 'writeStream'
  | 'closeStream'
  | 'readStream'
  | 'sleepms'
  | 'now'
  | 'randomUUID'
  | 'getWorkflowStatus'
  | 'workflowID'
>;

/** A program of which both kinds of DBOS must leave the same rows. */
export interface TwinProgram {
  run(workflowID: string): Promise<unknown>;
}

const RICH = { at: new Date(0), big: 10n, set: new Set([1, 'two']), map: new Map([['a.b', undefined]]) };

/** Registers it with one of them. */
export function registerTwin(DBOS: CommunicatingDBOS): TwinProgram {
  const failing = async (): Promise<never> => {
    throw Object.assign(new TypeError('bad step', { cause: new Error('root') }), {
      code: 17,
      stack: 'no stack',
    });
  };
  const child = DBOS.registerWorkflow(
    async (n: number) => {
      if (n === 0) throw Object.assign(new RangeError('no child'), { stack: 'no stack' });
      return n + 1;
    },
    { name: 'child' },
  );
  const portable = DBOS.registerWorkflow(
    async (value: unknown) => {
      await DBOS.setEvent('portable', value);
      await DBOS.setEvent('native', value, { serializationType: 'native' });
      throw Object.assign(new TypeError('portable'), { code: 'E1', data: { x: 1 } });
    },
    { name: 'portable', serialization: 'portable' },
  );
  const steps = DBOS.registerStep(async (n: number) => [n, RICH], { name: 'rich' });
  const whole = DBOS.registerWorkflow(
    async (argument: unknown) => {
      const me = DBOS.workflowID!;
      await steps(1);
      await DBOS.runStep(failing, { name: 'failing' }).catch(() => undefined);
      await DBOS.runStep(async () => undefined, { name: 'nothing' });
      await DBOS.setEvent('status', 'one');
      await DBOS.setEvent('status', RICH);
      await DBOS.getEvent(me, 'status');
      await DBOS.getEvent(me, 'unset', { timeoutSeconds: 0 });
      await DBOS.getEvent(me, 'unset', { timeoutSeconds: 0.01 });
      await DBOS.send(me, argument);
      await DBOS.send(me, 'keyed', 'topic', 'key');
      await DBOS.send(me, { portable: true }, 'topic', 'other', { serializationType: 'portable' });
      await DBOS.recv();
      await DBOS.recv('topic', 5);
      await DBOS.recv('topic');
      await DBOS.recv('none', 0);
      await DBOS.recv('none', 0.01);
      await DBOS.send('nobody', 1).catch(() => undefined);
      await DBOS.writeStream('s', 1);
      await DBOS.runStep(() => DBOS.writeStream('s', 'from a step'), { name: 'writing' });
      await DBOS.writeStream('s', { portable: true }, { serializationType: 'portable' });
      await DBOS.closeStream('s');
      const read: unknown[] = [];
      for await (const value of DBOS.readStream(me, 's')) read.push(value);
      await DBOS.sleepms(5);
      await DBOS.sleepms(0);
      await DBOS.now();
      await DBOS.randomUUID();
      const called = await child(1);
      const handle = await DBOS.startWorkflow(child, { workflowID: `${me}-named` })(2);
      const started = await handle.getResult();
      await child(0).catch(() => undefined);
      await portable(RICH).catch(() => undefined);
      return { read, called, started };
    },
    { name: 'whole' },
  );
  return { run: (workflowID) => DBOS.withNextWorkflowID(workflowID, () => whole(RICH)) };
}
