import { toStatus, type contract, type DbosdError } from '@dbosd/shared';
import { tooManyWaits } from '../admission.js';
import type { Failures } from '../failures.js';
import { isLarge } from '../link/output-budget.js';
import { ServedCalls, type CallAnswers, type ServedCall } from '../link/served-calls.js';
import type { WorkerLimits } from './environment.js';
import { carryOut, isWait, type OperationContext } from './operations.js';
import type { WorkerOutput } from './worker-output.js';

type Wire = contract.DurableOperation__Output;
type Outcome = Omit<contract.DurableAnswer, 'id'>;

/** An operation in flight. */
interface Operation extends ServedCall {
  readonly workflowId: string;
  readonly ownerToken: string;
  /** Its success shows that the worker still runs the workflow. */
  readonly provesRun: boolean;
  readonly waiter: AbortController | undefined;
}

interface OperationsInFlightOptions {
  readonly context: OperationContext;
  readonly failures: Failures;
  readonly limits: WorkerLimits;
  readonly output: Pick<WorkerOutput, 'answer' | 'full'>;
  /** An operation has been answered. */
  readonly onAnswered: () => void;
}

/** The numbered operations of a worker's stream that are in flight. */
export class OperationsInFlight implements CallAnswers<Operation, Outcome> {
  readonly #options: OperationsInFlightOptions;
  readonly #calls: ServedCalls<Operation, Outcome>;

  constructor(options: OperationsInFlightOptions) {
    const { maxOperations: maxCalls, maxBytes } = options.limits;
    this.#options = options;
    this.#calls = new ServedCalls({ maxCalls, maxBytes }, this);
  }

  get size(): number {
    return this.#calls.size;
  }

  get hasRoom(): boolean {
    return this.#calls.hasRoom;
  }

  has(id: number): boolean {
    return this.#calls.has(id);
  }

  /** Calls the operation's verb before it returns, or answers `problem`. */
  begin(wire: Wire, bytes: number, problem: DbosdError | undefined): void {
    const { id, kind, workflowId, ownerToken } = wire;
    const waits = isWait(wire);
    const refusal = problem ?? (waits ? this.#refusedWait() : undefined);
    if (refusal !== undefined) {
      this.#options.output.answer(id, { error: toStatus(refusal) });
      return;
    }
    const operation: Operation = {
      id,
      name: kind ?? '',
      isWait: waits,
      bytes,
      workflowId,
      ownerToken,
      provesRun: isOfRun(wire),
      waiter: waits ? new AbortController() : undefined,
    };
    const signal = operation.waiter?.signal ?? this.#calls.signal;
    this.#calls.add(operation);
    void this.#calls.run(operation, signal, carryOut(wire, this.#options.context, signal));
  }

  /** Ends a Receive that its worker has given up; other operations go on. */
  cancel(id: number): void {
    this.#calls.cancel(id);
  }

  /** Ends every Receive without an answer. */
  cancelWaits(): void {
    this.#calls.cancelWaits();
  }

  /** The stream is over: no answer follows. */
  abort(reason: DbosdError): void {
    this.#calls.abort(reason);
  }

  // CallAnswers

  succeeded(operation: Operation, outcome: Outcome): void {
    const { id, isWait: waits, provesRun, workflowId, ownerToken } = operation;
    const { context, output } = this.#options;
    if (provesRun) context.worker.runs({ workflowId, ownerToken });
    // What a Receive got is recorded: it gets it again when it is sent again.
    const isTooMuch = waits && output.full && isLarge(outcome);
    output.answer(id, isTooMuch ? { received: { notYet: {} } } : outcome);
  }

  failed({ id, name, workflowId, ownerToken }: Operation, failure: unknown): void {
    const { context, failures, output } = this.#options;
    const error = failures.of(failure, `WorkerService.Connect ${name}`);
    if (isOver(error, workflowId)) context.worker.lost({ workflowId, ownerToken, cause: error });
    output.answer(id, { error: toStatus(error) });
  }

  answered(): void {
    this.#options.onAnswered();
  }

  #refusedWait(): DbosdError | undefined {
    const { maxWaits } = this.#options.limits;
    if (this.#calls.waits < maxWaits) return undefined;
    return tooManyWaits(maxWaits, 'run fewer workflows that wait in one worker');
  }
}

/** Whether it was fenced by a run of the worker's that goes on. */
function isOfRun({ kind, startWorkflow }: Wire): boolean {
  return kind !== 'finishWorkflow' && startWorkflow?.withoutParent !== true;
}

const OVER = new Set(['WORKFLOW_NOT_FOUND', 'WORKFLOW_CANCELLED', 'WORKFLOW_NOT_ACTIVE', 'OWNERSHIP_LOST']);

/** Whether an error means that the workflow is not the worker's any more. */
function isOver({ reason, metadata }: DbosdError, workflowId: string): boolean {
  return OVER.has(reason) && metadata['workflow_id'] === workflowId;
}
