import {
  CLIENT_MAX_VALUE_BYTES,
  durationToMs,
  statusFromWire,
  timestampToMs,
  type contract,
  type ValueReaders,
} from '@dbosd/shared';
import { decodeAmongOthers, withTexts, type Decode, type Undecodable } from '../undecodable-value.js';
import { decodeWireArguments, decodeWireError } from '../values.js';

/** A workflow as its row shows it, in DBOS's own shape. Times are milliseconds since the epoch. */
export interface WorkflowStatus {
  readonly workflowID: string;
  /** PENDING, ENQUEUED, DELAYED, SUCCESS, ERROR, CANCELLED or MAX_RECOVERY_ATTEMPTS_EXCEEDED. */
  readonly status: string;
  readonly workflowName: string;
  readonly workflowClassName: string;
  readonly workflowConfigName?: string;
  readonly queueName?: string;
  readonly authenticatedUser?: string;
  readonly assumedRole?: string;
  readonly authenticatedRoles?: string[];
  /** The positional arguments; the stored text, where its format is not read here. */
  readonly input?: unknown[];
  /** The result; the stored text, where its format is not read here. */
  readonly output?: unknown;
  readonly error?: unknown;
  readonly executorId?: string;
  readonly applicationVersion?: string;
  readonly applicationName?: string;
  readonly createdAt: number;
  readonly updatedAt?: number;
  readonly timeoutMS?: number;
  readonly deadlineEpochMS?: number;
  readonly deduplicationID?: string;
  readonly priority: number;
  readonly queuePartitionKey?: string;
  readonly dequeuedAt?: number;
  readonly delayUntilEpochMS?: number;
  readonly completedAt?: number;
  readonly forkedFrom?: string;
  readonly wasForkedFrom?: boolean;
  readonly parentWorkflowID?: string;
  readonly attributes?: Record<string, unknown>;
  readonly scheduleName?: string;
  readonly recoveryAttempts?: number;
  /** Which of its values are only their stored text, or nothing, since they cannot be read here. Not enumerable. */
  readonly undecodable?: Undecodable<'input' | 'output' | 'error'>;
}

/** Input, output and error come in one answer, and all three must fit what the client receives. */
export const STATUS_READ_OPTIONS: contract.ReadOptions = { maxValueBytes: CLIENT_MAX_VALUE_BYTES / 3 };

/** A workflow that was read. None of its values hides the others, nor the workflow. */
export function workflowStatusOf(workflow: contract.Workflow__Output, readers: ValueReaders): WorkflowStatus {
  const of = (value: contract.Value__Output | null, field: string, decode?: Decode): unknown =>
    value === null
      ? undefined
      : decodeAmongOthers(value, { workflow_id: workflow.workflowId, field }, { readers, decode });
  const record = present({
    workflowID: workflow.workflowId,
    status: statusFromWire(workflow.status),
    workflowName: workflow.workflowName,
    workflowClassName: workflow.className ?? '',
    workflowConfigName: workflow.configName,
    queueName: workflow.queueName,
    authenticatedUser: workflow.authenticatedUser,
    assumedRole: workflow.assumedRole,
    authenticatedRoles: workflow.authenticatedRoles,
    input: of(workflow.input, 'input', decodeWireArguments) as unknown[] | undefined,
    output: of(workflow.output, 'output'),
    error: of(workflow.error, 'error', decodeWireError),
    executorId: workflow.executorId,
    applicationVersion: workflow.applicationVersion,
    applicationName: workflow.applicationName,
    createdAt: workflow.createdAt ? timestampToMs(workflow.createdAt) : 0,
    updatedAt: timeOf(workflow.updatedAt),
    timeoutMS: workflow.timeout ? durationToMs(workflow.timeout) : undefined,
    deadlineEpochMS: timeOf(workflow.deadline),
    deduplicationID: workflow.deduplicationId,
    priority: workflow.priority,
    queuePartitionKey: workflow.queuePartitionKey,
    dequeuedAt: timeOf(workflow.dequeuedAt),
    delayUntilEpochMS: timeOf(workflow.delayUntil),
    completedAt: timeOf(workflow.completedAt),
    forkedFrom: workflow.forkedFrom,
    wasForkedFrom: workflow.wasForkedFrom,
    parentWorkflowID: workflow.parentWorkflowId,
    attributes: attributesOf(workflow.attributesJson, readers),
    scheduleName: workflow.scheduleName,
    recoveryAttempts: workflow.recoveryAttempts,
  });
  return withTexts(record);
}

function timeOf(time: Parameters<typeof timestampToMs>[0] | null): number | undefined {
  return time === null ? undefined : timestampToMs(time);
}

function attributesOf(
  json: string | undefined,
  { parseJson = JSON.parse as (text: string) => unknown }: ValueReaders,
): Record<string, unknown> | undefined {
  return json === undefined ? undefined : (parseJson(json) as Record<string, unknown>);
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Without the fields that are undefined. */
function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
