import type { Finding } from '../model/finding.js';

/** One thing that was looked at. Scripts go by the name: it stays. */
export interface Check extends Finding {
  readonly check: CheckName;
}

export type CheckName = (typeof CHECK_NAMES)[number];

/** Every check, in the order in which they are told. */
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
