import type { DBOSClient as Official } from '@dbos-inc/dbos-sdk';
import type { DBOSClient } from '@dbosd/client';

// The methods that both clients have. What is written against the official class must compile against ours.
type SharedMethod =
  | 'send'
  | 'getEvent'
  | 'readStream'
  | 'readStreamOffset'
  | 'enqueue'
  | 'enqueuePortable'
  | 'retrieveWorkflow'
  | 'getWorkflow'
  | 'listWorkflows'
  | 'listQueuedWorkflows'
  | 'listWorkflowSteps'
  | 'waitFirst'
  | 'waitAll'
  | 'registerQueue'
  | 'deleteQueue'
  | 'cancelWorkflow'
  | 'cancelWorkflows'
  | 'resumeWorkflow'
  | 'resumeWorkflows'
  | 'deleteWorkflow'
  | 'deleteWorkflows'
  | 'forkWorkflow'
  | 'rewindWorkflow'
  | 'setWorkflowDelay'
  | 'setWorkflowPriority'
  | 'retrieveQueue'
  | 'listQueues'
  | 'destroy';
type Shared = Pick<Official, SharedMethod | 'applicationName'>;

// A method as a property: TypeScript compares the parameters of methods both ways, which would let ours take less.
type Strict<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => R : T[K];
};

type IsAssignable<A, B> = A extends B ? true : false;

describe('the client beside the official one', () => {
  it('has every shared method with a signature that official code can call', () => {
    const asOfficial = (ours: DBOSClient): Shared => ours;
    const asStrict = (ours: Strict<Pick<DBOSClient, SharedMethod>>): Strict<Pick<Official, SharedMethod>> =>
      ours;
    asOfficial;
    asStrict;
  });

  it('is compared by a check that can fail', () => {
    type StrictOfficial = Strict<Pick<Official, SharedMethod>>;
    type Narrow = (destinationID: string, message: string) => Promise<void>;
    type NarrowSend = Strict<Pick<DBOSClient, Exclude<SharedMethod, 'send'>>> & { send: Narrow };
    type Bare = (name: string) => Promise<{ name: string }>;
    type BareQueue = Omit<DBOSClient, 'registerQueue'> & { registerQueue: Bare };
    // @ts-expect-error a send that takes only strings is not the official one
    const narrowSend: IsAssignable<NarrowSend, StrictOfficial> = true;
    // @ts-expect-error a queue without the get and set methods is not the official one
    const bareQueue: IsAssignable<BareQueue, Shared> = true;
    narrowSend;
    bareQueue;
  });

  it('runs the official examples of generic calls', () => {
    const use = async (client: DBOSClient): Promise<void> => {
      type Checkout = (cart: string, count: number) => Promise<{ total: number }>;
      const handle = await client.enqueue<Checkout>({ queueName: 'q', workflowName: 'checkout' }, 'cart', 2);
      const { total }: { total: number } = await handle.getResult({ pollingIntervalMs: 5 });
      const event: { total: number } | null = await client.getEvent('wf', 'key', { timeoutSeconds: total });
      for await (const value of client.readStream<number>('wf', 'key', { offset: 1 })) value + 1;
      event;
    };
    use;
  });
});
