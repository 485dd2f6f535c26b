import type { ServerFacts } from '@dbosd/daemon/internal/store/schema/index.js';

/** What a server says of itself with which nothing is wrong. */
export const GOOD_SERVER: ServerFacts = {
  product: 'Postgres',
  versionNumber: 180_004,
  encoding: 'UTF8',
  fsync: true,
  fullPageWrites: true,
  synchronousCommit: 'on',
  inRecovery: false,
  readOnly: false,
  isolation: 'read committed',
};
