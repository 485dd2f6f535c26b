/**
 * The storefront: checks out, passes on what the payment provider says, and shows the order as it moves. It holds
 * neither database credentials nor a DBOS SDK, only a DBOSClient and the address of dbosd.
 * The customer pays when a line comes on its input, or its end.
 *
 *     node dist/storefront.js 127.0.0.1:50051 [ORDER]
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { DBOSClient } from '@dbosd/client';
import {
  APPLICATION,
  PAYMENT,
  PAYMENT_ID,
  PROGRESS,
  QUEUE,
  WORKFLOW,
  type Order,
  type Progress,
  type Receipt,
} from './contract.js';
import { bold, dim, green, say } from './terminal.js';

const ORDER: Order = {
  customer: 'Ada',
  lines: [
    { widget: 'blue widget', quantity: 2 },
    { widget: 'red widget', quantity: 1 },
    { widget: 'brass widget', quantity: 12 },
  ],
};

const [address, orderId = `order-${randomUUID()}`] = process.argv.slice(2);
if (address === undefined) {
  console.error('usage: storefront HOST:PORT [ORDER]');
  process.exit(2);
}
const client = await DBOSClient.create({ address, applicationName: APPLICATION });
try {
  await sell(client);
} catch (error) {
  console.error(`the storefront failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await client.destroy();
}

async function sell(dbos: DBOSClient): Promise<void> {
  await dbos.enqueuePortable({ queueName: QUEUE, workflowName: WORKFLOW, workflowID: orderId }, [ORDER]);
  say('checkout', orderId);

  const [shown, paymentId] = await Promise.all([showOrder(dbos, orderId), pay(dbos, orderId)]);

  const receipt = await dbos.retrieveWorkflow<Receipt>(orderId).getResult();
  check(receipt, paymentId, shown);
  say('receipt', green(`${String(receipt.parcels)} parcels shipped, paid ${String(receipt.payments)} time`));
}

/** Learns what to pay, and plays the payment provider's webhook, which delivers twice when in doubt. */
async function pay(dbos: DBOSClient, orderId: string): Promise<string> {
  const askedMs = Date.now();
  const paymentId = await dbos.getEvent<string>(orderId, PAYMENT_ID, { timeoutSeconds: 20 });
  if (paymentId === null) throw new Error('no payment id came within 20 s: is the shop running?');
  say('payment', `${paymentId} ${dim(`${String(Date.now() - askedMs)} ms after the checkout`)}`);
  await customerPays();
  for (const delivery of ['first', 'second']) {
    await dbos.send(orderId, 'paid', PAYMENT, paymentId);
    say('webhook', `paid ${dim(`(${delivery} delivery, same idempotency key)`)}`);
  }
  return paymentId;
}

async function customerPays(): Promise<void> {
  if (process.stdin.isTTY) say('customer', bold('press Enter to pay'));
  await Promise.race([once(process.stdin, 'data'), once(process.stdin, 'end')]);
  process.stdin.destroy();
}

/** The live order page: every value of the stream with its way from the shop's writeStream to here. */
async function showOrder(dbos: DBOSClient, orderId: string): Promise<number> {
  const latencies: number[] = [];
  for await (const { text, writtenAtMs } of dbos.readStream<Progress>(orderId, PROGRESS)) {
    const ms = Date.now() - writtenAtMs;
    latencies.push(ms);
    say('order page', `${text} ${dim(`${String(ms)} ms`)}`);
  }
  return latencies.length;
}

function check(receipt: Receipt, paymentId: string, shown: number): void {
  const wrong = [
    receipt.paymentId === paymentId ? [] : ['another payment id'],
    receipt.shipped ? [] : ['nothing shipped'],
    receipt.payments === 1 ? [] : [`${String(receipt.payments)} payments`],
    shown === receipt.progressLines
      ? []
      : [`${String(shown)} of ${String(receipt.progressLines)} lines on the page`],
  ].flat();
  if (wrong.length > 0) throw new Error(`the receipt is wrong: ${wrong.join(', ')}`);
}
