import type { StoredValue } from '@dbosd/shared';

/** A value as a read returns it: whole, or only its size when it is larger than the reader's limit. */
export type ReadValue =
  | ({ readonly kind: 'payload' } & StoredValue)
  | { readonly kind: 'oversized'; readonly size: number; readonly serialization?: string | undefined };

export interface Page<T, C> {
  readonly items: readonly T[];
  /** Where the next page begins; absent: this was the last one. */
  readonly next?: C | undefined;
}

/** The workflow has ended, and what was waited for will not come. It speaks of that moment. */
export interface WorkflowEnded {
  readonly kind: 'workflowEnded';
  /** As DBOS stores it. */
  readonly status: string;
}

/**
 * Values of one format, none of them oversized, with their texts one after another: between the store and the wire they
 * are one text and a list of sizes, however many they are.
 */
export interface ValueRun {
  /** How many they are. */
  readonly length: number;
  /** The texts as UTF-8. */
  readonly bytes: Buffer;
  /** Bytes of each. */
  readonly sizes: Uint32Array;
  /** Bytes of the largest. */
  readonly maxSize: number;
  /** The format of them all. */
  readonly serialization?: string | undefined;
}

/** Values as they are read: one by one, or together. */
export type ReadValues = readonly ReadValue[] | ValueRun;

export function isRun(values: ReadValues): values is ValueRun {
  return 'sizes' in values;
}

/** The values one by one. */
export function eachOf(values: ReadValues): readonly ReadValue[] {
  if (!isRun(values)) return values;
  const { bytes, sizes, serialization } = values;
  const format = serialization === undefined ? {} : { serialization };
  let end = 0;
  return Array.from(sizes, (size) => {
    const begin = end;
    end += size;
    return { kind: 'payload', data: bytes.toString('utf8', begin, end), ...format };
  });
}

/** The run without its first values. */
export function runFrom(run: ValueRun, skipped: number): ValueRun {
  if (skipped === 0) return run;
  const sizes = run.sizes.subarray(skipped);
  const left = sizes.reduce((sum, size) => sum + size, 0);
  return { ...run, length: sizes.length, sizes, bytes: run.bytes.subarray(run.bytes.length - left) };
}
