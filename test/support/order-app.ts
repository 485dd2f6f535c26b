/**
 * A real DBOS application as a process of its own (see start-order-app.ts): listens to the queue `orders`, which others
 * register, and runs `order`. Ends when its parent hangs up.
 */
import { DBOS } from '@dbos-inc/dbos-sdk';

async function order(item: string, quantity: number): Promise<object> {
  await DBOS.setEvent('status', 'waiting');
  const payment = (await DBOS.recv<string>('payment', 60)) ?? 'nothing';
  await DBOS.setEvent('status', `paid ${payment}`);
  for (const step of ['packed', 'shipped']) await DBOS.writeStream('progress', { step, item });
  await DBOS.closeStream('progress');
  await DBOS.setEvent('total', quantity * 5);
  return { item, quantity, payment };
}

DBOS.registerWorkflow(order, { name: 'order' });

const asked = new Promise((resolve) => process.once('disconnect', resolve));
DBOS.setConfig({ name: 'orders', systemDatabaseUrl: process.argv[2] ?? '', logLevel: 'error' });
await DBOS.launch();
process.send?.('launched');
await asked;
await DBOS.shutdown();
// A workflow that still waits keeps its timers.
process.exit(0);
