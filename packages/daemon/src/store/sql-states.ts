import type { WireReason } from '@dbosd/shared';

/** What an error of Postgres means to a caller. It says nothing of the outcome: that follows from its severity. */
export interface Meaning {
  readonly reason: WireReason;
  /** What happened, and the fix. */
  readonly message: string;
  /** After how long a repeat may pass. Absent: not before someone acts, or never. */
  readonly retryAfterMs?: number;
}

/** How long a caller should leave a store alone that has just failed. */
const SOON_MS = 500;
/** Disks are not freed, standbys not promoted, and privileges not granted, in half a second. */
const LATER_MS = 5000;

const busy = unavailable('the database is busy; try again', SOON_MS);
const goingDown = unavailable('the database is shutting down or restarting; try again', SOON_MS);
const refused = unavailable(
  'the database refuses the daemon; check user and password in database_url, and pg_hba.conf',
  LATER_MS,
);
const statementLost = unavailable(
  'a pooler lost a prepared statement; set named_statements: false, or use a pooler that carries them (PgBouncer from 1.21, max_prepared_statements)',
  SOON_MS,
);
const notAsKnown: Meaning = {
  reason: 'SCHEMA_UNSUPPORTED',
  message: 'the DBOS schema has changed under the daemon; run "dbosd migrate status"',
};
/** The statement is right and so is the server: what the member holds was refused, or the daemon has a bug. */
const ofStatement: Meaning = {
  reason: 'INTERNAL',
  message: 'the database refused the statement; its error in the log of the daemon says why',
};
const corrupted: Meaning = {
  reason: 'INTERNAL',
  message: 'the database reports damaged data; see its log, and restore or reindex what it names',
};
const serverTrouble = unavailable('the server has a problem of its own; see its log', LATER_MS);

/**
 * By class: the first two letters of a SQLSTATE (Postgres's appendix A). What is not here is `ofStatement`: 01, 02, 03, 09,
 * 0B, 0F, 0L, 0P, 0Z, 10, 20, 21, 22, 23, 24, 27, 2B, 2D, 2F, 34, 38, 39, 3B, 44, 54, HV, P0, XX.
 */
const CLASSES: ReadonlyMap<string, Meaning> = new Map([
  ['08', unavailable('the connection to the database failed; try again', SOON_MS)],
  [
    '0A',
    {
      reason: 'SCHEMA_UNSUPPORTED',
      message: 'the server does not support what dbosd needs; run "dbosd doctor"',
    },
  ],
  ['25', busy],
  ['26', statementLost],
  ['28', refused],
  [
    '3D',
    unavailable('the database does not exist; create it, or correct its name in database_url', LATER_MS),
  ],
  ['3F', notAsKnown],
  ['40', busy],
  ['42', notAsKnown],
  [
    '53',
    unavailable('the server is out of a resource; see its log, and raise the limit that it names', LATER_MS),
  ],
  ['55', busy],
  ['57', goingDown],
  ['58', serverTrouble],
  ['72', busy],
  ['F0', serverTrouble],
]);

/** Those that mean something else than the rest of their class. */
const STATES: ReadonlyMap<string, Meaning> = new Map([
  [
    '25006',
    {
      reason: 'READ_ONLY',
      message: 'the database takes no writes; connect to the primary',
      retryAfterMs: LATER_MS,
    },
  ],
  ['42P05', statementLost],
  [
    '42501',
    unavailable(
      'the role of the daemon lacks a privilege; grant what the check "privileges" of "dbosd doctor" names',
      LATER_MS,
    ),
  ],
  ['42601', ofStatement],
  [
    '53100',
    {
      reason: 'STORAGE_FULL',
      message: 'the database is out of space; free some',
      retryAfterMs: LATER_MS,
    },
  ],
  ['53200', unavailable('the server is out of memory; lower its load, or give it more', LATER_MS)],
  [
    '53300',
    unavailable('the server has no connection left; raise max_connections, or lower the pools', SOON_MS),
  ],
  ['57014', busy],
  [
    '57P04',
    unavailable('the database was dropped; create it, or correct its name in database_url', LATER_MS),
  ],
  ['XX001', corrupted],
  ['XX002', corrupted],
]);

/** Of 54000, program limit exceeded: what async.c reports, where Postgres keeps its queue of notifications. */
const notificationsFull = unavailable(
  "the server's queue of notifications is full; end the session that listens in a transaction it has left open (pg_stat_activity, pg_notification_queue_usage())",
  SOON_MS,
);

/** Whether the queue of notifications is full, which has no SQLSTATE of its own: by the source file that reports it. */
export function isFullOfNotifications(state: string, file?: string): boolean {
  return state === '54000' && file === 'async.c';
}

/** Of 0A000, feature not supported: what plancache.c reports of a prepared statement whose columns have changed. */
const stalePlan = unavailable('the schema has changed under a prepared statement; try again', SOON_MS);

/** Whether the columns of a prepared statement have changed, which has no SQLSTATE of its own either. It was not executed. */
export function isOfStalePlan(state: string, file?: string): boolean {
  return state === '0A000' && file === 'plancache.c';
}

/** What an error of Postgres means, by its SQLSTATE. */
export function meaningOf(state: string, file?: string): Meaning {
  if (isOfStalePlan(state, file)) return stalePlan;
  if (isFullOfNotifications(state, file)) return notificationsFull;
  return STATES.get(state) ?? CLASSES.get(state.slice(0, 2)) ?? ofStatement;
}

/** Classes that say that the connection is lost, or was never there. */
const LOST_CLASSES = new Set(['08']);
/** The same of single states, 57P01 to 57P05 and the timeouts that end a session. */
const LOST_STATES = new Set(['57P01', '57P02', '57P03', '57P04', '57P05', '25P03', '25P04']);
/** `severity` comes in the language of the server; these two do in most, and the states above cover the others. */
const ENDING = new Set(['FATAL', 'PANIC']);

/** Whether the session has ended with it. */
export function endsSession(state: string, severity: string | undefined): boolean {
  return LOST_CLASSES.has(state.slice(0, 2)) || LOST_STATES.has(state) || ENDING.has(severity ?? '');
}

/** Sessions that were never let in, or were ended before they could commit: idle ones, and transactions that took too long. */
const NEVER_COMMITTED = new Set(['25P03', '25P04', '57P03', '57P05']);
/** "Statement completion unknown", as distributed servers report it. */
const UNKNOWN = new Set(['40003', '08007']);

/** Whether the statement that met this error may have been carried out. */
export function mayBeApplied(state: string, severity: string | undefined): boolean {
  if (UNKNOWN.has(state)) return true;
  return endsSession(state, severity) && !NEVER_COMMITTED.has(state);
}

/** Errors that are about the data of a statement: in a batch, of some member only. */
const CLASSES_OF_DATA = new Set(['22', '23', '44', '54', 'P0']);

export function isOfData(state: string, file?: string): boolean {
  return CLASSES_OF_DATA.has(state.slice(0, 2)) && meaningOf(state, file) === ofStatement;
}

function unavailable(message: string, retryAfterMs: number): Meaning {
  return { reason: 'STORE_UNAVAILABLE', message, retryAfterMs };
}
