import {
  checkName,
  checkPartitionKey,
  checkWorkflowId,
  invalidField,
  MAX_PRIORITY,
  MAX_ROLES,
  type contract,
} from '@dbosd/shared';
import type { DurableCall, QueuePlacement, StartWorkflowCommand } from '../../model/durable.js';
import type { WorkerHello } from '../../model/workers.js';
import { decodeAttributes } from '../fields/values.js';
import { checkEnum, inside, checkRange } from '../fields/scalars.js';
import { decodeSpan } from '../fields/times.js';
import { decodeRawInput } from '../fields/workflows.js';

interface StartContext {
  /** The worker that starts it. */
  readonly hello: WorkerHello;
  /** The operation of the workflow that starts it. Absent: none does. */
  readonly parent?: DurableCall | undefined;
  readonly maxBytes: number;
}

/** The start of a workflow by a worker. Throws INVALID_FIELD or PAYLOAD_TOO_LARGE. */
export function decodeStart(
  start: contract.StartWorkflow__Output,
  { hello, parent, maxBytes }: StartContext,
): StartWorkflowCommand {
  const policy = checkEnum('workflow_id_reuse_policy', start.workflowIdReusePolicy);
  const { queue } = start;
  return {
    parent,
    workflowId: checkNewId('workflow_id', start.workflowId),
    workflowName: checkName('workflow_name', start.workflowName),
    input: decodeRawInput('input', start.input, maxBytes),
    token: checkName('token', start.token),
    rejectIdInUse: policy === 'WORKFLOW_ID_REUSE_POLICY_REJECT',
    ...decodeNames(start),
    ...decodeTimeout(start),
    ...decodeAttributes(start.attributesJson, maxBytes),
    queue: queue === null ? undefined : inside('queue', () => decodePlacement(queue)),
    applicationName: hello.applicationName,
    applicationVersion: decodeVersion(start) ?? hello.applicationVersion,
    executorId: hello.executorId,
  };
}

function decodeVersion({ queue, applicationVersion }: contract.StartWorkflow__Output): string | undefined {
  if (applicationVersion === undefined) return undefined;
  if (queue !== null) {
    throw invalidField('application_version', 'is for a start without a queue: put it into the placement');
  }
  return checkName('application_version', applicationVersion);
}

// Ids of children are derived from their parents', and may be longer than those that callers make.
function checkNewId(field: string, id: string): string {
  checkWorkflowId(field, id);
  if (id.trim() === '') throw invalidField(field, 'is blank: give an id with at least one visible character');
  return id;
}

function decodeNames(
  start: contract.StartWorkflow__Output,
): Pick<
  StartWorkflowCommand,
  'className' | 'configName' | 'authenticatedUser' | 'assumedRole' | 'authenticatedRoles'
> {
  const { className, configName, authenticatedUser, assumedRole, authenticatedRoles } = start;
  if (authenticatedRoles.length > MAX_ROLES) {
    throw invalidField(
      'authenticated_roles',
      `holds ${String(authenticatedRoles.length)} roles: give ${String(MAX_ROLES)} at most`,
    );
  }
  return {
    authenticatedRoles: authenticatedRoles.map((role, index) =>
      checkName(`authenticated_roles[${String(index)}]`, role),
    ),
    className: className === undefined ? undefined : checkName('class_name', className),
    configName: configName === undefined ? undefined : checkName('config_name', configName),
    authenticatedUser:
      authenticatedUser === undefined ? undefined : checkName('authenticated_user', authenticatedUser),
    assumedRole: assumedRole === undefined ? undefined : checkName('assumed_role', assumedRole),
  };
}

function decodeTimeout(
  start: contract.StartWorkflow__Output,
): Pick<StartWorkflowCommand, 'timeoutMs' | 'inheritDeadline'> {
  const { inheritDeadline } = start;
  const timeoutMs = decodeSpan('timeout', start.timeout, 1);
  if (timeoutMs === undefined) return { inheritDeadline };
  if (inheritDeadline) {
    throw invalidField('inherit_deadline', 'is set together with a timeout: a workflow has one of them');
  }
  return { inheritDeadline, timeoutMs };
}

function decodePlacement(queue: contract.QueuePlacement__Output): QueuePlacement {
  const { deduplicationId, returnDeduplicated, queuePartitionKey, applicationVersion } = queue;
  const { applicationName, byName } = queue;
  if (applicationName !== undefined && !byName) {
    throw invalidField('application_name', 'is for what is enqueued by its name: set by_name, too');
  }
  if (returnDeduplicated && deduplicationId === undefined) {
    throw invalidField('deduplication_id', 'is missing: to return the existing workflow needs it');
  }
  return {
    queueName: checkName('queue_name', queue.queueName),
    returnDeduplicated,
    priority: checkRange('priority', queue.priority, [0, MAX_PRIORITY]),
    delayMs: decodeSpan('delay', queue.delay) ?? 0,
    deduplicationId:
      deduplicationId === undefined ? undefined : checkName('deduplication_id', deduplicationId),
    queuePartitionKey:
      queuePartitionKey === undefined
        ? undefined
        : checkPartitionKey('queue_partition_key', queuePartitionKey),
    applicationVersion:
      applicationVersion === undefined ? undefined : checkName('application_version', applicationVersion),
    ...(byName && { byName }),
    applicationName:
      applicationName === undefined ? undefined : checkName('application_name', applicationName),
  };
}
