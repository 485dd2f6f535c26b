/**
 * The shop: its workflows run here, and reach the database only through dbosd. NAME distinguishes shops; a shop that is
 * started again under its name gets its orders back at once.
 *
 *     node dist/shop.js 127.0.0.1:50051 [NAME]
 */
import { DBOS } from '@dbosd/worker';
import { APPLICATION } from './contract.js';
import { runShop } from './run-shop.js';

const [daemonAddress, executorID = `shop-${String(process.pid)}`] = process.argv.slice(2);
if (daemonAddress === undefined) {
  console.error('usage: shop HOST:PORT [NAME]');
  process.exit(2);
}
DBOS.setConfig({ name: APPLICATION, daemonAddress, executorID, logLevel: 'error' });
await runShop(DBOS);
