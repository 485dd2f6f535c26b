import type { WorkflowSerializationFormat } from '@dbosd/client';
import type { StepConfig } from '../steps/run-step.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any function may be registered
export type AnyFunction = (this: any, ...args: any[]) => Promise<any>;
export type AnyConstructor = abstract new (...args: never[]) => object;

/** Checks and transforms the arguments of a workflow, as a zod schema of the array does. */
export interface InputSchema {
  parse(input: unknown): unknown;
}

export interface WorkflowConfig {
  /** How often it may be taken up again without recording a step before it is given up. Absent: 100. */
  maxRecoveryAttempts?: number;
  /** The name it is registered under. Absent: the function's. */
  name?: string;
  /** How its arguments, result, messages, events and streams are written. Absent: native. */
  serialization?: WorkflowSerializationFormat;
  /** Applied to the arguments before they are recorded; throws for wrong ones. */
  inputSchema?: InputSchema;
}

/** Under which name, class and object a function is registered. */
export interface FunctionName {
  name?: string;
  className?: string;
  ctorOrProto?: object;
}

/** A class that workflows belong to. Its name is settled when DBOS is launched: a decorator may come last. */
export interface ClassRegistration {
  readonly ctor: AnyConstructor | undefined;
  givenName: string | undefined;
}

/** A registered workflow or step. */
export interface Registration {
  readonly kind: 'workflow' | 'step';
  readonly name: string;
  /** The function as it was given. */
  readonly original: AnyFunction;
  /** What replaces it: called like it. */
  readonly wrapper: AnyFunction;
  /** Undefined: it belongs to none, or (for decorated methods) that is not known yet. */
  owner: ClassRegistration | undefined;
  /** A decorated method. */
  readonly isMethod: boolean;
  /** A method of objects: without a configured instance it cannot run. */
  readonly needsInstance: boolean;
  readonly workflowConfig: WorkflowConfig;
  readonly stepConfig: StepConfig;
}

/** '' for functions of no class, as DBOS stores them. */
export function classNameOf({ owner }: Registration): string {
  return owner?.givenName ?? owner?.ctor?.name ?? '';
}
