// `@dbosd/daemon/database`: what a command line needs to prepare a database and to explain why it cannot reach one.
export { connectionFailure, errorMessage } from './store/connection-failure.js';
export { inspectOwnIndexesAt, makeOwnIndexes } from './store/indexes/index.js';
export type { MakeOutcome, OwnIndexFinding } from './store/indexes/index.js';
export { migrateUp, migrationStatus } from './store/migrations/index.js';
export type { MigrationStatus } from './store/migrations/index.js';
export { attachDbosSchema, inspectDbosSchemaAt, SESSION_LOCK_WAIT_MS } from './store/schema/index.js';
export type { SchemaInspection } from './store/schema/index.js';
