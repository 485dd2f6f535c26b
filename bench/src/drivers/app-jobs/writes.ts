import { randomUUID } from 'node:crypto';
import { closedLoop, sampleOf, type Load, type Sample } from '../../measure/closed-loop.js';
import { payload } from '../payload.js';
import type { BenchDBOS } from './bench-dbos.js';

export type WriteKind = 'writeStream' | 'setEvent' | 'step';

export interface WriteArgs {
  readonly kind: WriteKind;
  readonly workflows: number;
  /** Of each workflow. */
  readonly operations: number;
  /** False: all of a workflow's operations are issued, then awaited. */
  readonly awaited: boolean;
}

/** When a workflow issued its first operation and had the answer to its last. */
interface Times {
  readonly begunMs: number;
  readonly endedMs: number;
}

export function writeJobs(DBOS: BenchDBOS) {
  const value = payload();
  const operations: Record<WriteKind, (n: number) => Promise<unknown>> = {
    writeStream: () => DBOS.writeStream('bench', value),
    setEvent: () => DBOS.setEvent('bench', value),
    step: (n) => DBOS.runStep(() => Promise.resolve(value), { name: `step-${String(n)}` }),
  };
  const writer = DBOS.registerWorkflow(
    async (kind: WriteKind, count: number, awaited: boolean): Promise<Times> => {
      const operation = operations[kind];
      const begunMs = performance.now();
      const issued: Promise<unknown>[] = [];
      for (let n = 0; n < count; n += 1) {
        if (awaited) await operation(n);
        else issued.push(operation(n));
      }
      await Promise.all(issued);
      return { begunMs, endedMs: performance.now() };
    },
    { name: 'writer' },
  );
  const nothing = DBOS.registerWorkflow(() => Promise.resolve(), { name: 'nothing' });

  return {
    /** From the first operation of any workflow to the last answer; starting them is not counted. */
    write: async ({ kind, workflows, operations: count, awaited }: WriteArgs): Promise<Sample> => {
      const handles = await Promise.all(
        Array.from({ length: workflows }, () =>
          DBOS.startWorkflow(writer, { workflowID: randomUUID() })(kind, count, awaited),
        ),
      );
      const times = await Promise.all(handles.map((handle) => handle.getResult()));
      const ms =
        Math.max(...times.map(({ endedMs }) => endedMs)) - Math.min(...times.map(({ begunMs }) => begunMs));
      const each = times.map(({ begunMs, endedMs }) => (endedMs - begunMs) / count);
      return {
        ...sampleOf(each, ms),
        operations: workflows * count,
        perSecond: (workflows * count * 1000) / ms,
      };
    },
    /** Callers start an empty workflow and await its result, again and again. */
    startAndFinish: (load: Load): Promise<Sample> =>
      closedLoop(load, async () => {
        const handle = await DBOS.startWorkflow(nothing, {})();
        await handle.getResult();
      }),
  };
}
