import { DbosdError } from '@dbosd/shared';
import type { ServerFacts } from './facts.js';

export type ServerVerdict =
  | {
      readonly kind: 'ok';
      readonly warnings: readonly string[];
      /** What every session of the write pool must set: names and values of `set`. Empty when the server needs nothing. */
      readonly writeSettings: WriteSettings;
    }
  | { readonly kind: 'refused'; readonly error: DbosdError };

/** Only `synchronous_commit` and `default_transaction_isolation` are ever among them. */
export type WriteSettings = Readonly<Record<string, string>>;

/** `gen_random_uuid()` stands in column defaults of DBOS, and is part of Postgres since 13. */
const OLDEST_VERSION = 130_000;

/** Levels that acknowledge before this server's own disk has the commit, or before its synchronous standbys' disks have it. */
const LESS_THAN_ON = new Set(['off', 'local', 'remote_write']);

/**
 * Decides whether a server can be trusted with what the daemon acknowledges. The strictest refusal comes first.
 *
 * @param allowAsyncCommit the operator accepts that acknowledged writes may be lost (`--allow-async-commit`)
 */
export function judgeServer(
  facts: ServerFacts,
  { allowAsyncCommit }: { readonly allowAsyncCommit: boolean },
): ServerVerdict {
  const error = refusal(facts, allowAsyncCommit);
  if (error !== undefined) return { kind: 'refused', error };
  return { kind: 'ok', warnings: warnings(facts), writeSettings: writeSettings(facts) };
}

/** Whether a level of `synchronous_commit`, as a session shows it after setting, is at least `on`. */
export function commitsDurably(synchronousCommit: string): boolean {
  return !LESS_THAN_ON.has(synchronousCommit);
}

function refusal(facts: ServerFacts, allowAsyncCommit: boolean): DbosdError | undefined {
  if (facts.inRecovery) {
    return refuse('READ_ONLY', 'the server is a standby and takes no writes: connect to the primary');
  }
  if (facts.readOnly) {
    return refuse(
      'READ_ONLY',
      `default_transaction_read_only is on: connect to the primary, or reset it for this role and database`,
    );
  }
  if (facts.versionNumber < OLDEST_VERSION) {
    return refuse(
      'SCHEMA_UNSUPPORTED',
      `the server is older than Postgres 13 (${facts.versionNumber}): upgrade it`,
    );
  }
  if (facts.encoding !== 'UTF8') {
    return refuse(
      'SCHEMA_UNSUPPORTED',
      `the database's encoding is ${facts.encoding}, which cannot hold every value: create one with encoding 'UTF8'`,
    );
  }
  if (!facts.fsync && !allowAsyncCommit) {
    return refuse(
      'SCHEMA_UNSUPPORTED',
      'fsync is off, so that a crash may lose what was acknowledged: turn it on, or start with --allow-async-commit',
    );
  }
  return undefined;
}

function refuse(reason: 'READ_ONLY' | 'SCHEMA_UNSUPPORTED', message: string): DbosdError {
  return new DbosdError({ reason, message, outcome: 'not_applied' });
}

function warnings(facts: ServerFacts): readonly string[] {
  const found: string[] = [];
  if (!facts.fsync)
    found.push('fsync is off: a crash of the machine may lose what was acknowledged, or the database');
  if (!facts.fullPageWrites) {
    found.push(
      'full_page_writes is off: a crash of the machine may tear pages, unless the disk writes them whole',
    );
  }
  if (!commitsDurably(facts.synchronousCommit)) {
    found.push(
      `synchronous_commit is ${facts.synchronousCommit}: dbosd sets it on for its own writes, others keep it`,
    );
  }
  if (facts.isolation !== 'read committed') {
    found.push(
      `default_transaction_isolation is ${facts.isolation}: dbosd sets read committed for its own writes`,
    );
  }
  return found;
}

function writeSettings({ synchronousCommit, isolation }: ServerFacts): WriteSettings {
  return {
    ...(commitsDurably(synchronousCommit) ? {} : { synchronous_commit: 'on' }),
    ...(isolation === 'read committed' ? {} : { default_transaction_isolation: 'read committed' }),
  };
}
