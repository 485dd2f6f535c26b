import { countedLoop } from '../../measure/counted-loop.js';
import type { Sample } from '../../measure/closed-loop.js';
import { payload } from '../payload.js';
import type { BenchDBOS } from './bench-dbos.js';

export interface PuppetArgs {
  readonly workflow: string;
  /** `recv` takes messages that wait already. */
  readonly operation: 'recv' | 'writeStream';
  /** One after another, at most so many, begun within `ms`. */
  readonly operations: number;
  readonly ms: number;
}

interface Command {
  readonly args: PuppetArgs;
  readonly answer: (sample: Sample) => void;
  readonly fail: (error: unknown) => void;
}

/** Workflows that run until the process ends, and do what they are told, so that rows can be stored for them before. */
export function puppetJobs(DBOS: BenchDBOS) {
  const value = payload();
  const waiting = new Map<string, (command: Command) => void>();
  const puppet = DBOS.registerWorkflow(
    async (workflow: string): Promise<void> => {
      for (;;) {
        const { args, answer, fail } = await new Promise<Command>((resolve) =>
          waiting.set(workflow, resolve),
        );
        const operation =
          args.operation === 'recv'
            ? async () => {
                if ((await DBOS.recv('bench', 0)) === null) throw new Error(`nothing waits for ${workflow}`);
              }
            : () => DBOS.writeStream('bench', value);
        await countedLoop({ callers: 1, operations: args.operations, ms: args.ms }, operation).then(
          answer,
          fail,
        );
      }
    },
    { name: 'puppet' },
  );
  return {
    startPuppet: async (workflow: string): Promise<void> => {
      await DBOS.startWorkflow(puppet, { workflowID: workflow })(workflow);
    },
    usePuppet: (args: PuppetArgs): Promise<Sample> =>
      new Promise((answer, fail) => {
        const tell = waiting.get(args.workflow);
        waiting.delete(args.workflow);
        if (tell === undefined) fail(new Error(`${args.workflow} is busy`));
        else tell({ args, answer, fail });
      }),
  };
}
