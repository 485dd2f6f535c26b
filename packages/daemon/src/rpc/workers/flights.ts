import { toStatus, type contract, type DbosdError } from '@dbosd/shared';
import { tooManyWaits } from '../admission.js';
import type { Failures } from '../failures.js';
import { callerGone } from '../handler.js';
import type { WorkerLimits } from './limits.js';
import { carryOut, isWait, type OperationContext } from './operations.js';

/** An operation in flight. */
interface Flight {
  readonly id: number;
  readonly workflowId: string;
  readonly ownerToken: string;
  /** Its share of the frame that brought it. */
  readonly bytes: number;
  /** A Receive's: ends it when the worker waits no longer. */
  readonly waiter?: AbortController;
}

export interface FlightsOptions {
  readonly context: OperationContext;
  readonly failures: Failures;
  readonly limits: WorkerLimits;
  readonly answer: (id: number, outcome: Omit<contract.DurableAnswer, 'id'>) => void;
  /** An operation has been answered. */
  readonly onAnswered: () => void;
}

/** The numbered operations of a worker's stream that are in flight. */
export class Flights {
  readonly #options: FlightsOptions;
  readonly #flights = new Map<number, Flight>();
  readonly #over = new AbortController();
  #calls = 0;
  #callBytes = 0;

  constructor(options: FlightsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#flights.size;
  }

  /** Operations that are no waits. */
  get calls(): number {
    return this.#calls;
  }

  /** Operations and their bytes stand below their limits. */
  get hasRoom(): boolean {
    const { maxOperations, maxBytes } = this.#options.limits;
    return this.#calls < maxOperations && this.#callBytes < maxBytes;
  }

  has(id: number): boolean {
    return this.#flights.has(id);
  }

  /** Calls the operation's verb before it returns, or answers `problem`. */
  begin(operation: contract.DurableOperation__Output, bytes: number, problem: DbosdError | undefined): void {
    const { id, workflowId, ownerToken } = operation;
    const refusal = problem ?? (isWait(operation) ? this.#refusedWait() : undefined);
    if (refusal !== undefined) {
      this.#options.answer(id, { error: toStatus(refusal) });
      return;
    }
    const waiter = isWait(operation) ? { waiter: new AbortController() } : {};
    const flight: Flight = { id, workflowId, ownerToken, bytes, ...waiter };
    this.#flights.set(id, flight);
    this.#count(flight, 1);
    void this.#carryOut(operation, flight);
  }

  #refusedWait(): DbosdError | undefined {
    const { maxWaits } = this.#options.limits;
    if (this.#flights.size - this.#calls < maxWaits) return undefined;
    return tooManyWaits(maxWaits, 'run fewer workflows that wait in one worker');
  }

  /** Ends a Receive that nobody waits for; other operations go on. */
  cancel(id: number): void {
    const flight = this.#flights.get(id);
    if (flight?.waiter === undefined) return;
    this.#land(flight);
    flight.waiter.abort(callerGone('the Receive'));
    this.#options.onAnswered();
  }

  /** Ends every Receive without an answer. */
  cancelWaits(): void {
    for (const id of [...this.#flights.keys()]) this.cancel(id);
  }

  /** Lets go of everything; no answer follows. */
  abort(reason: Error): void {
    this.#over.abort(reason);
    for (const flight of this.#flights.values()) flight.waiter?.abort(reason);
    this.#flights.clear();
  }

  async #carryOut(operation: contract.DurableOperation__Output, flight: Flight): Promise<void> {
    const { context, failures, answer, onAnswered } = this.#options;
    const signal = flight.waiter?.signal ?? this.#over.signal;
    let outcome: Omit<contract.DurableAnswer, 'id'>;
    try {
      outcome = await carryOut(operation, context, signal);
      if (isOfRun(operation))
        context.worker.runs({ workflowId: flight.workflowId, ownerToken: flight.ownerToken });
    } catch (failure) {
      // A wait that was given up has no answer, and its rejection is no news.
      if (signal.aborted) return;
      const error = failures.of(failure, `WorkerService.Connect ${operation.kind ?? ''}`);
      const { workflowId, ownerToken } = flight;
      if (isOver(error, flight)) context.worker.lost({ workflowId, ownerToken, cause: error });
      outcome = { error: toStatus(error) };
    }
    if (!this.#land(flight)) return;
    answer(flight.id, outcome);
    onAnswered();
  }

  /** Takes an operation out of flight. False: it was cancelled, or the stream is over. */
  #land(flight: Flight): boolean {
    if (this.#flights.get(flight.id) !== flight) return false;
    this.#flights.delete(flight.id);
    this.#count(flight, -1);
    return true;
  }

  #count(flight: Flight, by: 1 | -1): void {
    if (flight.waiter !== undefined) return;
    this.#calls += by;
    this.#callBytes += by * flight.bytes;
  }
}

/** Whether it was fenced by a run of the worker's that goes on. */
function isOfRun({ kind, startWorkflow }: contract.DurableOperation__Output): boolean {
  return kind !== 'finishWorkflow' && startWorkflow?.withoutParent !== true;
}

const OVER = new Set(['WORKFLOW_NOT_FOUND', 'WORKFLOW_CANCELLED', 'WORKFLOW_NOT_ACTIVE', 'OWNERSHIP_LOST']);

/** Whether an error says that the workflow is the worker's no more. */
function isOver({ reason, metadata }: DbosdError, { workflowId }: Flight): boolean {
  return OVER.has(reason) && metadata['workflow_id'] === workflowId;
}
