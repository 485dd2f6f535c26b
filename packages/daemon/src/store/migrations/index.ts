export { migrateUp } from './migrate-up.js';
export type { MigrateOptions, MigrationOutcome } from './migrate-up.js';
export { migrationStatus } from './migration-status.js';
export type { MigrationStatus } from './migration-status.js';
