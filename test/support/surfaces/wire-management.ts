import { randomUUID } from 'node:crypto';
import { DbosdError, msToDuration, msToTimestamp, type contract } from '@dbosd/shared';
import { portable } from '../dbos-writer.js';
import type { Management, Step } from './management.js';
import { decoded, enqueueRequest, queueFacts, throughPages } from './wire-surface.js';
import type { Wire } from './wire.js';

/** Longer than any test. */
const LONG = { seconds: 600 };

export function wireManagement(wire: Wire): Management {
  return {
    enqueueAndSend: async (workflow, messages) => {
      const { workflow: enqueued } = await wire.call('enqueueAndSend', {
        workflow: enqueueRequest(workflow),
        messages: messages.map(({ message, topic, idempotencyKey }) => ({
          payload: portable(message),
          ...(topic === undefined ? {} : { topic }),
          ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
        })),
      });
      return enqueued!.workflowId;
    },
    cancel: async (ids, { children = false } = {}) => {
      await wire.call('cancelWorkflows', { workflowIds: [...ids], cancelChildren: children });
    },
    resume: async (ids, { queue } = {}) => {
      const more = queue === undefined ? {} : { queueName: queue };
      await wire.call('resumeWorkflows', { workflowIds: [...ids], ...more });
    },
    remove: async (ids, { children = false } = {}) => {
      await wire.call('deleteWorkflows', { workflowIds: [...ids], deleteChildren: children });
    },
    fork: async (workflowId, startStep, { newId = randomUUID(), queue, version } = {}) => {
      const request: contract.ForkWorkflowRequest = {
        workflowId,
        startStep,
        newWorkflowId: newId,
        ...(queue === undefined ? {} : { queueName: queue }),
        ...(version === undefined ? {} : { applicationVersion: version }),
      };
      return (await wire.call('forkWorkflow', request)).workflowId;
    },
    rewind: async (workflowId, startStep = 0) => {
      await wire.call('rewindWorkflow', { workflowId, startStep });
    },
    setDelay: async (workflowId, start) => {
      const when =
        'delayMs' in start
          ? { delay: msToDuration(start.delayMs) }
          : { delayUntil: msToTimestamp(start.untilMs) };
      await wire.call('setWorkflowDelay', { workflowId, ...when });
    },
    setPriority: async (workflowId, priority) => {
      await wire.call('setWorkflowPriority', { workflowId, priority });
    },
    setAttributes: async (workflowId, attributes) => {
      const json = attributes === undefined ? {} : { attributesJson: JSON.stringify(attributes) };
      await wire.call('setWorkflowAttributes', { workflowId, ...json });
    },
    listWorkflows: (filter) =>
      throughPages(async (pageToken) => {
        const page = await wire.call('listWorkflows', { ...filter, pageToken });
        return { items: page.workflows.map(({ workflowId }) => workflowId), next: page.nextPageToken };
      }),
    listSteps: (workflowId) => listSteps(wire, workflowId),
    awaitFirst: async (ids) => {
      const request = { workflowIds: [...ids], waitForStart: true, timeout: LONG };
      return (await wire.call('awaitFirst', request)).completed!.workflowId;
    },
    getQueue: async (name) => {
      try {
        return queueFacts((await wire.call('getQueue', { name })).queue!);
      } catch (error) {
        if (error instanceof DbosdError && error.reason === 'QUEUE_NOT_FOUND') return undefined;
        throw error;
      }
    },
    listQueues: (applicationNames) =>
      throughPages(async (pageToken) => {
        const page = await wire.call('listQueues', { applicationNames: [...applicationNames], pageToken });
        return { items: page.queues.map(queueFacts), next: page.nextPageToken };
      }),
    deleteQueue: async (name) => {
      await wire.call('deleteQueue', { name });
    },
  };
}

async function listSteps(wire: Wire, workflowId: string): Promise<Step[] | undefined> {
  try {
    return await throughPages(async (pageToken) => {
      const page = await wire.call('listWorkflowSteps', { workflowId, pageToken });
      return { items: page.steps.map(stepOf), next: page.nextPageToken };
    });
  } catch (error) {
    if (error instanceof DbosdError && error.reason === 'WORKFLOW_NOT_FOUND') return undefined;
    throw error;
  }
}

type Listed = contract.ListWorkflowStepsResponse__Output['steps'][number];

function stepOf({ functionId, name, output, error, childWorkflowId }: Listed): Step {
  return {
    functionId,
    name,
    output: output ? decoded(output) : null,
    error: error ? (decoded(error) as { message: string }).message : undefined,
    child: childWorkflowId,
  };
}
