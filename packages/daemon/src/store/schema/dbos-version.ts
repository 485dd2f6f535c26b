/**
 * The version of the DBOS system database that the daemon makes and fully knows: that of `@dbos-inc/dbos-sdk` 5.3.0. Versions
 * below it are not served: the ones before 113 keep inputs and outputs elsewhere, and the last ones miss columns that say who
 * owns a workflow.
 */
export const DBOS_SCHEMA_VERSION = 123;
