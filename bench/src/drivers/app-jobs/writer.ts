import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { payload } from '../payload.js';
import type { BenchDBOS } from './bench-dbos.js';

export interface WriteOneArgs {
  readonly workflowId: string;
  readonly kind: 'writeStream' | 'setEvent';
  readonly key: string;
  /** So many, issued at once. Absent: one. */
  readonly values?: number;
}

interface Order extends WriteOneArgs {
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** A workflow that writes when it is told to, from inside its process. */
export function writerJobs(DBOS: BenchDBOS) {
  const value = payload();
  const orders = new Map<string, PassThrough>();
  const write = async ({ kind, key, values = 1 }: WriteOneArgs): Promise<void> => {
    const one = (): Promise<void> =>
      kind === 'setEvent' ? DBOS.setEvent(key, value) : DBOS.writeStream(key, value);
    await Promise.all(Array.from({ length: values }, one));
  };
  const obey = DBOS.registerWorkflow(
    async (workflowId: string): Promise<void> => {
      for await (const order of (orders.get(workflowId) ?? []) as AsyncIterable<Order>) {
        await write(order).then(order.done, order.failed);
      }
    },
    { name: 'obey' },
  );

  return {
    /** Returns its id. */
    openWriter: async (): Promise<string> => {
      const workflowId = randomUUID();
      orders.set(workflowId, new PassThrough({ objectMode: true }));
      await DBOS.startWorkflow(obey, { workflowID: workflowId })(workflowId);
      return workflowId;
    },
    /** Returns when it is stored. */
    writeOne: (args: WriteOneArgs): Promise<void> =>
      new Promise((done, failed) => {
        orders.get(args.workflowId)?.write({ ...args, done, failed } satisfies Order);
      }),
    closeWriter: (workflowId: string): Promise<void> => {
      orders.get(workflowId)?.end();
      orders.delete(workflowId);
      return Promise.resolve();
    },
  };
}
