import { DbosdError } from '@dbosd/shared';
import type { OperationCall, Answer } from '../connection/operation.js';
import { Effects } from '../execution/effects.js';
import type { WorkflowRun } from '../execution/workflow-run.js';

/** What `DBOS.stepStatus` says. */
export interface StepStatus {
  stepID: number;
  /** From 1; absent where the step is not tried again. */
  currentAttempt?: number;
  maxAttempts?: number;
  /** Aborted when the try takes longer than the step's `timeoutMS`. Absent: it has none. */
  timeoutSignal?: AbortSignal;
  /** Aborted when the workflow is cancelled, or run by another. */
  readonly cancelSignal: AbortSignal;
}

/** One try of a step: what is written inside it names it, and is refused when it is over. */
export class StepTry {
  readonly run: WorkflowRun;
  readonly name: string;
  readonly functionId: number;
  /** From 1. */
  readonly attempt: number;
  readonly status: StepStatus;
  readonly effects = new Effects();
  #over: DbosdError | undefined;
  #writes: Map<string, number> | undefined;

  constructor(run: WorkflowRun, name: string, functionId: number, attempt: number, status: StepStatus) {
    this.run = run;
    this.name = name;
    this.functionId = functionId;
    this.attempt = attempt;
    this.status = status;
  }

  /** Refuses from now on what is written in its name. */
  end(): void {
    this.#over ??= new DbosdError({
      reason: 'STEP_SUPERSEDED',
      message: `this try (${String(this.attempt)}) of step ${this.name} is over, and can write no more: await what it writes before it ends`,
      metadata: { workflow_id: this.run.workflowId, function_id: String(this.functionId) },
    });
  }

  /** Ends it in the middle: what it has written and not yet sent is not written, either. */
  abandon(): void {
    this.end();
    const place = { functionId: this.functionId, stepAttempt: this.attempt };
    this.run.parts.connection.abandonTry(this.run.lane, place, this.#over as DbosdError);
  }

  /** Carries out an operation of this try. It records no checkpoint: the step's own does that. */
  async perform(call: Omit<OperationCall, 'functionId' | 'stepAttempt'>): Promise<Answer> {
    if (this.#over !== undefined) throw this.#over;
    return this.run.perform({ ...call, functionId: this.functionId, stepAttempt: this.attempt });
  }

  /** Which write of this try to the stream comes next, from 1. */
  nextWrite(key: string): number {
    this.#writes ??= new Map();
    const next = (this.#writes.get(key) ?? 0) + 1;
    this.#writes.set(key, next);
    return next;
  }
}
