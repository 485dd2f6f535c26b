import { DbosdError, invalidField } from '@dbosd/shared';
import type { KnownRows } from '../store/queries/streams/append-streams.js';

/** An operation, as far as it belongs to a try of a step. */
export interface StepCall {
  readonly workflowId: string;
  readonly ownerToken?: string;
  readonly functionId?: number;
  /** From 1. Absent: it is the workflow's own. */
  readonly stepAttempt?: number | undefined;
}

/** How a step writes to a stream. */
interface StreamUse {
  readonly deduped: boolean;
  known?: KnownRows;
}

/** What is known of a workflow under one token. */
interface Run {
  /** By function id: the latest try that was seen, where it is not the first. */
  readonly attempts: Map<number, number>;
  /** By function id and key. */
  readonly streams: Map<string, StreamUse>;
}

/** Of attempts and streams together; beyond that the workflow that was seen longest ago is forgotten. */
const MAX_ENTRIES = 100_000;

/**
 * What this daemon has seen of the tries of steps: which is the latest one, and how each step writes to its streams. All
 * of it may be forgotten at any time: then an operation of a try that is over goes through once more (at least once), and
 * a stream's rows are counted again.
 */
export class StepTries {
  readonly #runs = new Map<string, Run>();
  readonly #maxEntries: number;
  #entries = 0;

  constructor(maxEntries = MAX_ENTRIES) {
    this.#maxEntries = maxEntries;
  }

  /** Why the operation comes too late (STEP_SUPERSEDED): its try was given up, a later one has been seen. */
  refusal(call: StepCall): DbosdError | undefined {
    const { functionId, stepAttempt } = call;
    if (functionId === undefined || stepAttempt === undefined) return undefined;
    const latest = this.#runs.get(keyOf(call))?.attempts.get(functionId) ?? 1;
    if (stepAttempt < latest) return superseded(call, latest);
    if (stepAttempt > latest) this.#set(this.#runOf(call), 'attempts', functionId, stepAttempt);
    return undefined;
  }

  /** Why the step may not write to the stream so (INVALID_FIELD): it has written to it the other way. */
  mixed(call: StepCall, key: string, deduped: boolean): DbosdError | undefined {
    const run = this.#runOf(call);
    const place = placeOf(call, key);
    const use = run.streams.get(place);
    if (use === undefined) this.#set(run, 'streams', place, { deduped });
    if (use === undefined || use.deduped === deduped) return undefined;
    return invalidField(
      'write_stream.dedupe_ordinal',
      `must be set in all writes of a step to a stream, or in none: ${key} has both`,
    );
  }

  /** What is known of the step's rows in the stream. */
  known(call: StepCall, key: string): KnownRows | undefined {
    return this.#runs.get(keyOf(call))?.streams.get(placeOf(call, key))?.known;
  }

  learn(call: StepCall, key: string, known: KnownRows): void {
    const use = this.#runs.get(keyOf(call))?.streams.get(placeOf(call, key));
    if (use && (use.known?.below ?? 0) < known.below) use.known = known;
  }

  /** The workflow has ended, or its worker has gone. */
  forget(workflowId: string, ownerToken: string): void {
    this.#forget(keyOf({ workflowId, ownerToken }));
  }

  #runOf(call: StepCall): Run {
    const key = keyOf(call);
    const run = this.#runs.get(key) ?? {
      attempts: new Map<number, number>(),
      streams: new Map<string, StreamUse>(),
    };
    // Last in the order in which they are forgotten.
    this.#runs.delete(key);
    this.#runs.set(key, run);
    return run;
  }

  #set<P extends keyof Run>(
    run: Run,
    part: P,
    key: Run[P] extends Map<infer K, unknown> ? K : never,
    value: Run[P] extends Map<unknown, infer V> ? V : never,
  ): void {
    const map = run[part] as Map<unknown, unknown>;
    if (!map.has(key)) this.#entries += 1;
    map.set(key, value);
    for (const oldest of this.#runs.keys()) {
      if (this.#entries <= this.#maxEntries) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    const run = this.#runs.get(key);
    if (run === undefined) return;
    this.#entries -= run.attempts.size + run.streams.size;
    this.#runs.delete(key);
  }
}

function keyOf({ workflowId, ownerToken }: StepCall): string {
  return `${ownerToken ?? ''} ${workflowId}`;
}

function placeOf({ functionId }: StepCall, key: string): string {
  return `${String(functionId)} ${key}`;
}

function superseded({ workflowId, functionId, stepAttempt }: StepCall, latest: number): DbosdError {
  return new DbosdError({
    reason: 'STEP_SUPERSEDED',
    message: `try ${String(stepAttempt)} of step ${String(functionId)} of workflow ${workflowId} was given up, and try ${String(latest)} runs; let what it left running end`,
    metadata: { workflow_id: workflowId, function_id: String(functionId), latest_attempt: String(latest) },
  });
}
