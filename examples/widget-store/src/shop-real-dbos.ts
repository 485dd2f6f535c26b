/**
 * The same shop on the official SDK: a DBOS application on the database in DBOS_SYSTEM_DATABASE_URL, which knows nothing
 * of dbosd.
 *
 *     DBOS_SYSTEM_DATABASE_URL=postgres://… node --no-deprecation dist/shop-real-dbos.js [NAME]
 */
import { DBOS } from '@dbos-inc/dbos-sdk';
import { APPLICATION } from './contract.js';
import { runShop } from './run-shop.js';

const [executorID = 'shop'] = process.argv.slice(2);
const systemDatabaseUrl = process.env.DBOS_SYSTEM_DATABASE_URL;
if (systemDatabaseUrl === undefined) {
  console.error('the shop needs DBOS_SYSTEM_DATABASE_URL: the database that dbosd serves');
  process.exit(2);
}
DBOS.setConfig({ name: APPLICATION, systemDatabaseUrl, executorID, logLevel: 'error' });
await runShop(DBOS);
