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
}

/** A place in the queue at which nothing of the lane is in flight. */
export interface Barrier {
  /** All that was queued before is answered; what came after waits until `release`. */
  readonly reached: Promise<void>;
  /** To be called once, reached or not. */
  release(): void;
}

interface Queued<T, R> {
  readonly kind: 'member';
  readonly member: T;
  readonly identity: string;
  readonly group: string;
  readonly bytes: number;
  resolve(result: R): void;
  reject(error: Error): void;
}

interface QueuedBarrier {
  readonly kind: 'barrier';
  reach(): void;
  readonly released: Promise<void>;
}

/**
 * Group commit: members queue while a batch is in flight, and the next batch takes what has come together. No timer:
 * an idle lane carries a member out at once, a busy one commits many at a time.
 */
export class Lane<T, R> {
  readonly #options: LaneOptions<T, R>;
  /** Groups that have to wait, and what wakes them. */
  readonly #blocked = new Map<string, () => void>();
  #queue: (Queued<T, R> | QueuedBarrier)[] = [];
  /** Queued and in flight, barriers too. */
  #unanswered = 0;
  #idlers: (() => void)[] = [];
  #running: Promise<void> | undefined;

  constructor(options: LaneOptions<T, R>) {
    this.#options = options;
  }

  /** Queues a member at once; resolves with what became of it. */
  submit(member: T): Promise<R> {
    const bytes = this.#options.bytesOf(member);
    return new Promise((resolve, reject) => {
      this.#queue.push({
        kind: 'member',
        member,
        identity: this.#options.identityOf(member),
        group: this.#options.groupOf(member),
        bytes,
        resolve,
        reject,
      });
      this.#options.backlog.add(bytes);
      this.#unanswered += 1;
      this.#pump();
    });
  }

  /** Takes a place in the queue at once, for a write that does not go through the lane but must keep its order. */
  barrier(): Barrier {
    let reach = (): void => undefined;
    let release = (): void => undefined;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    const released = new Promise<void>((resolve) => (release = resolve));
    this.#queue.push({ kind: 'barrier', reach, released });
    this.#unanswered += 1;
    this.#pump();
    return { reached, release };
  }

  /** Resolves when no member is queued or in flight any more, and every barrier is released. */
  idle(): Promise<void> {
    if (this.#unanswered === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idlers.push(resolve));
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
    for (const queued of this.#queue) {
      // What stands before it is held back: so is what stands behind.
      if (queued.kind === 'barrier') return queued === this.#queue[0];
      if (!this.#blocked.has(queued.group)) return true;
    }
    return false;
  }

  async #runBatch(): Promise<void> {
    const [first] = this.#queue;
    if (first?.kind === 'barrier') {
      this.#queue.shift();
      first.reach();
      await first.released;
      this.#unanswered -= 1;
      this.#tellIdlers();
      return;
    }
    const batch = this.#take();
    if (batch.length === 0) return;
    const verdicts = await this.#options.run(batch.map(({ member }) => member));
    const again: Queued<T, R>[] = [];
    batch.forEach((queued, index) => {
      const verdict = verdicts[index] ?? { kind: 'failed', error: new Error('the batch gave no verdict') };
      if (verdict.kind === 'later') {
        again.push(queued);
        this.#block(queued.group, verdict.afterMs);
        return;
      }
      this.#options.backlog.remove(queued.bytes);
      this.#unanswered -= 1;
      if (verdict.kind === 'done') queued.resolve(verdict.result);
      else queued.reject(verdict.error);
    });
    // In front of whatever of their groups has come since.
    if (again.length > 0) this.#queue = [...again, ...this.#queue];
    this.#tellIdlers();
  }

  #tellIdlers(): void {
    if (this.#unanswered === 0) for (const idle of this.#idlers.splice(0)) idle();
  }

  /** Takes the next batch from the queue. A group that has left a member behind takes no more: its order holds. */
  #take(): Queued<T, R>[] {
    const { maxBatch, maxBatchBytes } = this.#options;
    const batch: Queued<T, R>[] = [];
    const left: Queued<T, R>[] = [];
    const identities = new Set<string>();
    const behind = new Set(this.#blocked.keys());
    let bytes = 0;
    let looked = 0;
    for (const queued of this.#queue) {
      if (queued.kind === 'barrier') break;
      if (batch.length >= maxBatch || (batch.length > 0 && bytes + queued.bytes > maxBatchBytes)) break;
      looked += 1;
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
    const cancel = startTimer(ms, () => {
      this.#blocked.delete(group);
      this.#pump();
    });
    this.#blocked.set(group, cancel);
  }
}
