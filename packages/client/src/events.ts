import {
  checkKey,
  checkWorkflowId,
  type contract,
  DEFAULT_TIMEOUT_MS,
  MAX_KNOWN_KEYS,
  statusFromWire,
  type ValueReaders,
} from '@dbosd/shared';
import type { Connection } from './connection/connection.js';
import { checkArray, type OptionNames, takeOptions } from './options.js';
import { throughPages } from './pages.js';
import type { SubscriptionPlan } from './session/subscription.js';
import {
  type AbortOptions,
  checkPolling,
  type PollingOptions,
  takeAbortOptions,
  timeoutMsOf,
  type TimeoutOptions,
} from './timeouts.js';
import { decodeAmongOthers } from './undecodable-value.js';
import { decodeWire, READ_OPTIONS } from './values.js';

/** `timeoutSeconds` or `deadlineEpochMS`; with neither, 60 s. */
export interface GetEventOptions extends PollingOptions, TimeoutOptions, AbortOptions {}

const OPTIONS: OptionNames<GetEventOptions> = {
  timeoutSeconds: true,
  deadlineEpochMS: true,
  pollingIntervalMs: true,
  signal: true,
};

/**
 * The event's value; null on timeout, or if the workflow ended without setting it. Throws WORKFLOW_NOT_FOUND if the
 * workflow is deleted during the wait.
 */
export async function getEvent(
  connection: Connection,
  workflowID: string,
  key: string,
  given: number | GetEventOptions | undefined,
): Promise<unknown> {
  const options =
    given === undefined || typeof given === 'number' ? given : takeOptions('options', given, OPTIONS);
  if (typeof options === 'object') checkPolling(given as GetEventOptions);
  const isTimed =
    typeof options === 'number' ||
    options?.timeoutSeconds !== undefined ||
    options?.deadlineEpochMS !== undefined;
  const { value } = await connection.wait(
    'getEvent',
    {
      workflowId: checkWorkflowId('workflowID', workflowID),
      key: checkKey('key', key),
      readOptions: READ_OPTIONS,
    },
    {
      timeoutMs: isTimed ? timeoutMsOf(options) : DEFAULT_TIMEOUT_MS,
      signal: typeof options === 'object' ? options.signal : undefined,
    },
  );
  return value?.value ? decodeWire(value.value, { workflow_id: workflowID, key }, connection.readers) : null;
}

/**
 * The current value of every key that the workflow has set; empty if the workflow does not exist (yet). A value that
 * cannot be decoded is an UndecodableValue.
 */
export async function getAllEvents(
  connection: Connection,
  workflowID: string,
  options: AbortOptions,
): Promise<Record<string, unknown>> {
  const { signal } = takeAbortOptions(options);
  const workflowId = checkWorkflowId('workflowID', workflowID);
  const events = throughPages(async (pageToken) => {
    const page = await connection.call(
      'listEvents',
      { workflowId, readOptions: READ_OPTIONS, pageToken },
      { isRepeatable: true, signal },
    );
    return { items: page.events, nextPageToken: page.nextPageToken };
  });
  // A null prototype, so that a key like __proto__ needs no special treatment.
  const values = Object.create(null) as Record<string, unknown>;
  for await (const { key, value } of events) {
    values[key] = value?.value
      ? decodeAmongOthers(value.value, { workflow_id: workflowID, key }, { readers: connection.readers })
      : null;
  }
  return values;
}

export interface WatchEventsOptions extends AbortOptions {
  /** The keys to watch, up to 1,000. Absent or empty: all keys. */
  keys?: readonly string[];
}

const WATCH_EVENTS_OPTIONS: OptionNames<WatchEventsOptions> = {
  keys: true,
  signal: true,
};

/** A change to a workflow's events. */
export type EventChange =
  /** The value is an UndecodableValue if it cannot be decoded. */
  | { readonly type: 'set'; readonly key: string; readonly value: unknown }
  /** The key is no longer set: the workflow was rewound. */
  | { readonly type: 'unset'; readonly key: string }
  /** The workflow has ended. This is the last change. */
  | { readonly type: 'workflowEnded'; readonly status: string };

/**
 * Yields the current values, then each change, and finally that the workflow has ended. The latest value is never
 * missed; values that were overwritten in between may be. Continues across breaks without yielding a value twice.
 * Throws WORKFLOW_NOT_FOUND if the workflow is deleted.
 */
export async function* watchEvents(
  connection: Connection,
  workflowID: string,
  options: WatchEventsOptions,
): AsyncGenerator<EventChange, void, unknown> {
  const { keys = [], signal } = takeOptions('options', options, WATCH_EVENTS_OPTIONS);
  const plan = watchPlan(
    checkWorkflowId('workflowID', workflowID),
    checkArray('options.keys', keys).map((key) => checkKey('keys', key)),
  );
  const subscription = connection.subscribe(plan, signal);
  try {
    for (;;) {
      const taken = await subscription.take();
      if (taken.kind !== 'response') return;
      const { changes = [], workflowEnded } = taken.response.watchEvents ?? {};
      for (const change of changes) yield changeOf(workflowID, change, connection.readers);
      if (workflowEnded) {
        yield { type: 'workflowEnded', status: statusFromWire(workflowEnded.status) };
        return;
      }
    }
  } finally {
    connection.unsubscribe(subscription);
  }
}

function watchPlan(workflowId: string, keys: string[]): SubscriptionPlan {
  // Counts every value that has arrived, read or not: values that wait for the reader need not be sent again.
  const known = new Map<string, Buffer>();
  return {
    encode: (codec, id, creditBytes) =>
      codec.subscribe(
        id,
        'watchEvents',
        { workflowId, keys, known: latest(known), readOptions: READ_OPTIONS },
        creditBytes,
      ),
    note: ({ watchEvents: response }) => {
      if (!response) return;
      // A request can name only so many known values. After a break the others are sent again, and dropped here.
      response.changes = response.changes.filter(
        ({ key, set }) => !set || known.get(key)?.equals(set.revision) !== true,
      );
      for (const { key, set } of response.changes) {
        known.delete(key);
        if (set) known.set(key, set.revision);
      }
    },
  };
}

function latest(known: ReadonlyMap<string, Buffer>): Record<string, Buffer> {
  const revisions = Object.create(null) as Record<string, Buffer>;
  for (const [key, revision] of [...known].slice(-MAX_KNOWN_KEYS)) revisions[key] = revision;
  return revisions;
}

function changeOf(
  workflowID: string,
  { key, set }: contract.EventChange__Output,
  readers: ValueReaders,
): EventChange {
  if (!set?.value) return { type: 'unset', key };
  return {
    type: 'set',
    key,
    value: decodeAmongOthers(set.value, { workflow_id: workflowID, key }, { readers }),
  };
}
