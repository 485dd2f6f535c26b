/** When something was written down, and by whom. The clocks are those of one machine. */
export interface Stamp {
  /** The process. */
  readonly proc: string;
  /** By the monotonic clock, which all processes of a machine share. */
  readonly tUs: number;
  /** By the wall clock, which the database shares. */
  readonly wallMs: number;
}

/**
 * `invoke`: begun. `ok`: it succeeded. `info`: it failed, or its process was told to give up, so nobody knows. A process
 * that was killed leaves an `invoke` alone. A workflow that is replayed begins everything anew.
 */
export type Phase = 'invoke' | 'ok' | 'info';

export type Event =
  | {
      readonly op: 'send';
      readonly phase: Phase;
      /** Sends of one sender are ordered among each other, where one was answered before the next began. */
      readonly from: string;
      readonly to: string;
      readonly topic?: string;
      readonly value: string;
    }
  | {
      readonly op: 'recv';
      readonly phase: Phase;
      readonly workflowId: string;
      readonly path: string;
      readonly value?: string | null;
    }
  | {
      readonly op: 'setEvent';
      readonly phase: Phase;
      readonly workflowId: string;
      readonly key: string;
      readonly value: number;
    }
  | {
      readonly op: 'getEvent';
      readonly phase: Phase;
      /** One look, or one wait. */
      readonly look: string;
      readonly workflowId: string;
      readonly key: string;
      readonly value?: number | null;
    }
  | {
      readonly op: 'write';
      readonly phase: Phase;
      readonly workflowId: string;
      readonly key: string;
      readonly value: string;
    }
  /** A value that a reader got, at the place where it counts it. */
  | {
      readonly op: 'read';
      readonly reader: string;
      readonly workflowId: string;
      readonly key: string;
      readonly offset: number;
      readonly value: string;
    }
  /** The reader was told that the stream has ended. */
  | { readonly op: 'readEnd'; readonly reader: string; readonly workflowId: string; readonly key: string }
  /** `invoke`: the body begins, as a new execution. `ok`: the workflow has got its outcome, of that execution. */
  | {
      readonly op: 'step';
      readonly phase: Phase;
      readonly workflowId: string;
      readonly path: string;
      readonly execution: string;
    }
  | { readonly op: 'fault'; readonly what: string; readonly target: string };

export type Entry = Stamp & Event;
