import type { DBOSClient, GetWorkflowsInput, WorkflowStatusString } from '@dbosd/client';
import { statusFromWire, timestampToMs, type contract } from '@dbosd/shared';
import { enqueueOptions, queueFacts } from './client-surface.js';
import type { Management, WorkflowFilter } from './management.js';

export function clientManagement(client: DBOSClient): Management {
  return {
    enqueueAndSend: async (workflow, messages) =>
      (await client.enqueueAndSend(enqueueOptions(workflow), workflow.args ?? [], messages)).workflowID,
    cancel: ([...ids], { children = false } = {}) =>
      client.cancelWorkflows(ids, { cancelChildren: children }),
    resume: async ([...ids], { queue } = {}) => {
      await client.resumeWorkflows(ids, queue === undefined ? {} : { queueName: queue });
    },
    remove: ([...ids], { children = false } = {}) => client.deleteWorkflows(ids, children),
    fork: (workflowId, startStep, { newId, queue, version } = {}) =>
      client.forkWorkflow(workflowId, startStep, {
        ...(newId === undefined ? {} : { newWorkflowID: newId }),
        ...(queue === undefined ? {} : { queueName: queue }),
        ...(version === undefined ? {} : { applicationVersion: version }),
      }),
    rewind: async (workflowId, startStep) => {
      await client.rewindWorkflow(workflowId, startStep === undefined ? {} : { startStep });
    },
    setDelay: (workflowId, start) =>
      client.setWorkflowDelay(
        workflowId,
        'delayMs' in start ? start.delayMs / 1000 : { delayUntilEpochMS: start.untilMs },
      ),
    setPriority: (workflowId, priority) => client.setWorkflowPriority(workflowId, priority),
    setAttributes: (workflowId, attributes) => client.setWorkflowAttributes(workflowId, attributes),
    listWorkflows: async (filter) =>
      (await client.listWorkflows(inputOf(filter))).map(({ workflowID }) => workflowID),
    listSteps: async (workflowId) =>
      (await client.listWorkflowSteps(workflowId))?.map((step) => ({
        functionId: step.functionID,
        name: step.name,
        output: step.output,
        error: step.error?.message,
        child: step.childWorkflowID ?? undefined,
      })),
    awaitFirst: async (ids) =>
      (await client.waitFirst(ids.map((id) => client.retrieveWorkflow(id)))).workflowID,
    getQueue: async (name) => {
      const queue = await client.retrieveQueue(name);
      return queue === null ? undefined : queueFacts(queue);
    },
    listQueues: async (applicationNames) => (await client.listQueues([...applicationNames])).map(queueFacts),
    deleteQueue: (name) => client.deleteQueue(name),
  };
}

/** DBOS's filters for those of the contract. Its times include both ends. */
function inputOf(filter: WorkflowFilter): GetWorkflowsInput {
  const given: Partial<Record<keyof GetWorkflowsInput, unknown>> = {
    workflowIDs: filter.workflowIds,
    workflow_id_prefix: filter.workflowIdPrefixes,
    workflowName: filter.workflowNames,
    status: filter.statuses?.map(
      (status) => statusFromWire(status as contract.WorkflowStatus__Output) as WorkflowStatusString,
    ),
    startTime: timeOf(filter.createdSince, 0),
    endTime: timeOf(filter.createdBefore, -1),
    completedAfter: timeOf(filter.completedSince, 0),
    completedBefore: timeOf(filter.completedBefore, -1),
    dequeuedAfter: timeOf(filter.dequeuedSince, 0),
    dequeuedBefore: timeOf(filter.dequeuedBefore, -1),
    authenticatedUser: filter.authenticatedUsers,
    applicationVersion: filter.applicationVersions,
    executorId: filter.executorIds,
    queueName: filter.queueNames,
    queuesOnly: filter.queuesOnly,
    forkedFrom: filter.forkedFrom,
    wasForkedFrom: filter.wasForkedFrom,
    isFork: filter.isFork,
    parentWorkflowID: filter.parentWorkflowIds,
    hasParent: filter.hasParent,
    attributes: filter.attributesJson === undefined ? undefined : JSON.parse(filter.attributesJson),
    scheduleName: filter.scheduleNames,
    applicationName: filter.applicationNames,
    sortDesc: filter.descending,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function timeOf(time: contract.ListWorkflowsRequest['createdSince'], shiftMs: number): string | undefined {
  if (!time) return undefined;
  return new Date(timestampToMs(time as Parameters<typeof timestampToMs>[0]) + shiftMs).toISOString();
}
