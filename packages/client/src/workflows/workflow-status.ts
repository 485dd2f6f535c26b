import {
  CLIENT_MAX_VALUE_BYTES,
  durationToMs,
  PORTABLE_JSON,
  statusFromWire,
  timestampToMs,
  UndecodableError,
  type contract,
  type ValueReaders,
} from '@dbosd/shared';
import { decodeWire, storedOf, type Whereabouts } from '../values.js';
import { workflowErrorOf } from './workflow-error.js';

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
}

/** Input, output and error come in one answer, and all three must fit what the client receives. */
export const STATUS_READ_OPTIONS: contract.ReadOptions = { maxValueBytes: CLIENT_MAX_VALUE_BYTES / 3 };

/** Throws VALUE_TOO_LARGE naming the `field` whose value is larger than the client receives. */
export function workflowStatusOf(workflow: contract.Workflow__Output, readers: ValueReaders): WorkflowStatus {
  const where = (field: string): Whereabouts => ({ workflow_id: workflow.workflowId, field });
  return present({
    workflowID: workflow.workflowId,
    status: statusFromWire(workflow.status),
    workflowName: workflow.workflowName,
    workflowClassName: workflow.className ?? '',
    workflowConfigName: workflow.configName,
    queueName: workflow.queueName,
    authenticatedUser: workflow.authenticatedUser,
    assumedRole: workflow.assumedRole,
    authenticatedRoles: workflow.authenticatedRoles,
    input: workflow.input ? argumentsOf(workflow.input, where('input'), readers) : undefined,
    output: workflow.output
      ? orText(workflow.output, (value) => decodeWire(value, where('output'), readers))
      : undefined,
    error: workflow.error
      ? orText(workflow.error, (value) => workflowErrorOf(value, where('error'), readers))
      : undefined,
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
}

// Portable arguments are an object of positional and named ones, native ones are the array itself.
function argumentsOf(value: contract.Value__Output, where: Whereabouts, readers: ValueReaders): unknown[] {
  const decoded = orText(value, (one) => decodeWire(one, where, readers));
  if (value.payload?.serialization !== PORTABLE_JSON) return decoded as unknown[];
  const { positionalArgs = [] } = (decoded ?? {}) as { positionalArgs?: unknown[] };
  return positionalArgs;
}

// As DBOS does: a status can be looked at even where a value of it cannot be read.
function orText(value: contract.Value__Output, decode: (value: contract.Value__Output) => unknown): unknown {
  try {
    return decode(value);
  } catch (error) {
    if (error instanceof UndecodableError) return storedOf(value).data;
    throw error;
  }
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
