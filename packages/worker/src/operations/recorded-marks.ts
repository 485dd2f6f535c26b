import { UndecodableValue, type StepInfo, type WorkflowStatus } from '@dbosd/client';
import { withUndecodable } from '@dbosd/client/internal';
import { workflowIfInBody } from '../context/context.js';
import { recorded, type RecordOptions } from './recorded.js';

// Values that cannot be read are recorded with a mark, so that a replay does not take their texts for values.

/** An UndecodableValue as it is recorded. */
export interface RecordedMark {
  readonly data?: string | undefined;
  readonly serialization?: string | undefined;
}

export function markOf({ data, serialization }: UndecodableValue): RecordedMark {
  return { data, serialization };
}

export function valueOf(mark: RecordedMark): UndecodableValue {
  return new UndecodableValue(mark);
}

type Shown = WorkflowStatus | StepInfo;

/**
 * As `recorded`, for a read of statuses or steps, one or a list. Their `undecodable` is not enumerable, so it would not
 * be stored: it is recorded like any other field, and given back as it was.
 */
export async function recordedShown<R extends Shown | readonly Shown[] | null | undefined>(
  name: string,
  read: () => Promise<R>,
  options?: RecordOptions,
): Promise<R> {
  if (workflowIfInBody() === undefined) return read();
  const found = await recorded(name, async () => forEach(await read(), marked), options);
  return forEach(found, unmarked);
}

function forEach<R extends Shown | readonly Shown[] | null | undefined>(
  found: R,
  change: (shown: Shown) => Shown,
): R {
  if (!found) return found;
  return (Array.isArray(found) ? found.map(change) : change(found as Shown)) as R;
}

function marked(shown: Shown): Shown {
  const { undecodable } = shown;
  return undecodable === undefined ? shown : { ...shown, undecodable: mapped(undecodable, markOf) };
}

function unmarked(found: Shown): Shown {
  const { undecodable, ...shown } = found;
  return undecodable === undefined ? found : withUndecodable(shown as Shown, mapped(undecodable, valueOf));
}

function mapped<From, To>(
  fields: Readonly<Record<string, From>>,
  change: (field: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, change(field)]));
}
