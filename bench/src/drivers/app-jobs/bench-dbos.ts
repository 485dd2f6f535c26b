import type { DBOS as Official } from '@dbos-inc/dbos-sdk';

/** What the bench does with DBOS: the official signatures, which ours has too. */
export type BenchDBOS = Pick<
  typeof Official,
  | 'registerWorkflow'
  | 'startWorkflow'
  | 'runStep'
  | 'send'
  | 'recv'
  | 'setEvent'
  | 'writeStream'
  | 'closeStream'
  | 'launch'
> & { shutdown(): Promise<void> };
