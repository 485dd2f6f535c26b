import type { StoredValue } from '@dbosd/shared';

/** A value as a read returns it: whole, or only its size when it is larger than the reader's limit. */
export type ReadValue =
  | ({ readonly kind: 'payload' } & StoredValue)
  | { readonly kind: 'oversized'; readonly size: number; readonly serialization?: string };

export interface Page<T, C> {
  readonly items: readonly T[];
  /** Where the next page begins; absent: this was the last one. */
  readonly next?: C;
}

/** The workflow has ended, and what was waited for will not come. It speaks of that moment. */
export interface WorkflowEnded {
  readonly kind: 'workflowEnded';
  /** As DBOS stores it. */
  readonly status: string;
}
