import { startTimer } from '@dbosd/shared';
import type { Backlog } from './backlog.js';

/** What became of a member of a batch. `later`: not now, for its whole group; it keeps its place. */
export type Verdict<R> =
  | { readonly kind: 'done'; readonly result: R }
  | { readonly kind: 'failed'; readonly error: Error }
  | { readonly kind: 'later'; readonly afterMs: number };

export interface LaneOptions<T, R> {
  /** Carries out a batch: one verdict a member, in order. Must not reject: a failure is a verdict too. */
  readonly run: (batch: readonly T[]) => Promise<readonly Verdict<R>[]>;
  /** Two members with the same identity never share a batch: the second learns what became of the first. */
  readonly identityOf: (member: T) => string;
  /** Members of a group are carried out in the order in which they came. */
  readonly groupOf: (member: T) => string;
  readonly bytesOf: (member: T) => number;
  readonly maxBatch: number;
  readonly maxBatchBytes: number;
  /** Counts what is queued and in flight; it is what bounds the queue. */
  readonly backlog: Backlog;
  /** How long a member may be told `later`; then it fails with `tooLate`. Default: as long as it takes. */
  readonly maxLaterMs?: number;
  readonly tooLate?: () => Error;
}

/** A place in the queue of some groups at which nothing of them is in flight. */
export interface Barrier {
  /** All of its groups that was queued before is answered; what came after waits until `release`. */
  readonly reached: Promise<void>;
  readonly isReached: boolean;
  /** To be called once, reached or not. */
  release(): void;
}

interface Queued<T, R> {
  readonly kind: 'member';
  readonly member: T;
  readonly identity: string;
  readonly group: string;
  readonly bytes: number;
  /** When it came, on the monotonic clock. */
  readonly sinceMs: number;
  resolve(result: R): void;
  reject(error: Error): void;
}

interface QueuedBarrier {
  readonly kind: 'barrier';
  readonly groups: ReadonlySet<string>;
  reach(): void;
}

/**
 * Group commit: members queue while a batch is in flight, and the next batch takes what has come together. No timer:
 * an idle lane carries a member out at once, a busy one commits many at a time.
 */
export class Lane<T, R> {
  readonly #options: LaneOptions<T, R>;
  /** Groups that have to wait, and what ends that. */
  readonly #blocked = new Map<string, () => void>();
  #queue: (Queued<T, R> | QueuedBarrier)[] = [];
  #inFlight: readonly Queued<T, R>[] = [];
  readonly #barriers = new Set<QueuedBarrier>();
  #stopped: Error | undefined;
  /** Queued and in flight, barriers too. */
  #unanswered = 0;
  #idlers: (() => void)[] = [];
  #running: Promise<void> | undefined;

  constructor(options: LaneOptions<T, R>) {
    this.#options = options;
  }

  /** Queues a member at once; resolves with what became of it. */
  submit(member: T): Promise<R> {
    if (this.#stopped) return Promise.reject(this.#stopped);
    const bytes = this.#options.bytesOf(member);
    return new Promise((resolve, reject) => {
      this.#queue.push({
        kind: 'member',
        member,
        identity: this.#options.identityOf(member),
        group: this.#options.groupOf(member),
        bytes,
        sinceMs: performance.now(),
        resolve,
        reject,
      });
      this.#options.backlog.add(bytes);
      this.#unanswered += 1;
      this.#pump();
    });
  }

  /**
   * Takes a place in the queue of these groups at once, for a write that does not go through the lane but must keep its
   * order. It holds up these groups and no others.
   */
  barrier(groups: Iterable<string>): Barrier {
    let resolve = (): void => undefined;
    let isReached = false;
    const reached = new Promise<void>((settle) => (resolve = settle));
    const reach = (): void => {
      isReached = true;
      resolve();
    };
    const barrier: QueuedBarrier = { kind: 'barrier', groups: new Set(groups), reach };
    this.#queue.push(barrier);
    this.#barriers.add(barrier);
    this.#unanswered += 1;
    this.#reachBarriers();
    return {
      reached,
      get isReached() {
        return isReached;
      },
      release: () => {
        this.#release(barrier);
      },
    };
  }

  /** Resolves when no member is queued or in flight any more, and every barrier is released. */
  idle(): Promise<void> {
    if (this.#unanswered === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idlers.push(resolve));
  }

  /** Takes nothing more, and fails what is not in flight with this error. Resolves when the rest is answered. */
  stop(error: Error): Promise<void> {
    this.#stopped ??= error;
    for (const unblock of [...this.#blocked.values()]) unblock();
    this.#failQueued(error);
    return this.idle();
  }

  #failQueued(error: Error): void {
    const queue = this.#queue;
    this.#queue = queue.filter(({ kind }) => kind === 'barrier');
    for (const queued of queue) {
      if (queued.kind === 'member') this.#settle(queued, { kind: 'failed', error });
    }
    this.#reachBarriers();
    this.#tellIdlers();
  }

  #release(barrier: QueuedBarrier): void {
    if (!this.#barriers.delete(barrier)) return;
    this.#queue = this.#queue.filter((queued) => queued !== barrier);
    this.#unanswered -= 1;
    this.#reachBarriers();
    this.#tellIdlers();
    this.#pump();
  }

  /** A barrier is reached when nothing of its groups is in flight or queued before it, other barriers included. */
  #reachBarriers(): void {
    if (this.#barriers.size === 0) return;
    const busy = new Set(this.#inFlight.map(({ group }) => group));
    for (const queued of this.#queue) {
      if (queued.kind === 'member') busy.add(queued.group);
      else {
        if (![...queued.groups].some((group) => busy.has(group))) queued.reach();
        for (const group of queued.groups) busy.add(group);
      }
    }
  }

  #pump(): void {
    // One microtask later, what was submitted together goes together.
    this.#running ??= Promise.resolve()
      .then(() => this.#runBatch())
      .finally(() => {
        this.#running = undefined;
        if (this.#hasWork()) this.#pump();
      });
  }

  #hasWork(): boolean {
    const held = new Set(this.#blocked.keys());
    for (const queued of this.#queue) {
      if (queued.kind === 'barrier') for (const group of queued.groups) held.add(group);
      else if (!held.has(queued.group)) return true;
    }
    return false;
  }

  async #runBatch(): Promise<void> {
    const batch = this.#take();
    if (batch.length === 0) return;
    this.#inFlight = batch;
    const verdicts = await this.#options.run(batch.map(({ member }) => member));
    this.#inFlight = [];
    const again: Queued<T, R>[] = [];
    batch.forEach((queued, index) => {
      const verdict = verdicts[index] ?? { kind: 'failed', error: new Error('the batch gave no verdict') };
      const settled = verdict.kind === 'later' ? this.#tooLate(queued) : verdict;
      if (settled) this.#settle(queued, settled);
      else again.push(queued);
      if (verdict.kind === 'later' && !settled) this.#block(queued.group, verdict.afterMs);
    });
    // In front of whatever of their groups has come since.
    if (again.length > 0) this.#queue = [...again, ...this.#queue];
    this.#reachBarriers();
    this.#tellIdlers();
  }

  /** What becomes of a member that was told `later`; `undefined`: it waits. */
  #tooLate({ sinceMs }: Queued<T, R>): Verdict<R> | undefined {
    if (this.#stopped) return { kind: 'failed', error: this.#stopped };
    const { maxLaterMs = Infinity, tooLate } = this.#options;
    const isLate = tooLate !== undefined && performance.now() - sinceMs > maxLaterMs;
    return isLate ? { kind: 'failed', error: tooLate() } : undefined;
  }

  #settle(queued: Queued<T, R>, verdict: Verdict<R>): void {
    this.#options.backlog.remove(queued.bytes);
    this.#unanswered -= 1;
    if (verdict.kind === 'done') queued.resolve(verdict.result);
    else if (verdict.kind === 'failed') queued.reject(verdict.error);
  }

  #tellIdlers(): void {
    if (this.#unanswered === 0) for (const idle of this.#idlers.splice(0)) idle();
  }

  /** Takes the next batch from the queue. A group that has left a member behind takes no more: its order holds. */
  #take(): Queued<T, R>[] {
    const { maxBatch, maxBatchBytes } = this.#options;
    const batch: Queued<T, R>[] = [];
    const left: (Queued<T, R> | QueuedBarrier)[] = [];
    const identities = new Set<string>();
    const behind = new Set(this.#blocked.keys());
    let bytes = 0;
    let looked = 0;
    for (const queued of this.#queue) {
      const more = queued.kind === 'barrier' ? 0 : queued.bytes;
      if (batch.length >= maxBatch || (batch.length > 0 && bytes + more > maxBatchBytes)) break;
      looked += 1;
      if (queued.kind === 'barrier') {
        for (const group of queued.groups) behind.add(group);
        left.push(queued);
        continue;
      }
      if (behind.has(queued.group) || identities.has(queued.identity)) {
        behind.add(queued.group);
        left.push(queued);
        continue;
      }
      identities.add(queued.identity);
      bytes += queued.bytes;
      batch.push(queued);
    }
    this.#queue = [...left, ...this.#queue.slice(looked)];
    return batch;
  }

  #block(group: string, ms: number): void {
    if (this.#blocked.has(group)) return;
    const unblock = (): void => {
      cancel();
      this.#blocked.delete(group);
      this.#pump();
    };
    const cancel = startTimer(ms, unblock);
    this.#blocked.set(group, unblock);
  }
}
