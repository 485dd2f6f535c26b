import type { GetWorkflowsInput, WorkflowStatusString } from '@dbosd/client';
import { CommandError, EXIT, type ExitCode } from '../errors.js';
import { WORKFLOWS } from '../views/workflows.js';
import { limited } from './limited.js';
import { listOrWatch, type WatchGiven } from './watching.js';
import type { ClientSurroundings } from './with-client.js';

interface ListWorkflowsGiven extends WatchGiven {
  readonly id?: readonly string[];
  readonly prefix?: readonly string[];
  readonly name?: readonly string[];
  readonly status?: readonly WorkflowStatusString[];
  readonly queue?: readonly string[];
  readonly queued?: boolean;
  readonly since?: Date;
  readonly until?: Date;
  readonly endedSince?: Date;
  readonly endedUntil?: Date;
  readonly dequeuedSince?: Date;
  readonly dequeuedUntil?: Date;
  readonly parent?: readonly string[];
  readonly children?: boolean;
  readonly roots?: boolean;
  readonly forkedFrom?: readonly string[];
  readonly forks?: boolean;
  readonly forked?: boolean;
  readonly attribute?: Readonly<Record<string, unknown>>;
  readonly schedule?: readonly string[];
  readonly user?: readonly string[];
  readonly app?: readonly string[];
  readonly version?: readonly string[];
  readonly executor?: readonly string[];
  readonly limit?: number;
  readonly offset?: number;
  readonly oldestFirst?: boolean;
  readonly values?: boolean;
}

const DEFAULT_LIMIT = 100;

/** `dbosd workflow list`: the newest hundred, newest first, by default. */
export function listWorkflows(
  given: ListWorkflowsGiven,
  surroundings: ClientSurroundings,
): Promise<ExitCode> {
  const { client, signal } = surroundings;
  refuseContradiction(given);
  const { limit = DEFAULT_LIMIT, values: withValues = false } = given;
  const input: GetWorkflowsInput = {
    ...filterOf(given),
    // One more, to know that there are more.
    ...(limit === 0 ? {} : { limit: limit + 1 }),
    loadInput: withValues,
    loadOutput: withValues,
  };
  return listOrWatch(
    given,
    {
      view: WORKFLOWS,
      read: (note) => limited(client.listAllWorkflows(input, { signal }), limit, note),
    },
    surroundings,
  );
}

function refuseContradiction({ children = false, roots = false }: ListWorkflowsGiven): void {
  if (!children || !roots) return;
  throw new CommandError(
    '--children are started by another workflow, --roots by none: give one of them',
    EXIT.usage,
  );
}

function filterOf(given: ListWorkflowsGiven): GetWorkflowsInput {
  const { queued, forks, forked, children, roots, attribute, offset, oldestFirst = false } = given;
  return defined({
    workflowIDs: mutable(given.id),
    workflow_id_prefix: mutable(given.prefix),
    workflowName: mutable(given.name),
    status: mutable(given.status),
    queueName: mutable(given.queue),
    queuesOnly: queued,
    startTime: given.since?.toISOString(),
    endTime: given.until?.toISOString(),
    completedAfter: given.endedSince?.toISOString(),
    completedBefore: given.endedUntil?.toISOString(),
    dequeuedAfter: given.dequeuedSince?.toISOString(),
    dequeuedBefore: given.dequeuedUntil?.toISOString(),
    parentWorkflowID: mutable(given.parent),
    hasParent: children === true ? true : roots === true ? false : undefined,
    forkedFrom: mutable(given.forkedFrom),
    isFork: forks,
    wasForkedFrom: forked,
    attributes: attribute,
    scheduleName: mutable(given.schedule),
    authenticatedUser: mutable(given.user),
    applicationName: mutable(given.app),
    applicationVersion: mutable(given.version),
    executorId: mutable(given.executor),
    offset,
    sortDesc: !oldestFirst,
  });
}

function mutable<T>(values: readonly T[] | undefined): T[] | undefined {
  return values === undefined ? undefined : [...values];
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function defined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
