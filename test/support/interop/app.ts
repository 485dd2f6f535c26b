/**
 * A real DBOS application as a process of its own, commanded over IPC: `node app.js OPTIONS` with the options of
 * app-protocol.ts as JSON. It ends when its parent disconnects.
 */
import { DBOS, type WorkflowHandle } from '@dbos-inc/dbos-sdk';
import type { ApplicationMethods, ApplicationOptions, Reply, Request } from './app-protocol.js';
import { Gates } from './gates.js';
import { registerWorkflows } from './workflows.js';

const RESULT_POLL_MS = 50;
/** Queues are looked at this often, so that tests need not wait for a second each. */
const QUEUE_POLL_MS = 50;

const options = JSON.parse(process.argv[2] ?? '{}') as ApplicationOptions;
const gates = new Gates();
const begun: string[] = [];
const workflows = registerWorkflows(gates, begun);
const handles = new Map<string, WorkflowHandle<unknown>>();

const methods: ApplicationMethods = {
  start: async (workflow, workflowID, ...args) => {
    const start = DBOS.startWorkflow(workflows[workflow], { workflowID });
    handles.set(workflowID, await start(...(args as never[])));
  },
  result: (workflowId) =>
    handles.get(workflowId)?.getResult() ??
    DBOS.retrieveWorkflow(workflowId).getResult({ pollingIntervalMs: RESULT_POLL_MS }),
  reached: (gate) => gates.reached(gate),
  open: (gate) => {
    gates.open(gate);
    return Promise.resolve();
  },
  send: (destinationId, message, topic, idempotencyKey, format) =>
    DBOS.send(
      destinationId,
      message,
      topic,
      idempotencyKey,
      format === undefined ? {} : { serializationType: format },
    ),
  cancel: (workflowId) => DBOS.cancelWorkflow(workflowId),
  fork: async (workflowId, fromStep, newWorkflowID) => {
    await DBOS.forkWorkflow(workflowId, fromStep, { newWorkflowID });
  },
  registerQueue: async (name, settings) => {
    await DBOS.registerQueue(name, { ...settings, minPollingIntervalMs: QUEUE_POLL_MS });
  },
  begun: () => Promise.resolve([...begun]),
};

function say(reply: Reply): void {
  if (process.connected) process.send?.(reply);
}

async function answer({ id, method, args }: Request): Promise<void> {
  try {
    const run = methods[method] as (...given: readonly unknown[]) => Promise<unknown>;
    say({ kind: 'done', id, value: await run(...args) });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    say({ kind: 'failed', id, name, message });
  }
}

process.on('message', (request) => void answer(request as Request));
// Its workflows may stand at gates that nobody opens any more: the end is the end.
process.on('disconnect', () => process.exit(0));

DBOS.setConfig({
  name: options.name ?? 'interop',
  systemDatabaseUrl: options.url,
  useListenNotify: options.useListenNotify ?? true,
  applicationVersion: 'interop-1',
  logLevel: 'error',
});
try {
  await DBOS.launch();
  say({ kind: 'launched' });
} catch (error) {
  say({ kind: 'launched', error: error instanceof Error ? error.message : String(error) });
}
