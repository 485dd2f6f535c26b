import { DbosdError, isWireReason, reasonRules } from '@dbosd/shared';

/** An operation, as far as it is part of an order of its workflow. */
export interface OrderedCall {
  readonly workflowId: string;
  readonly ownerToken?: string;
  /** An earlier one of its order was not answered yet when it was sent. */
  readonly follows?: boolean;
}

/** Runs with a broken order; beyond that the one that broke first is forgotten. */
const MAX_RUNS = 10_000;

/**
 * The orders that a transient failure has broken. A worker sends writes to a stream without waiting for the answers. When
 * one of them fails, those that follow it are refused, until the worker, which has received these answers, begins again with
 * one that follows none.
 */
export class BrokenOrders {
  /** By workflow and token. */
  readonly #broken = new Map<string, Set<string>>();

  /** Why an operation may not be carried out now. Asked once for each, when its turn comes; one that follows none repairs the order. */
  refusal(call: OrderedCall, order: string): DbosdError | undefined {
    if (this.#broken.get(keyOf(call))?.has(order) !== true) return undefined;
    if (call.follows === true) return refusedAfterFailure();
    this.#repair(call, order);
    return undefined;
  }

  /** An operation has failed. */
  failed(call: OrderedCall, order: string, error: Error): void {
    if (!isTransient(error)) return;
    const key = keyOf(call);
    const orders = this.#broken.get(key) ?? new Set<string>();
    this.#broken.set(key, orders.add(order));
    const [oldest] = this.#broken.keys();
    if (this.#broken.size > MAX_RUNS && oldest !== undefined) this.#broken.delete(oldest);
  }

  /** The workflow has ended. */
  forget(call: Pick<OrderedCall, 'workflowId' | 'ownerToken'>): void {
    this.#broken.delete(keyOf(call));
  }

  #repair(call: OrderedCall, order: string): void {
    const orders = this.#broken.get(keyOf(call));
    orders?.delete(order);
    if (orders?.size === 0) this.forget(call);
  }
}

/** Whether the caller will send the operation again. */
export function isTransient(error: Error): boolean {
  if (!(error instanceof DbosdError) || !isWireReason(error.reason)) return false;
  return reasonRules[error.reason].retry !== 'never';
}

export function refusedAfterFailure(): DbosdError {
  return new DbosdError({
    reason: 'STORE_UNAVAILABLE',
    message:
      'an earlier operation of the same order failed for a transient reason; send both again, in order',
    outcome: 'not_applied',
  });
}

function keyOf({ workflowId, ownerToken }: OrderedCall): string {
  return `${ownerToken ?? ''} ${workflowId}`;
}
