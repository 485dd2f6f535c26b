import { closedLoop, type Load, type Sample } from '../../measure/closed-loop.js';
import { payload } from '../payload.js';
import type { BenchClient } from './bench-client.js';

export interface EnqueueArgs extends Load {
  readonly queueName: string;
}

export function enqueueJobs(client: BenchClient) {
  const input = payload();
  return {
    /** Callers enqueue workflows that no worker runs, each awaited until it is stored. */
    enqueue: ({ queueName, ...load }: EnqueueArgs): Promise<Sample> =>
      closedLoop(load, async () => {
        await client.enqueue({ workflowName: 'bench', queueName }, input);
      }),
  };
}
