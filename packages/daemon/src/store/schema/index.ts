export { attachDbosSchema } from './attach-dbos-schema.js';
export type { AttachOptions, Attachment } from './attach-dbos-schema.js';
export type { ColumnName } from './columns-used.js';
export { DBOS_SCHEMA_VERSION } from './schema-name.js';
export { inspectDbosSchema } from './inspect-dbos-schema.js';
export type { SchemaInspection } from './inspect-dbos-schema.js';
export { inspectDbosSchemaAt } from './inspect-dbos-schema.js';
export { watchSchema } from './judge-schema.js';
export type { SchemaVerdict } from './judge-schema.js';
export {
  commitsDurably,
  examineServer,
  judgeServer,
  refusalReasonOf,
  writeSettingsFor,
} from './judge-server.js';
export type { ServerSubject, ServerTerms, ServerVerdict, WriteSettings } from './judge-server.js';
export { notificationsTriggerPresent } from './inspect-dbos-schema.js';
export type { Queryable } from './inspect-dbos-schema.js';
export { DEFAULT_DBOS_SCHEMA, checkDbosSchemaName, dbosdSchemaName } from './schema-name.js';
export { readServerFacts, serverFactsOf, SERVER_FACTS_SQL } from './judge-server.js';
export type { ServerFacts, ServerFactsRow } from './judge-server.js';
export { DBOS_MIGRATION_LOCK, SESSION_LOCK_WAIT_MS, lockKeyOf, withSessionLock } from './session-lock.js';
export type { SessionLock } from './session-lock.js';
