import { type Clock, DbosdError, startTimer, systemClock } from '@dbosd/shared';
import type { Database, Queryable } from '../store/database.js';
import { retryUndone } from '../store/retry.js';
import type { Announcer } from './announcer.js';
import type { Backlog } from './backlog.js';
import { carryOut } from './carry-out.js';
import type { Hold } from './lanes.js';
import { Places } from './places.js';
import type { WriteKind } from './write-kind.js';

/** What a transaction is given: its connection, and a way to write members of kinds on it. */
export interface WriterTransaction extends Queryable {
  /** One result a member, in order. Throws the first refusal, which rolls everything back. */
  write<T extends object, R>(kind: WriteKind<T, R>, members: readonly T[]): Promise<R[]>;
}

export interface TransactionWrite<R> {
  /** Called again when it was undone, in a new transaction: it may change nothing but the database. */
  readonly run: (tx: WriterTransaction) => Promise<R>;
  /** The lanes whose order it keeps: it comes after what was submitted to them before, and holds up what comes later. */
  readonly lanes?: readonly string[];
  /** For each member that it writes, so that it counts in the backlog. */
  readonly bytes?: readonly number[];
  /** The tables that it touches, where `workflow_status` is none of them. */
  readonly tables?: readonly string[] | undefined;
  /** Whether it was undone and may pass at once. Default: as Postgres says. */
  readonly isUndone?: (cause: unknown) => boolean;
}

export interface TransactionsOptions {
  readonly db: Database;
  readonly announcer: Announcer;
  readonly clock: Clock;
  readonly backlog: Backlog;
  readonly hold: (lanes: readonly string[]) => Hold;
  /** Aborted when no more may be begun; its reason is why. */
  readonly stopping: AbortSignal;
}

/** Transactions with lanes at once, each on a connection of the write pool. */
const PLACES = 4;
/**
 * A transaction waits this long at most: until what came before it in its lanes is stored, and while one of its mailboxes
 * runs ahead of the clock. What comes after it in these lanes waits with it.
 */
const MAX_WAIT_MS = 3000;

/**
 * Writes that cannot share a statement: batches of all or nothing, a workflow with its first messages, and the management
 * commands. Each is one transaction, undone and repeated as a whole.
 */
export class Transactions {
  readonly #options: TransactionsOptions;
  readonly #places = new Places({ places: PLACES, maxWaitMs: MAX_WAIT_MS, turnedAway: tooBusy });
  readonly #running = new Set<Promise<unknown>>();

  constructor(options: TransactionsOptions) {
    this.#options = options;
  }

  /** Resolves when none is running any more. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  /**
   * Runs one to its commit. Rejects with the first refusal, and with OVERLOADED when its lanes were not free in time; then
   * nothing is written.
   */
  run<R>(write: TransactionWrite<R>): Promise<R> {
    const running = this.#run(write).finally(() => this.#running.delete(running));
    this.#running.add(running);
    return running;
  }

  async #run<R>(write: TransactionWrite<R>): Promise<R> {
    const { backlog, stopping } = this.#options;
    stopping.throwIfAborted();
    const deadlineMs = performance.now() + MAX_WAIT_MS;
    const hold = this.#options.hold(write.lanes ?? []);
    const { bytes = [] } = write;
    for (const each of bytes) backlog.add(each);
    try {
      if (!hold.isReached) await this.#reach(hold);
      for (;;) {
        const outcome = await this.#attempt(write);
        if (!(outcome instanceof Later)) return outcome;
        if (performance.now() >= deadlineMs) throw tooBusy();
        await systemClock.sleep(outcome.afterMs, stopping);
      }
    } finally {
      hold.release();
      for (const each of bytes) backlog.remove(each);
    }
  }

  /** Waits until the lanes are its own, or rejects: with OVERLOADED after a while, with DRAINING when the writer stops. */
  #reach(hold: Hold): Promise<void> {
    const { stopping } = this.#options;
    return new Promise((resolve, reject) => {
      const end = (): void => {
        cancel();
        stopping.removeEventListener('abort', stop);
      };
      const stop = (): void => {
        end();
        reject(stopping.reason as Error);
      };
      const cancel = startTimer(MAX_WAIT_MS, () => {
        end();
        reject(tooBusy());
      });
      stopping.addEventListener('abort', stop);
      void hold.reached.then(() => {
        end();
        resolve();
      });
    });
  }

  /** Commits, and notifies those that wait; or says that a mailbox has no room yet. */
  async #attempt<R>(write: TransactionWrite<R>): Promise<R | Later> {
    const { db, announcer, clock } = this.#options;
    const begunAtMs = clock.monotonicMs();
    let announcements: (() => void)[] = [];
    const once = (): Promise<R> =>
      db.transaction(
        (tx) => {
          announcements = [];
          return write.run({
            query: (statement, values) => tx.query(statement, values),
            write: async (kind, members) => {
              const results = await writeAll(tx, kind, members);
              members.forEach((member, index) => {
                announcements.push(() =>
                  kind.announce?.(announcer, member, results[index] as never, begunAtMs),
                );
              });
              return results;
            },
          });
        },
        { tables: write.tables },
      );
    try {
      const result = await retryUndone(
        write.lanes === undefined ? once : () => this.#places.run(once),
        write.isUndone,
      );
      for (const announce of announcements) announce();
      return result;
    } catch (cause) {
      if (cause instanceof Later) return cause;
      throw cause;
    }
  }
}

async function writeAll<T extends object, R>(
  tx: Queryable,
  kind: WriteKind<T, R>,
  members: readonly T[],
): Promise<R[]> {
  const outcomes = await carryOut(tx, kind, members, { inTransaction: true });
  return members.map((_member, index) => {
    const outcome = outcomes[index];
    switch (outcome?.kind) {
      case 'done':
        return outcome.result;
      case 'failed':
        throw outcome.error;
      case 'later':
        throw new Later(outcome.afterMs);
      case 'skipped':
      case undefined:
        throw new Error(`${kind.name} gave no verdict`);
    }
  });
}

/** Thrown to roll back a transaction that has to wait. */
class Later extends Error {
  readonly afterMs: number;

  constructor(afterMs: number) {
    super('a mailbox has no room yet');
    this.afterMs = afterMs;
  }
}

function tooBusy(): DbosdError {
  return new DbosdError({
    reason: 'OVERLOADED',
    message:
      'what came before to the same mailboxes or workflow ids is not stored yet: send fewer at once, or later',
    retryAfterMs: 1000,
  });
}
