import { DBOS } from '@dbos-inc/dbos-sdk';
import type { Action, Format, WorkflowName } from './app-protocol.js';
import { Signal, type Gates } from './gates.js';

/** Longer than any test: what wakes a workflow is a notification. */
const NEVER_MS = 3_600_000;
const RECEIVE_TIMEOUT_SECONDS = 600;

type Perform = (actions: readonly Action[]) => Promise<unknown>;
type Workflow = (...args: never[]) => Promise<unknown>;

/** Registers the application's workflows. Called before it launches. */
export function registerWorkflows(gates: Gates, begun: string[]): Record<WorkflowName, Workflow> {
  const named = (name: WorkflowName): { name: WorkflowName } => ({ name });
  const performs: Perform = DBOS.registerWorkflow((actions: readonly Action[]) => {
    begun.push(DBOS.workflowID ?? '');
    return perform(actions, gates, performs);
  }, named('perform'));
  return {
    perform: performs,
    interleave: DBOS.registerWorkflow(interleave, named('interleave')),
    echo: DBOS.registerWorkflow((...args: unknown[]) => Promise.resolve(args), named('echo')),
  };
}

async function perform(actions: readonly Action[], gates: Gates, child: Perform): Promise<unknown> {
  const received: unknown[] = [];
  for (const action of actions) {
    switch (action.do) {
      case 'receive':
        received.push(await receive(action));
        break;
      case 'setEvent':
        await DBOS.setEvent(action.key, action.value, formatOf(action.format));
        break;
      case 'write':
        await write(action);
        break;
      case 'close':
        await close(action);
        break;
      case 'sleep':
        await DBOS.sleep(action.ms);
        break;
      case 'send':
        await send(action);
        break;
      case 'start':
        await start(action, child);
        break;
      case 'pass':
        await gates.pass(action.gate);
        break;
      case 'throw':
        throw failure(action);
      case 'return':
        return action.value;
    }
  }
  return received;
}

function receive({ topic, timeoutSeconds }: Extract<Action, { do: 'receive' }>): Promise<unknown> {
  return DBOS.recv(topic, {
    timeoutSeconds: timeoutSeconds ?? RECEIVE_TIMEOUT_SECONDS,
    pollingIntervalMs: NEVER_MS,
  });
}

async function write({ key, value, format, inStep }: Extract<Action, { do: 'write' }>): Promise<void> {
  const append = (): Promise<void> => DBOS.writeStream(key, value, formatOf(format));
  if (inStep === true) await DBOS.runStep(append, { name: 'write' });
  else await append();
}

async function close({ key, inStep }: Extract<Action, { do: 'close' }>): Promise<void> {
  if (inStep === true) await DBOS.runStep(() => DBOS.closeStream(key), { name: 'close' });
  else await DBOS.closeStream(key);
}

async function send(action: Extract<Action, { do: 'send' }>): Promise<void> {
  const { to, value, topic, idempotencyKey, format, inStep } = action;
  const one = (): Promise<void> => DBOS.send(to, value, topic, idempotencyKey, formatOf(format));
  if (inStep === true) await DBOS.runStep(one, { name: 'send' });
  else await one();
}

async function start(action: Extract<Action, { do: 'start' }>, child: Perform): Promise<void> {
  const { actions, timeoutMS, queueName, enqueueOptions, returnExisting } = action;
  await DBOS.startWorkflow(child, {
    ...(timeoutMS === undefined ? {} : { timeoutMS }),
    ...(queueName === undefined ? {} : { queueName }),
    ...(enqueueOptions === undefined ? {} : { enqueueOptions }),
    ...(returnExisting === true ? { duplicationPolicy: 'return-existing' as const } : {}),
  })(actions);
}

function failure({ message, code, data }: Extract<Action, { do: 'throw' }>): TypeError {
  return Object.assign(new TypeError(message), {
    ...(code === undefined ? {} : { code }),
    ...(data === undefined ? {} : { data }),
  });
}

function formatOf(format: Format): { serializationType?: Format } {
  return format === undefined ? {} : { serializationType: format };
}

/**
 * Step 0 writes `a`, then the body writes `b` (function id 1), then step 0 writes `c`, and the body `d` (function id 2).
 * A fork from step 1 gets the rows of step 0 only, at offsets 0 and 2; the body of the fork writes `b` and `d` anew.
 */
async function interleave(key: string): Promise<void> {
  const writtenA = new Signal();
  const writtenB = new Signal();
  const step = DBOS.runStep(
    async () => {
      await DBOS.writeStream(key, 'a');
      writtenA.give();
      await writtenB.given;
      await DBOS.writeStream(key, 'c');
    },
    { name: 'a and c' },
  );
  // In the fork the step has been recorded, and does not run.
  await Promise.race([writtenA.given, step]);
  await DBOS.writeStream(key, 'b');
  writtenB.give();
  await step;
  await DBOS.writeStream(key, 'd');
}
