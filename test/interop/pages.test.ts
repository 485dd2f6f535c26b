import { inspect } from 'node:util';
import { DBOSClient } from '@dbosd/client';
import { expect } from 'chai';
import type { Action } from '../support/interop/app-protocol.js';
import { openScene, type Scene } from '../support/interop/scene.js';
import { compile, type Compiled } from '../support/pages/compile.js';
import { examplesOf, type Example } from '../support/pages/examples.js';

/** The address in the examples. */
const ADDRESS = '127.0.0.1:50051';

/** They reject whatever they are given: the page says what to use in their place. */
const REFUSED = ['sendInTransaction', 'enqueueInTransaction', 'enqueuePortableInTransaction'];

describe('the examples of docs/client.md', () => {
  const examples = examplesOf('docs/client.md');
  let scene: Scene;
  let client: DBOSClient;
  let compiled: Compiled;

  before(async () => {
    scene = await openScene({ app: { name: 'shop' }, daemon: { sweepIntervalMs: 100 } });
    client = await scene.daemon.connect({ applicationName: 'shop' });
    compiled = await compile(examples.map((example) => at(example, scene.daemon.address)));
    await setUp();
  });

  after(() => scene.close());

  /** The workflows that the page speaks of, made by a DBOS application. */
  async function setUp(): Promise<void> {
    await scene.app.call('registerQueue', 'orders');
    const begin = (id: string, ...actions: Action[]): Promise<void> =>
      scene.app.call('start', 'perform', id, actions);
    const run = async (id: string, ...actions: Action[]): Promise<void> => {
      await begin(id, ...actions);
      await scene.app.call('result', id).catch(() => undefined);
    };
    await begin(
      'order-17',
      { do: 'setEvent', key: 'status', value: 'paid' },
      { do: 'setEvent', key: 'total', value: 42 },
      { do: 'receive', topic: 'never sent' },
    );
    await run(
      'order-18',
      { do: 'setEvent', key: 'status', value: 'shipped' },
      { do: 'return', value: 'done' },
    );
    await run('order-20', { do: 'throw', message: 'out of stock' });
    const write = (key: string, value: string): Action => ({ do: 'write', key, value });
    await run('chat-5', ...['hello, ', 'wor', 'ld'].map((value) => write('tokens', value)), {
      do: 'close',
      key: 'tokens',
    });
    await run('job-9', ...['line 1', 'line 2', 'line 3'].map((value) => write('log', value)));
    const job = { queueName: 'night', workflowName: 'checkout', workflowID: 'job-21', delaySeconds: 3600 };
    await client.enqueue(job, 'cart-5', 3);
  }

  for (const [index, example] of examples.entries()) {
    it(`run, and show what they say (${example.name}, ${example.heading})`, async () => {
      const shown: string[] = [];
      const show = (...values: unknown[]): void => {
        shown.push(values.map((value) => inspect(value, { breakLength: Infinity })).join(' '));
      };
      await compiled.runs[index]!({ client, show });
      expect(shown).to.deep.equal(example.shows);
    });
  }

  it('use every public method of DBOSClient', () => {
    const methods = Object.getOwnPropertyNames(DBOSClient.prototype).filter((name) => name !== 'constructor');
    const wanted = ['create', ...methods].filter((name) => !REFUSED.includes(name));
    expect([...compiled.members]).to.include.members(wanted);
  });

  it('are refused by the compiler where they are wrong, at their line', async () => {
    const wrong = { ...examples[0]!, name: 'page:10', line: 10, code: 'show(1);\nawait client.sent(1);' };
    const error: unknown = await compile([wrong]).catch((reason: unknown) => reason);
    expect(String(error)).to.include("page:11: Property 'sent' does not exist");
  });
});

/** The same example, for the daemon of the test. */
function at(example: Example, address: string): Example {
  return { ...example, code: example.code.replaceAll(ADDRESS, address) };
}
