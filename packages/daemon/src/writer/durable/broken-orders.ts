import { DbosdError, isWireReason, reasonRules } from '@dbosd/shared';

/** An operation, as far as it stands in an order of its workflow. */
export interface OrderedCall {
  readonly workflowId: string;
  readonly ownerToken?: string;
  /** An earlier one of the order was not answered when it was sent. */
  readonly follows?: boolean;
}

/** Runs with a broken order; beyond it the one that broke longest ago is forgotten. */
const MAX_RUNS = 10_000;

/**
 * The orders that a failure in passing has broken. A worker sends writes to a stream without waiting for the answers; when
 * one of them fails, what follows is refused, until the worker, who has heard of all that, begins again with one that
 * follows none.
 */
export class BrokenOrders {
  /** By workflow and token. */
  readonly #broken = new Map<string, Set<string>>();

  /** Why an operation may not be carried out now. Asked once for each, as its turn comes; one that follows none mends the order. */
  refusal(call: OrderedCall, order: string): DbosdError | undefined {
    if (this.#broken.get(keyOf(call))?.has(order) !== true) return undefined;
    if (call.follows === true) return behindFailure();
    this.#mend(call, order);
    return undefined;
  }

  /** An operation has failed. */
  failed(call: OrderedCall, order: string, error: Error): void {
    if (!passes(error)) return;
    const key = keyOf(call);
    const orders = this.#broken.get(key) ?? new Set<string>();
    this.#broken.set(key, orders.add(order));
    const [oldest] = this.#broken.keys();
    if (this.#broken.size > MAX_RUNS && oldest !== undefined) this.#broken.delete(oldest);
  }

  /** The workflow has ended, or its worker has gone. */
  forget(call: Pick<OrderedCall, 'workflowId' | 'ownerToken'>): void {
    this.#broken.delete(keyOf(call));
  }

  #mend(call: OrderedCall, order: string): void {
    const orders = this.#broken.get(keyOf(call));
    orders?.delete(order);
    if (orders?.size === 0) this.forget(call);
  }
}

/** Whether the operation will be sent again. */
export function passes(error: Error): boolean {
  if (!(error instanceof DbosdError) || !isWireReason(error.reason)) return false;
  return reasonRules[error.reason].retry !== 'never';
}

export function behindFailure(): DbosdError {
  return new DbosdError({
    reason: 'STORE_UNAVAILABLE',
    message: 'an earlier operation of the same order failed in passing; send both again, in order',
    outcome: 'not_applied',
  });
}

function keyOf({ workflowId, ownerToken }: OrderedCall): string {
  return `${ownerToken ?? ''} ${workflowId}`;
}
