/**
 * A worker as a process of its own, to be killed: runs scripted workflows, writes down what they do, and is told by its
 * parent over IPC what to start.
 */
import { DBOS } from '@dbosd/worker';
import { Journal } from '../history/journal.js';
import type { WorkerCommand, WorkerReport, WorkerSettings } from '../processes/worker-process.js';
import type { Op } from './op.js';
import { perform, type Stage } from './perform.js';

const settings = JSON.parse(process.argv[2] ?? '{}') as WorkerSettings;
const journal = new Journal(settings.folder, settings.proc);

const stage: Stage = {
  journal,
  start: (workflowId, ops) => DBOS.startWorkflow(script, { workflowID: workflowId })(ops),
  inStep: async (workflowId, path) => {
    if (!settings.holdSteps) return;
    report({ kind: 'inStep', workflowId, path });
    // Until the process is killed.
    await new Promise(() => undefined);
  },
};

const script: (ops: readonly Op[]) => Promise<unknown[]> = DBOS.registerWorkflow(
  async (ops: readonly Op[]) => perform(stage, DBOS.workflowID ?? '', ops),
  { name: 'script', maxRecoveryAttempts: 1_000_000 },
);

const CARRY_OUT: {
  [Kind in WorkerCommand['kind']]: (command: Extract<WorkerCommand, { kind: Kind }>) => Promise<void>;
} = {
  start: async ({ program }) => {
    await DBOS.startWorkflow(script, { workflowID: program.workflowId })(program.ops);
    report({ kind: 'started', workflowId: program.workflowId });
  },
  memory: () => {
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    report({ kind: 'memory', rss, heapUsed });
    return Promise.resolve();
  },
  shutdown: async () => {
    await DBOS.shutdown();
    report({ kind: 'ended' });
    process.disconnect();
  },
};

DBOS.setConfig({
  name: settings.application,
  daemonAddress: settings.addresses,
  applicationVersion: 'v1',
  logLevel: 'error',
  ...(settings.executorID === undefined ? {} : { executorID: settings.executorID }),
});
process.on('message', (command: WorkerCommand) => {
  const carryOut = CARRY_OUT[command.kind] as (command: WorkerCommand) => Promise<void>;
  void carryOut(command).catch((error: unknown) => {
    report({ kind: 'failed', error: String(error) });
  });
});
await DBOS.launch();
// Its parent has ended: so does this.
process.on('disconnect', () => process.exit());
report({ kind: 'ready' });

function report(what: WorkerReport): void {
  if (process.connected) process.send?.(what);
}
