import { closedLoop, type Load, type Sample } from '../../measure/closed-loop.js';
import type { BenchClient } from './bench-client.js';

export interface GetEventArgs extends Load {
  readonly workflows: readonly string[];
  readonly key: string;
}

interface StreamArgs extends Load {
  readonly workflow: string;
  readonly key: string;
}

export interface ReadValuesArgs extends StreamArgs {
  readonly offset: number;
  /** After how many the reader leaves. */
  readonly values: number;
}

export interface ReadOffsetsArgs extends StreamArgs {
  /** Those below it are read, one here and one there. */
  readonly below: number;
}

export interface ListWaitingArgs extends Load {
  readonly workflow: string;
  /** How many are there. */
  readonly messages: number;
}

/** A step that visits offsets far from each other. */
const STRIDE = 7919;

/** What is asked of rows that are stored already. */
export function storedJobs(client: BenchClient) {
  return {
    getEvents: ({ workflows, key, ...load }: GetEventArgs): Promise<Sample> =>
      closedLoop(load, async (caller, call) => {
        const workflow = workflows[(caller * STRIDE + call) % workflows.length] ?? '';
        if ((await client.getEvent(workflow, key)) === null) throw new Error(`${workflow} has no ${key}`);
      }),

    readValues: ({ workflow, key, offset, values, ...load }: ReadValuesArgs): Promise<Sample> =>
      closedLoop(load, async () => {
        let left = values;
        for await (const value of client.readStream(workflow, key, { offset })) {
          if (value === undefined || --left === 0) break;
        }
        if (left !== 0) throw new Error(`the stream ${key} of ${workflow} ended early`);
      }),

    readOffsets: ({ workflow, key, below, ...load }: ReadOffsetsArgs): Promise<Sample> =>
      closedLoop(load, (caller, call) =>
        client.readStreamOffset(workflow, key, ((caller + 1) * STRIDE * (call + 1)) % below),
      ),

    /** Not of the official client, which has no such list. */
    listWaiting: ({ workflow, messages, ...load }: ListWaitingArgs): Promise<Sample> =>
      closedLoop(load, async () => {
        let listed = 0;
        for await (const each of client.listMessages?.(workflow, { state: 'waiting' }) ?? []) {
          if (!each.consumed) listed += 1;
        }
        if (listed !== messages) throw new Error(`${String(listed)} messages wait, not ${String(messages)}`);
      }),
  };
}
