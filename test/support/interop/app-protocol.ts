/** What the DBOS application of the interop suite runs with. */
export interface ApplicationOptions {
  readonly url: string;
  /** Default: interop. */
  readonly name?: string;
  /** Default: true. */
  readonly useListenNotify?: boolean;
}

/** `undefined`: the workflow's own format. */
export type Format = 'native' | 'portable' | undefined;

/** One thing that a workflow of the application does. Function ids: a receive takes two, a pass none, all others one. */
export type Action =
  | { readonly do: 'receive'; readonly topic?: string; readonly timeoutSeconds?: number }
  | { readonly do: 'setEvent'; readonly key: string; readonly value: unknown; readonly format?: Format }
  | {
      readonly do: 'write';
      readonly key: string;
      readonly value: unknown;
      readonly format?: Format;
      readonly inStep?: boolean;
    }
  | { readonly do: 'close'; readonly key: string; readonly inStep?: boolean }
  | { readonly do: 'sleep'; readonly ms: number }
  | {
      readonly do: 'send';
      readonly to: string;
      readonly value: unknown;
      readonly topic?: string;
      readonly idempotencyKey?: string;
      readonly format?: Format;
      readonly inStep?: boolean;
    }
  /** Starts a child that performs actions of its own, and does not wait for it. */
  | {
      readonly do: 'start';
      readonly actions: readonly Action[];
      readonly timeoutMS?: number;
      readonly queueName?: string;
      readonly enqueueOptions?: EnqueueOptions;
      readonly returnExisting?: boolean;
    }
  /** Waits until the test opens this gate. */
  | { readonly do: 'pass'; readonly gate: string }
  | {
      readonly do: 'throw';
      readonly message: string;
      readonly code?: string | number;
      readonly data?: unknown;
    }
  | { readonly do: 'return'; readonly value: unknown };

/**
 * The workflows that the application has registered. `perform` carries out its actions, and returns what it received,
 * in order, unless it is told what to return; `interleave` writes a stream from a step and from its body in turns;
 * `echo` returns its arguments.
 */
export type WorkflowName = 'perform' | 'interleave' | 'echo';

/** What a test can ask of the application, over its IPC channel. */
export interface ApplicationMethods {
  readonly start: (workflow: WorkflowName, workflowId: string, ...args: unknown[]) => Promise<void>;
  /** Waits for a workflow's result. */
  readonly result: (workflowId: string) => Promise<unknown>;
  /** Resolves when a workflow stands at the gate. */
  readonly reached: (gate: string) => Promise<void>;
  /** Lets workflows pass, now and later. */
  readonly open: (gate: string) => Promise<void>;
  readonly send: (
    destinationId: string,
    message: unknown,
    topic?: string,
    idempotencyKey?: string,
    format?: Format,
  ) => Promise<void>;
  readonly cancel: (workflowId: string) => Promise<void>;
  /** Makes a workflow anew from a step on, under another id; the application runs it. */
  readonly fork: (workflowId: string, fromStep: number, newWorkflowId: string) => Promise<void>;
  readonly registerQueue: (name: string, options?: QueueOptions) => Promise<void>;
  /** The workflows that have begun, in order. */
  readonly begun: () => Promise<string[]>;
}

export interface EnqueueOptions {
  readonly priority?: number;
  readonly deduplicationID?: string;
  readonly queuePartitionKey?: string;
  readonly delaySeconds?: number;
}

export interface QueueOptions {
  readonly globalConcurrency?: number;
  readonly partitionConcurrency?: number;
}

export type MethodName = keyof ApplicationMethods;

export interface Request {
  readonly id: number;
  readonly method: MethodName;
  readonly args: readonly unknown[];
}

export type Reply =
  /** The application has launched, or could not. */
  | { readonly kind: 'launched'; readonly error?: string }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly name: string; readonly message: string };
