/**
 * The shop: a real DBOS application on the database in DBOS_SYSTEM_DATABASE_URL, in a process of its own. It knows
 * nothing of dbosd. Prints "shop ready" when it takes orders, and ends at SIGTERM or SIGINT.
 */
import { DBOS } from '@dbos-inc/dbos-sdk';
import { APPLICATION, QUEUE } from './contract.js';
import './checkout.js';

const systemDatabaseUrl = process.env.DBOS_SYSTEM_DATABASE_URL;
if (systemDatabaseUrl === undefined) {
  console.error('the shop needs DBOS_SYSTEM_DATABASE_URL: the database that dbosd serves');
  process.exit(2);
}

const asked = new Promise((resolve) => {
  process.once('SIGTERM', resolve).once('SIGINT', resolve);
});
DBOS.setConfig({ name: APPLICATION, systemDatabaseUrl, logLevel: 'error' });
await DBOS.launch();
await DBOS.registerQueue(QUEUE);
console.log('shop ready');
await asked;
await DBOS.shutdown();
// Workflows that still wait keep their timers, and go on when the shop starts again.
process.exit(0);
