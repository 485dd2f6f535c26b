import { setMaxListeners } from 'node:events';
import { type Clock, DbosdError, startTimer } from '@dbosd/shared';
import type { Service } from '../lifecycle.js';
import { draining } from '../model/failures.js';
import type { WriteLoad } from '../model/write-load.js';
import type { Database } from '../store/database.js';
import { retryUndone } from '../store/retry.js';
import type { Announcer } from './announcer.js';
import type { Backlog } from './backlog.js';
import { BrokenOrders } from './broken-orders.js';
import { carryOut, carryOutIsolated, groupBy, type Outcome } from './carry-out.js';
import { Lanes, type LaneMember, type LaneVerdict } from './lanes.js';
import { Places } from './places.js';
import { StepTries } from './step-tries.js';
import { Transactions, type TransactionWrite } from './transactions.js';
import { failed, type AnyKind, type WriteKind, type Pool, type Verdict } from './write-kind.js';

export interface WriterOptions {
  readonly db: Database;
  readonly announcer: Announcer;
  readonly backlog: Backlog;
  readonly clock: Clock;
  /** Asked before each write: why nothing may be written now (the schema has changed). */
  readonly refusal: () => DbosdError | undefined;
  /** How long `stop` waits for what is in flight. */
  readonly maxStopMs?: number;
}

interface Submitted extends LaneMember {
  readonly kind: AnyKind;
  readonly member: object;
}

const LIMITS = { maxBatch: 256, maxBatchBytes: 1024 * 1024, worthSharing: 16 };
/** Members of a pool that are written separately at once, each on a connection of its own. */
const SEPARATE_PLACES = 2;
/** As long as a lock is waited for (store.ts), so that no caller waits for more than twice that. */
const MAX_SEPARATE_WAIT_MS = 2000;
/** By then no caller is left to be answered: the server has ended their calls before the writer is stopped. */
const MAX_STOP_MS = 5000;

/**
 * The one way into the store: everything that the daemon writes for its callers is a member of a `WriteKind`, or a
 * transaction (transactions.ts). Members are written in the order of their lane, many lanes to a statement. Each is answered
 * after it has committed, and after those that wait for it were notified.
 */
export class Writer implements Service {
  /** What has been seen of the tries of steps. */
  readonly tries = new StepTries();
  readonly orders = new BrokenOrders();
  readonly #options: WriterOptions;
  readonly #lanes: Lanes<Submitted, unknown>;
  readonly #transactions: Transactions;
  /** Where members go whose rows are locked. */
  readonly #separate = new Map<Pool, Places>();
  readonly #stopping = new AbortController();

  constructor(options: WriterOptions) {
    const { backlog } = options;
    this.#options = options;
    // Each transaction that waits listens.
    setMaxListeners(0, this.#stopping.signal);
    this.#lanes = new Lanes({ ...LIMITS, backlog, run: (batch) => this.#run(batch) });
    this.#transactions = new Transactions({
      ...options,
      hold: (lanes) => this.#lanes.hold(lanes),
      stopping: this.#stopping.signal,
    });
  }

  /** How much waits to be stored. */
  get load(): WriteLoad {
    return this.#options.backlog;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  /**
   * Fails what is not in flight with DRAINING, and resolves when the rest is answered: after `maxStopMs` at the latest,
   * whatever the database does.
   */
  async stop(): Promise<void> {
    const { maxStopMs = MAX_STOP_MS } = this.#options;
    this.#stopping.abort(draining());
    const ended = Promise.all([this.#lanes.stop(draining()), this.#transactions.idle()]);
    await new Promise<void>((resolve) => {
      const cancel = startTimer(maxStopMs, resolve);
      void ended.then(() => {
        cancel();
        resolve();
      });
    });
  }

  /** Writes a member. It has its place in its lane when this returns. Rejects with what its kind refuses it for. */
  submit<T extends object, R>(kind: WriteKind<T, R>, member: T): Promise<R> {
    const call = kind.callOf?.(member);
    const refusal = this.#options.refusal() ?? (call && this.tries.refusal(call)) ?? kind.refusal?.(member);
    if (refusal) {
      this.#noteFailure(kind, member, refusal);
      return Promise.reject(refusal);
    }
    return this.#lanes.submit({
      lane: kind.laneOf(member),
      kind,
      identity: kind.identityOf(member),
      bytes: kind.bytesOf(member),
      member,
    }) as Promise<R>;
  }

  /** Writes what is all or nothing, or needs several statements. It has its place in its lanes when this returns. */
  transaction<R>(write: TransactionWrite<R>): Promise<R> {
    const refusal = this.#options.refusal();
    return refusal ? Promise.reject(refusal) : this.#transactions.run(write);
  }

  /** A workflow has ended under this token. */
  forgetRun(workflowId: string, ownerToken: string): void {
    this.tries.forget(workflowId, ownerToken);
    this.orders.forget({ workflowId, ownerToken });
  }

  async #run(batch: readonly Submitted[]): Promise<readonly LaneVerdict<unknown>[]> {
    const kind = batch[0]?.kind;
    if (kind === undefined) return [];
    const members = batch.map(({ member }) => member);
    if (kind.orderOf === undefined && kind.separately === undefined) {
      const outcomes = await this.#writeTogether(kind, members);
      return outcomes.map((outcome) => (outcome.kind === 'skipped' ? noVerdict() : outcome));
    }

    const verdicts = new Map<object, LaneVerdict<unknown>>();
    const now: object[] = [];
    const locked: object[] = [];
    for (const member of members) {
      const refusal = this.#orderRefusal(kind, member);
      if (refusal) verdicts.set(member, failed(refusal));
      else if (kind.separately?.locks?.has(member) === true) locked.push(member);
      else now.push(member);
    }
    if (now.length > 0) {
      const outcomes = await this.#writeTogether(kind, now);
      now.forEach((member, index) => {
        const outcome = outcomes[index] ?? noVerdict();
        if (outcome.kind === 'skipped') locked.push(member);
        else verdicts.set(member, outcome);
      });
    }
    this.#writeSeparately(kind, locked, verdicts);
    return members.map((member) => verdicts.get(member) ?? noVerdict());
  }

  async #writeTogether(kind: AnyKind, members: readonly object[]): Promise<Outcome<unknown>[]> {
    const { db, clock } = this.#options;
    const begunAtMs = clock.monotonicMs();
    const outcomes = await carryOutIsolated(kind, members, (part) =>
      carryOut(db, kind, part, { inTransaction: false }),
    );
    members.forEach((member, index) => {
      const outcome = outcomes[index] ?? noVerdict();
      if (outcome.kind !== 'skipped') this.#settled(kind, member, outcome, begunAtMs);
    });
    return outcomes;
  }

  #writeSeparately(
    kind: AnyKind,
    locked: readonly object[],
    verdicts: Map<object, LaneVerdict<unknown>>,
  ): void {
    for (const members of groupBy(locked, (member) => kind.laneOf(member)).values()) {
      const own = this.#writeLane(kind, members);
      members.forEach((member, index) => {
        verdicts.set(member, {
          kind: 'separate',
          verdict: own.then((all) => all[index] ?? noVerdict()),
        });
      });
    }
  }

  /** Waits for the locks of a lane, then writes its members with a snapshot from after that. Never rejects. */
  async #writeLane(kind: AnyKind, members: readonly object[]): Promise<Verdict<unknown>[]> {
    const { separately } = kind;
    const begunAtMs = this.#options.clock.monotonicMs();
    const attempt = (part: readonly object[]): Promise<Outcome<unknown>[]> =>
      retryUndone(() =>
        this.#options.db.transaction(
          async (tx) => {
            await separately?.lock?.(tx, part);
            return carryOut(tx, kind, part, { inTransaction: true });
          },
          { settings: separately?.settings ?? {} },
        ),
      ).then((outcomes) => {
        for (const member of part) separately?.locks?.delete(member);
        return outcomes;
      });
    const outcomes = await this.#placesOf(kind.pool)
      .run(() => carryOutIsolated(kind, members, attempt))
      .catch((cause: unknown) => members.map((): Outcome<unknown> => failed(cause as Error)));
    return members.map((member, index) => {
      const outcome = outcomes[index] ?? noVerdict();
      if (outcome.kind === 'skipped') return separately ? failed(separately.missing(member)) : noVerdict();
      this.#settled(kind, member, outcome, begunAtMs);
      return outcome;
    });
  }

  #placesOf(pool: Pool): Places {
    let places = this.#separate.get(pool);
    if (places === undefined) {
      places = new Places({
        places: SEPARATE_PLACES,
        maxWaitMs: MAX_SEPARATE_WAIT_MS,
        turnedAway: rowsLocked,
      });
      this.#separate.set(pool, places);
    }
    return places;
  }

  /** Announces a member, or notes its failure, before anything else of its lane is taken. */
  #settled(kind: AnyKind, member: object, verdict: Verdict<unknown>, begunAtMs: number): void {
    if (verdict.kind === 'done') kind.announce?.(this.#options.announcer, member, verdict.result, begunAtMs);
    else if (verdict.kind === 'failed') this.#noteFailure(kind, member, verdict.error);
  }

  #orderRefusal(kind: AnyKind, member: object): DbosdError | undefined {
    const call = kind.orderOf && kind.callOf?.(member);
    return call && kind.orderOf && this.orders.refusal(call, kind.orderOf(member));
  }

  #noteFailure<T extends object, R>(kind: WriteKind<T, R>, member: T, error: Error): void {
    const call = kind.orderOf && kind.callOf?.(member);
    if (call && kind.orderOf) this.orders.failed(call, kind.orderOf(member), error);
  }
}

function noVerdict(): { kind: 'failed'; error: Error } {
  return { kind: 'failed', error: new Error('the batch gave no verdict') };
}

function rowsLocked(): DbosdError {
  return new DbosdError({
    reason: 'STORE_UNAVAILABLE',
    message: 'another program holds the rows of this and of many other workflows locked; try again',
    retryAfterMs: 500,
  });
}
