import type { DBOS } from '@dbosd/worker';
import {
  PAYMENT,
  PAYMENT_ID,
  PROGRESS,
  WORKFLOW,
  type Order,
  type Progress,
  type Receipt,
} from './contract.js';

/** What the checkout uses of DBOS: both `@dbosd/worker` and `@dbos-inc/dbos-sdk` have it, name for name. */
export type DurableCalls = Pick<
  typeof DBOS,
  | 'registerWorkflow'
  | 'runStep'
  | 'setEvent'
  | 'recv'
  | 'writeStream'
  | 'closeStream'
  | 'sleep'
  | 'randomUUID'
  | 'workflowID'
>;

const PAYMENT_TIMEOUT_SECONDS = 120;
const PACKING_MS = 250;

/**
 * Takes an order to its parcels: publishes a payment id, waits for the result of the payment, packs, and
 * tells each step on the stream of the order. Written and read as portable JSON, since the storefront is no DBOS program.
 */
export function registerCheckout(DBOS: DurableCalls): void {
  DBOS.registerWorkflow(checkout, { name: WORKFLOW, serialization: 'portable' });

  async function checkout(order: Order): Promise<Receipt> {
    const progress = new OrderProgress(DBOS);
    await progress.tell(`order of ${order.customer} received`);
    await DBOS.runStep(() => act('stock reserved'), { name: 'reserveStock' });

    const paymentId = `pay-${await DBOS.randomUUID()}`;
    await DBOS.setEvent(PAYMENT_ID, paymentId);
    await progress.tell('waiting for the payment');
    const payment = await DBOS.recv<string>(PAYMENT, { timeoutSeconds: PAYMENT_TIMEOUT_SECONDS });
    if (payment !== 'paid') {
      await progress.tell(
        payment === null ? 'no payment came: order cancelled' : `payment ${payment}: order cancelled`,
      );
      return finish(progress, { paymentId, shipped: false, parcels: 0, payments: payment === null ? 0 : 1 });
    }
    await progress.tell('payment received');

    for (const { widget, quantity } of order.lines) {
      await DBOS.sleep(PACKING_MS);
      await progress.tell(`packed ${String(quantity)} × ${widget}`);
    }
    await DBOS.runStep(() => act('parcels handed to the carrier'), { name: 'ship' });
    await progress.tell('handed to the carrier');
    const payments = 1 + (await countWaitingPayments());
    return finish(progress, { paymentId, shipped: true, parcels: order.lines.length, payments });
  }

  /** Something that happens outside of the workflow: the line on the terminal says in which process, and how often. */
  function act(what: string): Promise<void> {
    console.log(`${String(DBOS.workflowID)}: ${what}`);
    return Promise.resolve();
  }

  /** A webhook may come twice; under one idempotency key the second leaves nothing to receive. */
  async function countWaitingPayments(): Promise<number> {
    let count = 0;
    while ((await DBOS.recv<string>(PAYMENT, { timeoutSeconds: 0 })) !== null) count += 1;
    return count;
  }

  async function finish(progress: OrderProgress, receipt: Omit<Receipt, 'progressLines'>): Promise<Receipt> {
    await DBOS.closeStream(PROGRESS);
    return { ...receipt, progressLines: progress.lines };
  }
}

class OrderProgress {
  readonly #dbos: DurableCalls;
  lines = 0;

  constructor(dbos: DurableCalls) {
    this.#dbos = dbos;
  }

  async tell(text: string): Promise<void> {
    // The clock is read again when a workflow is replayed, but what was written once is not written again.
    const value: Progress = { text, writtenAtMs: Date.now() };
    await this.#dbos.writeStream(PROGRESS, value);
    this.lines += 1;
  }
}
