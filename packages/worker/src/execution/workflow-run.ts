import {
  type Clock,
  type contract,
  type ValueReaders,
  DbosdError,
  durationToMs,
  RUN_PROOF_MS,
} from '@dbosd/shared';
import { Lane, stopCause, type StopCause } from '../connection/lane.js';
import type { OperationCall, Answer } from '../connection/operation.js';
import type { WorkerConnection } from '../connection/worker-connection.js';
import { DBOSStepNondeterminismError, DBOSUnexpectedStepError, stopOf } from '../errors.js';
import type { OutcomeFormat } from '../values.js';
import { Effects } from './effects.js';
import type { Recorded, Replay } from './replay.js';

/** Who a workflow runs for. */
interface Authentication {
  readonly user: string | undefined;
  readonly assumedRole: string | undefined;
  readonly roles: readonly string[];
}

export interface RunOptions {
  readonly clock: Clock;
  readonly connection: WorkerConnection;
  readonly workflowId: string;
  readonly ownerToken: string;
  readonly workflowName: string;
  /** The format of its row. */
  readonly outcomeFormat: OutcomeFormat;
  readonly queueName?: string | undefined;
  readonly queuePartitionKey?: string | undefined;
  readonly authentication: Authentication;
  readonly replay: Replay;
  /** How it decodes values. */
  readonly readers: ValueReaders;
  /** When it was sure last that the workflow is run here, by the monotonic clock. */
  readonly provenAtMs: number;
}

/** The outcome of an execution. */
export type RunOutcome =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly error: unknown }
  /** It does not own the workflow's outcome: what is recorded counts. */
  | { readonly kind: 'parked' };

/**
 * One execution of a workflow: live until its outcome is recorded, or until it is stopped (cancelled, or run by another
 * now). Stopped, its operations fail, those under way too, and nothing that it does is written any more.
 */
export class WorkflowRun {
  readonly workflowId: string;
  readonly ownerToken: string;
  readonly parts: RunOptions;
  readonly replay: Replay;
  readonly effects = new Effects();
  readonly lane: Lane;
  /** A read of a stream is under way: another one at once could not be replayed. */
  isReadingStream = false;
  #nextFunctionId = 0;
  #provenAtMs: number;
  #confirming: Promise<void> | undefined;
  #stopped: StopCause | undefined;
  #aborting: AbortController | undefined;

  constructor(parts: RunOptions) {
    this.parts = parts;
    this.workflowId = parts.workflowId;
    this.ownerToken = parts.ownerToken;
    this.replay = parts.replay;
    this.#provenAtMs = parts.provenAtMs;
    this.lane = new Lane(parts.workflowId, parts.ownerToken);
  }

  /** It hands out portable values, unless it says otherwise: its row is no TypeScript application's own. */
  get isPortable(): boolean {
    return this.parts.outcomeFormat !== 'native';
  }

  /** Why it was stopped. Undefined: it runs. */
  get stopCause(): Error | undefined {
    return this.#stopped?.();
  }

  /** Aborted when it is stopped. Made for those that ask: most workflows wait without. */
  get signal(): AbortSignal {
    if (this.#aborting === undefined) {
      this.#aborting = new AbortController();
      if (this.#stopped !== undefined) this.#aborting.abort(this.stopCause);
    }
    return this.#aborting.signal;
  }

  /** Takes the next place in the workflow. Called before anything is awaited, so that calls keep their order. */
  takeFunctionId(): number {
    const functionId = this.#nextFunctionId;
    this.#nextFunctionId += 1;
    return functionId;
  }

  /** The place that the next operation will take. */
  get nextFunctionId(): number {
    return this.#nextFunctionId;
  }

  /** Ends it: its operations fail with the cause. */
  stop(cause: Error | (() => Error)): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = stopCause(cause);
    this.parts.connection.stop(this.lane, this.#stopped);
    this.replay.end();
    this.#aborting?.abort(this.stopCause);
  }

  /** Throws the cause when it was stopped. */
  throwIfStopped(): void {
    if (this.#stopped !== undefined) throw this.#stopped();
  }

  /**
   * Answers an operation from what is recorded under its id, or lets it happen. Without a replay before it, `live` is
   * called before anything is awaited. Throws DBOSUnexpectedStepError where another operation is recorded.
   */
  once<T>(
    functionId: number,
    name: string,
    replayed: (recorded: Recorded) => T | Promise<T>,
    live: () => Promise<T>,
  ): Promise<T> {
    const mark = this.effects.mark();
    const result = this.#once(functionId, name, replayed, live);
    return quiet(this.effects.isCalm ? result : this.#afterEarlier(result, mark));
  }

  /** As `once`, for what has an effect: it need not be awaited. */
  effect(
    functionId: number,
    name: string,
    replayed: (recorded: Recorded) => void,
    live: () => Promise<void>,
  ): Promise<void> {
    return this.effects.note(this.once(functionId, name, replayed, live));
  }

  /** Carries out a durable operation. An answer that this worker no longer owns the workflow stops the execution. */
  async perform(call: OperationCall): Promise<Answer> {
    const sentAtMs = this.parts.clock.monotonicMs();
    try {
      const answer = await this.parts.connection.perform(this.lane, call);
      // The row was read after that.
      this.#proven(sentAtMs, answer);
      return answer;
    } catch (error) {
      const stop = stopOf(this.workflowId, error);
      if (stop !== undefined) this.stop(stop);
      throw this.stopCause ?? this.#explain(call, error);
    }
  }

  /**
   * Before a step begins: whether the workflow still is run here. Undefined: that was proven less than a second ago, by
   * an operation mostly, and nothing is asked. Rejects with the cause when it was stopped.
   */
  confirmed(): Promise<void> | undefined {
    if (this.parts.clock.monotonicMs() - this.#provenAtMs < RUN_PROOF_MS) return undefined;
    this.#confirming ??= this.perform({ startedAtMs: Date.now(), body: { confirmRun: {} } })
      .then(() => undefined)
      .finally(() => {
        this.#confirming = undefined;
      });
    return this.#confirming;
  }

  #proven(sentAtMs: number, { runConfirmed }: Answer): void {
    const age = runConfirmed?.age;
    this.#provenAtMs = Math.max(this.#provenAtMs, sentAtMs - (age ? durationToMs(age) : 0));
  }

  /** What goes into `hello.running`. */
  get description(): contract.RunningWorkflow {
    const { queueName, queuePartitionKey } = this.parts;
    const checkpointsUntil = this.replay.until;
    return {
      workflowId: this.workflowId,
      ownerToken: this.ownerToken,
      queueName,
      queuePartitionKey,
      checkpointsUntil,
    };
  }

  async #once<T>(
    functionId: number,
    name: string,
    replayed: (recorded: Recorded) => T | Promise<T>,
    live: () => Promise<T>,
  ): Promise<T> {
    this.throwIfStopped();
    const found = this.replay.find(functionId);
    const recorded = found instanceof Promise ? await found : found;
    this.throwIfStopped();
    if (recorded === undefined) return live();
    const { functionName } = recorded.checkpoint;
    if (functionName !== name)
      throw new DBOSUnexpectedStepError(this.workflowId, functionId, name, functionName);
    this.replay.forget(functionId);
    return replayed(recorded);
  }

  async #afterEarlier<T>(result: Promise<T>, mark: number): Promise<T> {
    const value = await result;
    await this.effects.settle(mark);
    return value;
  }

  #explain({ functionId = -1 }: OperationCall, error: unknown): unknown {
    if (!(error instanceof DbosdError)) return error;
    if (error.reason === 'STEP_NONDETERMINISM')
      return new DBOSStepNondeterminismError(this.workflowId, functionId);
    const { expected, recorded } = error.metadata;
    if (error.reason === 'UNEXPECTED_STEP' && expected !== undefined && recorded !== undefined) {
      return new DBOSUnexpectedStepError(this.workflowId, functionId, expected, recorded);
    }
    return error;
  }
}

/** A promise that does not end the process when it fails and is not awaited: a stop fails all that is under way. */
export function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
