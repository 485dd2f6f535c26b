import type { Finding } from '../model/finding.js';

/** The result of one check. Scripts depend on its name: never change it. */
export interface Check extends Finding {
  readonly check: CheckName;
}

export type CheckName = (typeof CHECK_NAMES)[number];

/** Every check, in the order of the report. */
export const CHECK_NAMES = [
  'connection',
  'listen-connection',
  'server-version',
  'writable',
  'encoding',
  'fsync',
  'full-page-writes',
  'synchronous-commit',
  'isolation',
  'max-connections',
  'pooler',
  'listen',
  'dbos-schema',
  'messages-trigger',
  'own-schema',
  'indexes',
  'privileges',
  'stranded-workflows',
  'clock',
  'daemon',
] as const;
