import { DbosdError } from '@dbosd/shared';
import type { Service } from '../../lifecycle.js';
import { draining } from '../../model/failures.js';
import type { Database } from '../../store/database.js';
import { isLockTimeout, isUniqueViolation } from '../../store/errors.js';
import { startFree, type FreeVerdict, type NewStart } from '../../store/queries/durable/start-workflows.js';
import type { Announcer } from '../announcer.js';
import type { Backlog } from '../backlog.js';
import { failureOf, isMembers, repeatLost, repeatUndone } from '../isolation.js';
import { Lane, type Verdict } from '../lane.js';
import { cutApart } from './kinds/write-in-parts.js';
import { announceStart, judgeStart, startIdsOf, toStarted, type Begun } from './kinds/start-workflow.js';
import { slowPath } from './slow-path.js';

export interface StartWriterOptions {
  readonly db: Database;
  readonly announcer: Announcer;
  readonly backlog: Backlog;
  /** Write inputs where SDKs of schema 107 and 108 look for them, too. */
  readonly legacyInputs: boolean;
  /** Asked before each start: why nothing may be written now. */
  readonly refusal: () => DbosdError | undefined;
}

/** What a batch says of a start. `alone`: nothing yet; what stands in its way is its own matter. */
type InBatch = { readonly kind: 'started'; readonly begun: Begun } | { readonly kind: 'alone' };

const LIMITS = { maxBatch: 256, maxBatchBytes: 1024 * 1024 };
/** How long a start that is tried alone waits for a lock: those behind it wait for it. */
const ALONE_LOCK_TIMEOUT = '100ms';
/** How long an id that another holds locked is kept out of the lane, and of how many that is known. */
const LOCKED_FOR_MS = 10_000;
const MAX_LOCKED = 1000;
/** What stands in the way may be gone when it is looked at: then the insert is tried again, up to this often. */
const MAX_TRIES = 5;

/**
 * Starts workflows that no workflow starts, and enqueues those from outside, in group commits. What cannot be started with the others (it is poisoned,
 * its id or its deduplication id is taken by another at that moment, a foreign lock holds the batch up) is tried by
 * itself beside the lane, so that no other fails with it. A batch waits for a foreign lock once, for 2 s; from then on the
 * start that it was for goes beside the lane at once.
 *
 * A start may be repeated: its token tells what it has made itself.
 */
export class StartWriter implements Service {
  readonly #options: StartWriterOptions;
  readonly #lane: Lane<NewStart, InBatch>;
  readonly #slowPath = slowPath();
  readonly #alone = new Set<Promise<Begun>>();
  /** Ids and deduplication ids that others hold locked, and until when that is believed. */
  readonly #locked = new Map<string, number>();

  constructor(options: StartWriterOptions) {
    this.#options = options;
    this.#lane = new Lane<NewStart, InBatch>({
      ...LIMITS,
      backlog: options.backlog,
      run: (batch) => this.#runBatch(batch),
      // Of two with one id the second learns what became of the first.
      identityOf: ({ newId }) => newId,
      groupOf: ({ newId }) => newId,
      bytesOf,
    });
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  /** Fails what is not in flight with DRAINING, and resolves when the rest is answered. */
  async stop(): Promise<void> {
    await this.#lane.stop(draining());
    await Promise.allSettled(this.#alone);
  }

  /** Resolves when the start has committed. It has its place when this returns. */
  submit(start: NewStart): Promise<Begun> {
    const refusal = this.#options.refusal();
    if (refusal) return Promise.reject(refusal);
    if (this.#isLocked(start)) return this.#beside(start);
    return this.#lane
      .submit(start)
      .then((said) => (said.kind === 'started' ? said.begun : this.#beside(start)));
  }

  async #runBatch(batch: readonly NewStart[]): Promise<Verdict<InBatch>[]> {
    const verdicts: Verdict<InBatch>[] = [];
    // Without a change of order, so that the verdicts are in that of the batch.
    for (const part of cutApart(batch, startIdsOf)) verdicts.push(...(await this.#runPart(part)));
    return verdicts;
  }

  async #runPart(part: readonly NewStart[], tries = 1): Promise<Verdict<InBatch>[]> {
    try {
      const said = await this.#write(part);
      return part.map((start, index) => {
        const verdict = this.#judge(start, said[index]);
        switch (verdict.kind) {
          case 'done':
            return done({ kind: 'started', begun: verdict.result });
          case 'later':
            return done({ kind: 'alone' });
          case 'failed':
            return verdict;
        }
      });
    } catch (cause) {
      // A deduplication id was taken since the snapshot: the next one shows by whom.
      if (isTaken(cause) && tries < MAX_TRIES) return this.#runPart(part, tries + 1);
      const [only] = part;
      if (only && part.length === 1 && isLockTimeout(failureOf(cause))) this.#noteLocked(only);
      return part.map(() =>
        isOfMembers(cause, part.length) ? done({ kind: 'alone' }) : failed(cause as Error),
      );
    }
  }

  #judge(start: NewStart, said: FreeVerdict | undefined): Verdict<Begun> {
    if (said === undefined) return failed(new Error('the batch gave no verdict'));
    const verdict = judgeStart(start, said);
    if (verdict.kind === 'done') announceStart(this.#options.announcer, start, toStarted(verdict.result));
    return verdict;
  }

  /** Tries a start by itself, counted in the backlog like what is in the lane. */
  #beside(start: NewStart): Promise<Begun> {
    const { backlog } = this.#options;
    const bytes = bytesOf(start);
    backlog.add(bytes);
    const alone = this.#slowPath
      .run(() => this.#startAlone(start))
      .finally(() => {
        backlog.remove(bytes);
        this.#alone.delete(alone);
      });
    this.#alone.add(alone);
    return alone;
  }

  async #startAlone(start: NewStart): Promise<Begun> {
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      const verdict = await this.#tryAlone(start);
      if (verdict.kind === 'done') return verdict.result;
      if (verdict.kind === 'failed') throw verdict.error;
    }
    throw new DbosdError({
      reason: 'STORE_UNAVAILABLE',
      message: `workflow ${start.newId} was overtaken by others again and again; try again`,
      retryAfterMs: 500,
    });
  }

  async #tryAlone(start: NewStart): Promise<Verdict<Begun>> {
    try {
      const [said] = await this.#write([start], { lock_timeout: ALONE_LOCK_TIMEOUT });
      for (const id of startIdsOf(start)) this.#locked.delete(id);
      return this.#judge(start, said);
    } catch (cause) {
      if (isTaken(cause)) return { kind: 'later', afterMs: 0 };
      if (isLockTimeout(failureOf(cause))) this.#noteLocked(start);
      throw cause;
    }
  }

  #write(starts: readonly NewStart[], settings?: Readonly<Record<string, string>>): Promise<FreeVerdict[]> {
    const { db, legacyInputs } = this.#options;
    const attempt = (): Promise<FreeVerdict[]> =>
      settings === undefined
        ? startFree(db, starts, { legacyInputs })
        : db.transaction((tx) => startFree(tx, starts, { legacyInputs }), { settings });
    // What the second of two tries says counts: by its token it knows what the first has left.
    return repeatLost(
      () => repeatUndone(attempt, MAX_TRIES),
      (second) => second,
    );
  }

  #isLocked(start: NewStart): boolean {
    if (this.#locked.size === 0) return false;
    const now = performance.now();
    return startIdsOf(start).some((id) => (this.#locked.get(id) ?? 0) > now);
  }

  #noteLocked(start: NewStart): void {
    for (const id of startIdsOf(start)) {
      this.#locked.delete(id);
      this.#locked.set(id, performance.now() + LOCKED_FOR_MS);
    }
    for (const [oldest] of this.#locked) {
      if (this.#locked.size <= MAX_LOCKED) break;
      this.#locked.delete(oldest);
    }
  }
}

/** Somebody took the deduplication id since the snapshot. */
function isTaken(cause: unknown): boolean {
  return isUniqueViolation(failureOf(cause));
}

/** Whether the statement failed for the sake of some of its members, so that the others would pass without them. */
function isOfMembers(cause: unknown, members: number): boolean {
  if (isTaken(cause)) return true;
  return members > 1 && (isLockTimeout(failureOf(cause)) || isMembers(cause));
}

function bytesOf({ input }: NewStart): number {
  return Buffer.byteLength(input.data);
}

function done<R>(result: R): Verdict<R> {
  return { kind: 'done', result };
}

function failed(error: Error): { readonly kind: 'failed'; readonly error: Error } {
  return { kind: 'failed', error };
}
