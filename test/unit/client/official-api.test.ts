import { DBOSClient as Official } from '@dbos-inc/dbos-sdk';
import { DBOSClient } from '@dbosd/client';
import { expect } from 'chai';

/** What the official client has and ours does not have yet: schedules, versions, renaming, debouncing. */
const LATER = [
  'createSchedule',
  'listSchedules',
  'getSchedule',
  'deleteSchedule',
  'pauseSchedule',
  'resumeSchedule',
  'updateSchedule',
  'applySchedules',
  'triggerSchedule',
  'backfillSchedule',
  'listApplicationVersions',
  'getLatestApplicationVersion',
  'setLatestApplicationVersion',
  'renameApplication',
  'enqueueDebounced',
  'debounceDelayedWorkflow',
] as const satisfies (keyof Official)[];
type Later = (typeof LATER)[number];

/** How the official client writes values; ours is told with each value. */
type NotOurs = Extract<keyof Official, 'serializer'>;

/** Everything else: a method that a later version of the official client adds is in here until ours has it. */
type Shared = Exclude<keyof Official, Later | NotOurs>;

// A method as a property: TypeScript compares the parameters of methods both ways, which would let ours take less.
type Strict<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => R : T[K];
};

type IsAssignable<A, B> = A extends B ? true : false;

/** The methods of a class as it runs. */
function methodsOf(aClass: { readonly prototype: object }): string[] {
  return Object.getOwnPropertyNames(aClass.prototype).filter((name) => name !== 'constructor');
}

describe('the client next to the official one', () => {
  it('has every shared method with a signature that official code can call', () => {
    const asOfficial = (ours: DBOSClient): Pick<Official, Shared> => ours;
    const asStrict = (ours: Strict<Pick<DBOSClient, Shared>>): Strict<Pick<Official, Shared>> => ours;
    asOfficial;
    asStrict;
  });

  it('is compared by a check that can fail', () => {
    type StrictOfficial = Strict<Pick<Official, Shared>>;
    type Narrow = (destinationID: string, message: string) => Promise<void>;
    type NarrowSend = Strict<Pick<DBOSClient, Exclude<Shared, 'send'>>> & { send: Narrow };
    type Bare = (name: string) => Promise<{ name: string }>;
    type BareQueue = Omit<DBOSClient, 'registerQueue'> & { registerQueue: Bare };
    type Grown = Official & { addedUpstream(): Promise<void> };
    // @ts-expect-error a send that takes only strings is not the official one
    const narrowSend: IsAssignable<NarrowSend, StrictOfficial> = true;
    // @ts-expect-error a queue without the get and set methods is not the official one
    const bareQueue: IsAssignable<BareQueue, Pick<Official, Shared>> = true;
    // @ts-expect-error a method that was added upstream is missing here
    const grown: IsAssignable<DBOSClient, Pick<Grown, Exclude<keyof Grown, Later | NotOurs>>> = true;
    narrowSend;
    bareQueue;
    grown;
  });

  it('has each of them as it runs, too: what is typed is there', () => {
    expect(methodsOf(DBOSClient)).to.include.members(
      methodsOf(Official).filter((name) => !LATER.includes(name as Later)),
    );
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
