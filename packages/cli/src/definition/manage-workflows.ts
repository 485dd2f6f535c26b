import { CHANGED_WORKFLOWS } from '../views/workflows.js';
import { clientCommand, many, one, type Command } from './command.js';
import { count, duration, flag, instant, pairs, text } from './option.js';

const { columns } = CHANGED_WORKFLOWS;
const NOT_FOUND = { 3: 'there is no such workflow; nothing was changed' } as const;

const RERUN = {
  queue: text('name', 'the queue that it is put on', { short: 'q', fallback: 'that of DBOS itself' }),
  partitionKey: text('key', 'the partition of that queue'),
  version: text('version', 'of the application that runs it', { fallback: 'the one that it had' }),
};

const CANCEL = clientCommand({
  name: 'workflow cancel',
  summary: 'cancel workflows that have not ended',
  arguments: { workflowIds: many('the workflows') },
  options: { children: flag('those that they started, too') },
  examples: [
    { line: 'dbosd workflow cancel order-17 --children', about: 'with all that it started' },
    { line: 'dbosd workflow cancel order-17 order-18', about: 'several at once' },
  ],
  columns,
  exits: NOT_FOUND,
  load: async () => (await import('../client/manage-workflows.js')).cancelWorkflows,
});

const RESUME = clientCommand({
  name: 'workflow resume',
  summary: 'let workflows go on that were cancelled or given up, behind their last step',
  arguments: { workflowIds: many('the workflows') },
  options: { queue: RERUN.queue },
  examples: [{ line: 'dbosd workflow resume order-17', about: 'goes on where it was' }],
  columns,
  exits: NOT_FOUND,
  load: async () => (await import('../client/manage-workflows.js')).resumeWorkflows,
});

const REWIND = clientCommand({
  name: 'workflow rewind',
  summary: 'take a workflow that has ended back to a step, and run it again from there',
  arguments: { workflowId: one('the workflow') },
  options: {
    fromStep: count('n', 'the first step that is run again', { fallback: '0, all of them' }),
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
  summary: 'make a new workflow of the input and the first steps of another, and print its id',
  arguments: { workflowId: one('the workflow that it is made of') },
  options: {
    fromStep: count('n', 'the first step that is run again', { fallback: '0, all of them' }),
    id: text('id', 'of the new workflow', { fallback: 'a new UUID' }),
    timeout: duration('cancel it when it runs longer, from when it is dequeued'),
    ...RERUN,
  },
  examples: [
    { line: 'dbosd workflow fork order-17 --from-step 3', about: 'takes over steps 0 to 2' },
    {
      line: 'dbosd workflow fork order-17 --version 2.1.0 --id order-17-again',
      about: 'all anew, with mended code',
    },
  ],
  exits: { 3: 'there is no such workflow' },
  load: async () => (await import('../client/manage-workflows.js')).forkWorkflow,
});

const DELETE = clientCommand({
  name: 'workflow delete',
  summary: 'delete workflows with all that belongs to them, whatever their status',
  details: 'Asks first on a terminal, and wants --yes everywhere else.',
  arguments: { workflowIds: many('the workflows') },
  options: {
    children: flag('those that they started, too'),
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
  summary: 'change the delay, the priority or the labels of a workflow',
  arguments: { workflowId: one('the workflow') },
  options: {
    delay: duration('begin so long from now; of one that is DELAYED'),
    delayUntil: instant('begin then; of one that is DELAYED'),
    priority: count('n', 'lower goes first; of one that waits to begin'),
    attribute: pairs('key=value', 'a label; may be repeated. They take the place of all that it had'),
    clearAttributes: flag('take all its labels'),
  },
  examples: [
    { line: 'dbosd workflow set order-17 --delay 10m', about: 'begin in ten minutes' },
    {
      line: 'dbosd workflow set order-17 --attribute tenant=acme --attribute tier=2',
      about: 'these labels, and no others',
    },
  ],
  columns,
  exits: NOT_FOUND,
  load: async () => (await import('../client/manage-workflows.js')).setWorkflow,
});

export const MANAGEMENT_COMMANDS: readonly Command[] = [CANCEL, RESUME, REWIND, FORK, DELETE, SET];
