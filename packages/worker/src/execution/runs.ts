import { fromStatus, type Clock, type contract, type ValueReaders, type StoredValue } from '@dbosd/shared';
import type { WorkerConnection } from '../connection/worker-connection.js';
import type { WorkerStream } from '../connection/worker-stream.js';
import { DBOSWorkflowConflictError, stopOf } from '../errors.js';
import type { Logger } from '../logger.js';
import type { Registry } from '../registry/registry.js';
import { decodeArguments, outcomeFormatOf, storedPayload } from '../values.js';
import { execute, type Body } from './execute.js';
import { Replay } from './replay.js';
import { WorkflowRun, type RunOutcome, type RunOptions } from './workflow-run.js';

export interface RunsOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly registry: Registry;
  readonly connection: () => WorkerConnection;
  readonly readers: ValueReaders;
}

/** A workflow that this worker begins to run. */
export interface Beginning extends Omit<
  RunOptions,
  'clock' | 'connection' | 'replay' | 'outcomeFormat' | 'readers' | 'provenAtMs'
> {
  /** When the start was sent, by the monotonic clock. Absent: it was assigned just now. */
  readonly sentAtMs?: number;
  readonly input: StoredValue | undefined;
  /** What it has recorded so far. Undefined: it is new. */
  readonly checkpoints?: contract.CheckpointPage__Output;
}

/** The workflows that this worker runs: begun by itself, or assigned by the daemon. */
export class Runs {
  readonly #parts: RunsOptions;
  readonly #runs = new Map<string, WorkflowRun>();
  /**
   * Workflow ids under which this worker begins something, and the tokens: the daemon may already count them as this
   * worker's.
   */
  readonly #starting = new Map<string, string>();
  readonly #idle = new Set<() => void>();
  #closed = false;

  constructor(parts: RunsOptions) {
    this.#parts = parts;
  }

  /** What the worker holds, for `hello.running`. */
  get running(): contract.RunningWorkflow[] {
    const starting = [...this.#starting].filter(([workflowId]) => !this.#runs.has(workflowId));
    return [
      ...[...this.#runs.values()].map(({ description }) => description),
      ...starting.map(([workflowId, ownerToken]) => ({ workflowId, ownerToken })),
    ];
  }

  /** Notes that a workflow is about to be begun here. Returns the function that ends the note. */
  starting(workflowId: string, ownerToken: string): () => void {
    this.#starting.set(workflowId, ownerToken);
    return () => {
      if (this.#starting.get(workflowId) === ownerToken) this.#starting.delete(workflowId);
    };
  }

  /** Begins an execution. Resolves with its outcome. */
  begin(beginning: Beginning, body: Omit<Body, 'args'>): Promise<RunOutcome> {
    const { clock, log, connection, readers } = this.#parts;
    const { input, checkpoints, sentAtMs: provenAtMs = clock.monotonicMs(), ...parts } = beginning;
    this.#runs.get(parts.workflowId)?.stop(new DBOSWorkflowConflictError(parts.workflowId));
    const replay = new Replay(clock, checkpoints === undefined);
    if (checkpoints !== undefined) replay.add(checkpoints);
    const run = new WorkflowRun({
      ...parts,
      clock,
      outcomeFormat: outcomeFormatOf(input?.serialization),
      connection: connection(),
      replay,
      readers,
      provenAtMs,
    });
    this.#runs.set(run.workflowId, run);
    // Read once, and not kept for as long as the workflow waits.
    let stored = input;
    const args = (): unknown[] => {
      const decoded = decodeArguments(stored);
      stored = undefined;
      const { inputSchema } = body.registration.workflowConfig;
      return inputSchema === undefined ? decoded : (inputSchema.parse(decoded) as unknown[]);
    };
    return execute(run, { ...body, args }, log).finally(() => {
      this.#ended(run);
    });
  }

  assigned(stream: WorkerStream, assignment: contract.Assignment__Output): void {
    const { workflowId, ownerToken, workflowName, className, configName, input, checkpoints } = assignment;
    if (this.#runs.get(workflowId)?.ownerToken === ownerToken) {
      stream.answerAssignment(assignment, false);
      return;
    }
    const found = this.#parts.registry.resolve(workflowName, className, configName);
    // What comes after a goodbye is handed over with the rest: a refusal would count as an attempt.
    if (this.#closed) return;
    if (found === undefined) {
      stream.answerAssignment(assignment, true);
      return;
    }
    stream.answerAssignment(assignment, false);
    const { queueName, queuePartitionKey, authenticatedUser: user, assumedRole } = assignment;
    const beginning: Beginning = {
      workflowId,
      ownerToken,
      workflowName,
      queueName,
      queuePartitionKey,
      authentication: { user, assumedRole, roles: assignment.authenticatedRoles },
      input: input === null ? undefined : storedPayload(input),
      checkpoints: checkpoints ?? { workflowId, ownerToken, checkpoints: [], last: true },
    };
    void this.begin(beginning, found);
  }

  checkpoints(page: contract.CheckpointPage__Output): void {
    this.#of(page)?.replay.add(page);
  }

  stopped(stop: contract.WorkflowStop__Output): void {
    const run = this.#of(stop);
    if (run === undefined) return;
    const cause = stop.cause === null ? undefined : stopOf(run.workflowId, fromStatus(stop.cause));
    run.stop(cause ?? new DBOSWorkflowConflictError(run.workflowId));
  }

  /**
   * Resolves when nothing runs any more, or after so many ms. What the daemon assigns until then runs, too: to refuse
   * it would count as an attempt.
   */
  async drain(timeoutMs: number): Promise<void> {
    if (this.#runs.size === 0 || timeoutMs <= 0) return;
    const ending = new AbortController();
    const idle = new Promise<void>((resolve) => {
      this.#idle.add(resolve);
    });
    await Promise.race([idle, this.#parts.clock.sleep(timeoutMs, ending.signal).catch(() => undefined)]);
    ending.abort();
  }

  /** Ends what runs here, without recording anything: another worker goes on with it. */
  stopAll(): void {
    this.#closed = true;
    for (const run of [...this.#runs.values()]) run.stop(new DBOSWorkflowConflictError(run.workflowId));
  }

  #of({ workflowId, ownerToken }: { workflowId: string; ownerToken: string }): WorkflowRun | undefined {
    const run = this.#runs.get(workflowId);
    return run?.ownerToken === ownerToken ? run : undefined;
  }

  #ended(run: WorkflowRun): void {
    // The next execution of it may be here already.
    if (this.#runs.get(run.workflowId) === run) this.#runs.delete(run.workflowId);
    if (this.#runs.size > 0) return;
    for (const resolve of this.#idle) resolve();
    this.#idle.clear();
  }
}
