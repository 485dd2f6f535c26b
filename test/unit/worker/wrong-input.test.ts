import { DBOS, type DBOSConfig } from '@dbosd/worker';
import { expect } from 'chai';
import { stepNames, withWorker } from '../../support/launched-worker.js';
import { rejection } from '../client/client-and-daemon.js';

// What a compiler would have refused, as callers in plain JavaScript may write it.
const any = (value: unknown): never => value as never;

describe('wrong input of a program', () => {
  afterEach(() => DBOS.shutdown({ deregister: true }));

  const configurations: [string, unknown, RegExp][] = [
    ['none', undefined, /^config is undefined: give an object/],
    [
      'an address that is none',
      { daemonAddress: 'http://x/y' },
      /^config\.daemonAddress is http:\/\/x\/y: give host:port/,
    ],
    ['a number for an address', { daemonAddress: 50051 }, /^config\.daemonAddress is number: give host:port/],
    ['no address in the list', { daemonAddress: [] }, /^config\.daemonAddress is \(none\): give host:port/],
    ['a text for the queues', { listenQueues: 'orders' }, /^config\.listenQueues is "orders": give an array/],
    [
      'a text for a time',
      { connectTimeoutMs: '300' },
      /^config\.connectTimeoutMs is "300": give a number of ms/,
    ],
  ];
  for (const [what, given, message] of configurations) {
    it(`is refused in the configuration: ${what}`, () => {
      const config = given === undefined ? given : { name: 'unit', ...(given as object) };
      expect(() => {
        DBOS.setConfig(config as DBOSConfig);
      }).to.throw(message);
    });
  }

  const registrations: [string, () => unknown, RegExp][] = [
    [
      'no function',
      () => DBOS.registerWorkflow(any(undefined), { name: 'w' }),
      /given undefined: give it a function/,
    ],
    [
      'no function as a step',
      () => DBOS.registerStep(any('f'), { name: 's' }),
      /given string: give it a function/,
    ],
    [
      'an unknown format',
      () => DBOS.registerWorkflow(async () => 1, { name: 'w', serialization: any('xml') }),
      /^config\.serialization is "xml": give one of native, portable$/,
    ],
    [
      'no attempt at all',
      () => DBOS.registerWorkflow(async () => 1, { name: 'w', maxRecoveryAttempts: 0 }),
      /^config\.maxRecoveryAttempts is 0: give a whole number from 1/,
    ],
    [
      'a misspelt option',
      () => DBOS.registerWorkflow(async () => 1, any({ name: 'w', serialisation: 'portable' })),
      /^config\.serialisation is not an option: did you mean serialization\?$/,
    ],
    [
      'a misspelt option of a step',
      () => DBOS.registerStep(async () => 1, any({ name: 's', maxAttempt: 2 })),
      /^config of step s\.maxAttempt is not an option: did you mean maxAttempts\?$/,
    ],
    [
      'a misspelt option of a decorator',
      () => DBOS.workflow(any({ nam: 'w' })),
      /^config\.nam is not an option/,
    ],
  ];
  for (const [what, register, message] of registrations) {
    it(`is refused in a registration: ${what}`, () => {
      expect(register).to.throw(message);
    });
  }

  const calls: [string, () => Promise<unknown>, RegExp][] = [
    ['a text as a timeout', () => DBOS.recv('t', any('5')), /^options is "5": give an object/],
    ['a misspelt timeout', () => DBOS.recv('t', any({ timeout: 5 })), /^options\.timeout is not an option/],
    [
      'a misspelt timeout of an event',
      () => DBOS.getEvent('w', 'k', any({ timeout: 5 })),
      /^options\.timeout is not an option/,
    ],
    [
      'a function as a value',
      () => DBOS.setEvent('k', () => 1),
      /^value is a function, which cannot be stored/,
    ],
    [
      'a function as a message',
      () => DBOS.send('w', () => 1),
      /^message is a function, which cannot be stored/,
    ],
    [
      'a symbol on a stream',
      () => DBOS.writeStream('s', Symbol('x')),
      /^value is a symbol, which cannot be stored/,
    ],
    [
      'a Promise in a value',
      () => DBOS.setEvent('k', { list: [Promise.resolve(1)] }),
      /^value\.list\[0\] is a Promise, whose value would be lost: await it$/,
    ],
    [
      'a Promise in a portable value',
      () => DBOS.writeStream('s', { p: Promise.resolve(1) }, { serializationType: 'portable' }),
      /^value\.p is a Promise/,
    ],
    [
      'a key that superjson cannot read',
      () => DBOS.send('w', { a: { constructor: new Date(0) } }),
      /^message\.a\.constructor could not be read again/,
    ],
    [
      'a dotted key that collides with another',
      () => DBOS.setEvent('k', { 'a.b': new Date(0) }),
      /^value\["a\.b"\] would be read as something else/,
    ],
    [
      'a number that JSON lacks',
      () => DBOS.setEvent('k', { n: NaN }, { serializationType: 'portable' }),
      /^value\.n is NaN, which JSON cannot hold/,
    ],
    [
      'an unknown format',
      () => DBOS.setEvent('k', 1, { serializationType: any('xml') }),
      /^serializationType is "xml": give one of native, portable$/,
    ],
    [
      'a misspelt format',
      () => DBOS.writeStream('s', 1, any({ format: 'portable' })),
      /^options\.format is not an option/,
    ],
    [
      'a misspelt format of a message',
      () => DBOS.send('w', 1, 't', 'k', any({ portable: true })),
      /^options\.portable is no/,
    ],
    [
      'a step that is no function',
      () => DBOS.runStep(any(7), { name: 's' }),
      /^step s is number: give DBOS\.runStep a function$/,
    ],
    [
      'nothing to start',
      async () => DBOS.startWorkflow(any(undefined)),
      /is given undefined: give a workflow, a class/,
    ],
  ];
  for (const [what, call, message] of calls) {
    it(`fails the call in a workflow and records nothing: ${what}`, async () => {
      const wrong = DBOS.registerWorkflow(async () => call(), { name: 'wrong' });
      await withWorker(async ({ engine }) => {
        const handle = await DBOS.startWorkflow(wrong, { workflowID: 'w' })();
        expect((await rejection(handle.getResult())).message).to.match(message);
        expect(stepNames(engine.of('w'))).to.deep.equal([]);
      });
    });
  }

  it('fails a step or a workflow whose result would be lost, and names the part', async () => {
    const lossy = { p: Promise.resolve(1) };
    const step = DBOS.registerWorkflow(() => DBOS.runStep(async () => lossy, { name: 's' }), {
      name: 'step',
    });
    const result = DBOS.registerWorkflow(async () => [lossy], { name: 'result' });
    const portable = DBOS.registerWorkflow(async () => ({ n: 2 ** 60 }), {
      name: 'portable',
      serialization: 'portable',
    });
    await withWorker(async () => {
      expect((await rejection(step())).message).to.match(
        /^result\.p is a Promise, whose value would be lost/,
      );
      expect((await rejection(result())).message).to.match(/^result\[0\]\.p is a Promise/);
      expect((await rejection(portable())).message).to.match(
        /^result\.n is 1152921504606846976, which would/,
      );
    });
  });

  it('fails a start: a function among the arguments', async () => {
    const sum = DBOS.registerWorkflow(async (a: number, b: unknown) => [a, b], { name: 'sum' });
    await withWorker(async () => {
      const error = await rejection(DBOS.startWorkflow(sum)(1, () => 2));
      expect(error.message).to.match(
        /arguments of workflow sum cannot be serialized: argument 1 is a function/,
      );
      const pending = await rejection(DBOS.startWorkflow(sum)(1, { p: Promise.resolve(2) }));
      expect(pending.message).to.match(/cannot be serialized: argument 1\.p is a Promise/);
    });
  });
});
