import {
  checkKey,
  checkWorkflowId,
  MAX_KNOWN_KEYS,
  statusFromWire,
  type contract,
  type ValueReaders,
} from '@dbosd/shared';
import type { AbortOptions } from '../timeouts.js';
import type { Connection } from '../connection/connection.js';
import type { SubscriptionPlan } from '../session/subscription.js';
import { decodeAmongOthers } from '../undecodable-value.js';
import { READ_OPTIONS } from '../values.js';
import { checkArray, takeOptions, type OptionNames } from '../options.js';

export interface WatchEventsOptions extends AbortOptions {
  /** The keys to watch, up to 1,000. Absent or empty: all keys. */
  keys?: readonly string[];
}

const OPTIONS: OptionNames<WatchEventsOptions> = {
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
  const { keys = [], signal } = takeOptions('options', options, OPTIONS);
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
