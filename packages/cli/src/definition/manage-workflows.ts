import { CHANGED_WORKFLOWS } from '../views/workflows.js';
import { clientCommand, many, one, type Command } from './command.js';
import { count, duration, flag, instant, pairs, text } from './option.js';

const { columns } = CHANGED_WORKFLOWS;
const NOT_FOUND = { 3: 'there is no such workflow; nothing was changed' } as const;

const RERUN = {
  queue: text('name', 'the queue to put it on', { short: 'q', fallback: 'the internal queue of DBOS' }),
  partitionKey: text('key', 'the partition of that queue'),
  version: text('version', 'the application version to run it', { fallback: 'unchanged' }),
};

const CANCEL = clientCommand({
  name: 'workflow cancel',
  summary: 'cancel workflows that have not ended',
  arguments: { workflowIds: many('the workflows') },
  options: { children: flag('and their children') },
  examples: [
    { line: 'dbosd workflow cancel order-17 --children', about: 'with all of its children' },
    { line: 'dbosd workflow cancel order-17 order-18', about: 'several at once' },
  ],
  columns,
  exits: NOT_FOUND,
  load: async () => (await import('../client/manage-workflows.js')).cancelWorkflows,
});

const RESUME = clientCommand({
  name: 'workflow resume',
  summary: 'resume workflows that were cancelled or ran out of attempts, after their last recorded step',
  arguments: { workflowIds: many('the workflows') },
  options: { queue: RERUN.queue },
  examples: [{ line: 'dbosd workflow resume order-17', about: 'continues where it stopped' }],
  columns,
  exits: NOT_FOUND,
  load: async () => (await import('../client/manage-workflows.js')).resumeWorkflows,
});

const REWIND = clientCommand({
  name: 'workflow rewind',
  summary: 'run a workflow that has ended again from a step',
  arguments: { workflowId: one('the workflow') },
  options: {
    fromStep: count('n', 'the first step to run again', { fallback: '0, all of them' }),
    ...RERUN,
  },
  examples: [
    { line: 'dbosd workflow rewind order-17 --from-step 3', about: 'steps 0 to 2 stay as they are' },
  ],
  columns,
  exits: NOT_FOUND,
  load: async () => (await import('../client/manage-workflows.js')).rewindWorkflow,
});

const FORK = clientCommand({
  name: 'workflow fork',
  summary: 'start a new workflow with the input and the first steps of another, and print its id',
  arguments: { workflowId: one('the workflow to copy') },
  options: {
    fromStep: count('n', 'the first step to run again', { fallback: '0, all of them' }),
    id: text('id', 'of the new workflow', { fallback: 'a new UUID' }),
    timeout: duration('cancel it if it runs longer than this after it is dequeued'),
    ...RERUN,
  },
  examples: [
    { line: 'dbosd workflow fork order-17 --from-step 3', about: 'keeps steps 0 to 2' },
    {
      line: 'dbosd workflow fork order-17 --version 2.1.0 --id order-17-again',
      about: 'run everything again, with a new version',
    },
  ],
  exits: { 3: 'there is no such workflow' },
  load: async () => (await import('../client/manage-workflows.js')).forkWorkflow,
});

const DELETE = clientCommand({
  name: 'workflow delete',
  summary: 'delete workflows and all of their data, whatever their status',
  details: 'Asks for confirmation on a terminal, and needs --yes everywhere else.',
  arguments: { workflowIds: many('the workflows') },
  options: {
    children: flag('and their children'),
    yes: flag('do not ask', { short: 'y' }),
  },
  examples: [
    { line: 'dbosd workflow delete order-17', about: 'asks first' },
    { line: 'dbosd workflow delete order-17 --children --yes', about: 'in a script' },
  ],
  exits: { ...NOT_FOUND, 1: 'error, or the answer was no' },
  load: async () => (await import('../client/manage-workflows.js')).deleteWorkflows,
});

const SET = clientCommand({
  name: 'workflow set',
  summary: 'change the delay, priority or attributes of a workflow',
  arguments: { workflowId: one('the workflow') },
  options: {
    delay: duration('run it this long from now; for a DELAYED workflow'),
    delayUntil: instant('run it at this time; for a DELAYED workflow'),
    priority: count('n', 'lower goes first; for a workflow that has not started'),
    attribute: pairs('key=value', 'an attribute; can be repeated. Replaces all attributes of the workflow'),
    clearAttributes: flag('remove all attributes'),
  },
  examples: [
    { line: 'dbosd workflow set order-17 --delay 10m', about: 'run it in ten minutes' },
    {
      line: 'dbosd workflow set order-17 --attribute tenant=acme --attribute tier=2',
      about: 'replaces all attributes by these',
    },
  ],
  columns,
  exits: NOT_FOUND,
  load: async () => (await import('../client/manage-workflows.js')).setWorkflow,
});

export const MANAGEMENT_COMMANDS: readonly Command[] = [CANCEL, RESUME, REWIND, FORK, DELETE, SET];
