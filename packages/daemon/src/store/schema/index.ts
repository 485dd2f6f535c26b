export { attachDbosSchema } from './attach-dbos-schema.js';
export type { AttachOptions, Attachment } from './attach-dbos-schema.js';
export type { ColumnName } from './columns-used.js';
export { DBOS_SCHEMA_VERSION } from './dbos-version.js';
export { inspectDbosSchema } from './inspect-dbos-schema.js';
export type { SchemaInspection } from './inspect-dbos-schema.js';
export { inspectDbosSchemaAt } from './inspect-dbos-schema-at.js';
export { watchSchema } from './judge-schema.js';
export type { SchemaVerdict } from './judge-schema.js';
export {
  commitsDurably,
  examineServer,
  judgeServer,
  refusalReasonOf,
  writeSettingsFor,
} from './server/judge.js';
export type { ServerSubject, ServerTerms, ServerVerdict, WriteSettings } from './server/judge.js';
export { notificationsTriggerPresent } from './notifications-trigger.js';
export type { Queryable } from './queryable.js';
export { DEFAULT_DBOS_SCHEMA, checkDbosSchemaName, dbosdSchemaName } from './schema-name.js';
export { readServerFacts, serverFactsOf, SERVER_FACTS_SQL } from './server/facts.js';
export type { ServerFacts, ServerFactsRow } from './server/facts.js';
export { DBOS_MIGRATION_LOCK, SESSION_LOCK_WAIT_MS, lockKeyOf, withSessionLock } from './session-lock.js';
export type { SessionLock } from './session-lock.js';
