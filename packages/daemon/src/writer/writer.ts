import { randomUUID } from 'node:crypto';
import { DbosdError, NULL_TOPIC, systemClock } from '@dbosd/shared';
import type { Service } from '../lifecycle.js';
import { draining } from '../model/failures.js';
import type { OutgoingMessage, SendOptions, Sent } from '../model/messages.js';
import type { Database, Queryable } from '../store/database.js';
import type { WriteLoad } from '../model/write-load.js';
import { isRepeatable } from '../store/errors.js';
import type { Announcer } from './announcer.js';
import type { Backlog } from './backlog.js';
import { failureOf, isStoreFailure, partsOf, repeatLost } from './isolation.js';
import { Lane, type Barrier, type Verdict } from './lane.js';
import { Places } from './places.js';
import { keyReused, sent, storeMessages, type MessageWrite } from './store-messages.js';

export interface WriterOptions {
  readonly db: Database;
  readonly announcer: Announcer;
  readonly backlog: Backlog;
  /** Asked before each write: why nothing may be written now (the schema has changed). */
  readonly refusal: () => DbosdError | undefined;
}

/** Batches in flight at most, each on a connection of the write pool. */
const LANES = 4;
/** A transaction that was undone (a deadlock, a destination deleted under it) passes at once, or something is wrong. */
const MAX_TRIES = 5;
/**
 * A batch of all or nothing waits this long at most: until what came before it to its mailboxes is stored, and while one of
 * them runs ahead of the clock. What comes after it to the same mailboxes waits with it.
 */
const MAX_BATCH_WAIT_MS = 3000;
/** A message waits this long at most for its mailbox, which takes a thousand a second. */
const MAX_MESSAGE_WAIT_MS = 60_000;
/** Transactions of batches of all or nothing at once, each on a connection of the write pool. */
const BATCHES = 4;
const MIB = 1024 * 1024;
const LANE_LIMITS = {
  maxBatch: 256,
  maxBatchBytes: MIB,
};

/**
 * What goes into the store. Messages to one destination take one lane, in the order in which they came; what shares a
 * lane shares statements and commits. Each is answered after its row has committed.
 */
export class Writer implements Service {
  readonly #options: WriterOptions;
  readonly #lanes: readonly Lane<MessageWrite, Sent>[];
  readonly #places = new Places({ places: BATCHES, maxWaitMs: MAX_BATCH_WAIT_MS, turnedAway: mailboxBusy });
  readonly #stopping = new AbortController();

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#lanes = Array.from(
      { length: LANES },
      () =>
        new Lane<MessageWrite, Sent>({
          ...LANE_LIMITS,
          backlog: options.backlog,
          run: (batch) => this.#runBatch(batch),
          identityOf: (message) => message.messageId,
          groupOf: mailboxOf,
          bytesOf,
          maxLaterMs: MAX_MESSAGE_WAIT_MS,
          tooLate: mailboxBusy,
        }),
    );
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  /** Fails what has to wait with DRAINING, and resolves when what is in flight is answered. */
  async stop(): Promise<void> {
    this.#stopping.abort(draining());
    await Promise.all(this.#lanes.map((lane) => lane.stop(draining())));
  }

  /** How much waits to be stored. */
  get load(): WriteLoad {
    return this.#options.backlog;
  }

  /** Stores one message. It has its place in the order of its destination when this returns. */
  send(message: OutgoingMessage, options: SendOptions): Promise<Sent> {
    const refusal = this.#options.refusal();
    if (refusal) return Promise.reject(refusal);
    return this.#laneOf(message.destinationId).submit(toWrite(message, options));
  }

  /**
   * Stores all of them, or none: rejects with the first refusal. They have their place in the order, as in `send`, and hold
   * up what comes to the same mailboxes, nothing else. Rejects with OVERLOADED when these have no room in time.
   * `first` is carried out before them in the same transaction, again after one that was undone.
   */
  async sendAll(
    messages: readonly OutgoingMessage[],
    options: SendOptions,
    first?: (tx: Queryable) => Promise<void>,
  ): Promise<Sent[]> {
    const refusal = this.#options.refusal();
    if (refusal) throw refusal;
    const writes = messages.map((message) => toWrite(message, options));
    const barriers = this.#barriersOf(writes);
    for (const write of writes) this.#options.backlog.add(bytesOf(write));
    const deadlineMs = performance.now() + MAX_BATCH_WAIT_MS;
    try {
      if (!barriers.every(({ isReached }) => isReached)) {
        const reached = Promise.all(barriers.map((barrier) => barrier.reached)).then(() => true);
        const inTime = await Promise.race([reached, this.#pause(MAX_BATCH_WAIT_MS).then(() => false)]);
        if (!inTime) throw mailboxBusy();
      }
      return await this.#storeAll(writes, deadlineMs, first);
    } finally {
      for (const barrier of barriers) barrier.release();
      for (const write of writes) this.#options.backlog.remove(bytesOf(write));
    }
  }

  /** In all lanes at once, so that two batches are in the same order wherever they meet. */
  #barriersOf(writes: readonly MessageWrite[]): Barrier[] {
    const mailboxes = new Map<Lane<MessageWrite, Sent>, Set<string>>();
    for (const write of writes) {
      const lane = this.#laneOf(write.destinationId);
      mailboxes.set(lane, (mailboxes.get(lane) ?? new Set<string>()).add(mailboxOf(write)));
    }
    return [...mailboxes].map(([lane, groups]) => lane.barrier(groups));
  }

  async #storeAll(
    writes: readonly MessageWrite[],
    deadlineMs: number,
    first?: (tx: Queryable) => Promise<void>,
  ): Promise<Sent[]> {
    for (let undone = 0; ;) {
      const repeatable = undone + 1 < MAX_TRIES;
      const outcome = await this.#places.run(() =>
        this.#tryAll(writes, { repeatable, ...(first && { first }) }),
      );
      if (outcome.kind === 'undone') {
        undone += 1;
        continue;
      }
      if (outcome.kind === 'stored') {
        for (const message of writes)
          this.#options.announcer.messageStored(message.destinationId, message.topic);
        return outcome.sent;
      }
      if (performance.now() >= deadlineMs) throw mailboxBusy();
      await this.#pause(outcome.afterMs);
    }
  }

  /** Rejects with DRAINING when the writer stops. */
  #pause(ms: number): Promise<void> {
    return systemClock.sleep(ms, this.#stopping.signal);
  }

  #laneOf(destinationId: string): Lane<MessageWrite, Sent> {
    let hash = 0;
    for (let i = 0; i < destinationId.length; i++) hash = (hash * 31 + destinationId.charCodeAt(i)) | 0;
    const lane = this.#lanes[Math.abs(hash) % this.#lanes.length];
    if (lane === undefined) throw new Error('there are no lanes');
    return lane;
  }

  async #runBatch(batch: readonly MessageWrite[]): Promise<Verdict<Sent>[]> {
    const verdicts = await this.#storeIsolated(batch);
    batch.forEach((message, index) => {
      if (verdicts[index]?.kind === 'done') {
        this.#options.announcer.messageStored(message.destinationId, message.topic);
      }
    });
    return verdicts;
  }

  /**
   * Stores a batch. A lost connection is tried once more (each message has an id, so that a repeat finds what the first
   * try left); a batch that Postgres refuses is tried one by one, so that a poisoned message fails alone; one that a
   * foreign lock held up is tried by destination, so that no other destination pays for it.
   */
  async #storeIsolated(batch: readonly MessageWrite[]): Promise<Verdict<Sent>[]> {
    try {
      return await repeatLost(() => storeMessages(this.#options.db, batch), amend);
    } catch (cause) {
      const parts = partsOf(batch, cause, ({ destinationId }) => destinationId);
      if (parts.length < 2) return batch.map(() => ({ kind: 'failed', error: cause as Error }));
      const verdicts = new Map<MessageWrite, Verdict<Sent>>();
      for (const part of parts) {
        const own = await this.#storeIsolated(part);
        part.forEach((message, index) => verdicts.set(message, own[index] ?? noVerdict()));
      }
      return batch.map((message) => verdicts.get(message) ?? noVerdict());
    }
  }

  async #tryAll(
    writes: readonly MessageWrite[],
    { repeatable, first }: { repeatable: boolean; first?: (tx: Queryable) => Promise<void> },
  ): Promise<{ kind: 'stored'; sent: Sent[] } | { kind: 'later'; afterMs: number } | { kind: 'undone' }> {
    const firsts = new Map<string, MessageWrite>();
    for (const write of writes) if (!firsts.has(write.messageId)) firsts.set(write.messageId, write);
    const later = new LaterSignal();
    try {
      return await this.#options.db.transaction(async (tx) => {
        await first?.(tx);
        const ids = [...firsts.keys()];
        const verdicts = await storeMessages(tx, [...firsts.values()], 1);
        const byId = new Map(ids.map((id, index) => [id, verdicts[index]]));
        return { kind: 'stored', sent: writes.map((write) => settle(write, firsts, byId, later)) };
      });
    } catch (cause) {
      if (cause === later) return { kind: 'later', afterMs: later.afterMs };
      if (repeatable && isRepeatable(failureOf(cause))) return { kind: 'undone' };
      throw cause;
    }
  }
}

/** The store's failure in the second of two tries says nothing of the first. */
function amend(verdicts: Verdict<Sent>[], lost: DbosdError): Verdict<Sent>[] {
  return verdicts.map((verdict) =>
    verdict.kind === 'failed' && isStoreFailure(verdict.error) ? { kind: 'failed', error: lost } : verdict,
  );
}

function noVerdict(): Verdict<Sent> {
  return { kind: 'failed', error: new Error('the batch gave no verdict') };
}

function mailboxBusy(): DbosdError {
  return new DbosdError({
    reason: 'OVERLOADED',
    message:
      'a mailbox takes a thousand messages a second and has others to take first: send fewer at once, or later',
    retryAfterMs: 1000,
  });
}

/** Thrown to roll back a transaction whose messages have to wait. */
class LaterSignal extends Error {
  afterMs = 0;
}

function settle(
  write: MessageWrite,
  firsts: ReadonlyMap<string, MessageWrite>,
  verdicts: ReadonlyMap<string, Verdict<Sent> | undefined>,
  later: LaterSignal,
): Sent {
  const verdict = verdicts.get(write.messageId);
  switch (verdict?.kind) {
    case 'done': {
      const first = firsts.get(write.messageId);
      return first === undefined || first === write ? verdict.result : folded(write, first, verdict.result);
    }
    case 'later':
      later.afterMs = verdict.afterMs;
      throw later;
    case 'failed':
      throw verdict.error;
    case undefined:
      throw new Error('the batch gave no verdict');
  }
}

/** The answer for the second of two messages under one key in one request: the first stands. */
function folded(write: MessageWrite, first: MessageWrite, result: Sent): Sent {
  if (write.destinationId !== first.destinationId) throw keyReused(write, { sameDestination: false });
  const differs =
    result.differs ||
    write.topic !== first.topic ||
    write.serialization !== first.serialization ||
    write.data !== first.data;
  if (differs && write.rejectDifferent) {
    throw new DbosdError({
      reason: 'IDEMPOTENCY_KEY_REUSED',
      message: `two different messages to ${write.destinationId} have the same idempotency key; use one key each`,
      metadata: { message_id: write.messageId },
    });
  }
  return sent(write, result.destinationStatus, { sameDestination: true, differs });
}

/** Messages to one mailbox are stored in the order in which they came. */
function mailboxOf({ topic, destinationId }: MessageWrite): string {
  return `${topic} ${destinationId}`;
}

function bytesOf({ data }: MessageWrite): number {
  return Buffer.byteLength(data);
}

function toWrite(message: OutgoingMessage, options: SendOptions): MessageWrite {
  const key = message.idempotencyKey;
  return {
    messageId: key === undefined ? randomUUID() : `${key}::${message.destinationId}`,
    destinationId: message.destinationId,
    topic: message.topic ?? NULL_TOPIC,
    data: message.payload.data,
    serialization: message.payload.serialization,
    requireActive: options.requireActive,
    rejectDifferent: options.rejectDifferent,
    keyed: key !== undefined,
  };
}
