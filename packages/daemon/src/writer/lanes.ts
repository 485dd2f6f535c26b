import { startTimer } from '@dbosd/shared';
import type { Backlog } from './backlog.js';
import type { LaneKind, Pool, Verdict } from './write-kind.js';

/** What the lanes have to know of a member. */
export interface LaneMember {
  readonly lane: string;
  readonly kind: LaneKind;
  /** Two members of a lane with the same identity never share a batch: the second learns what became of the first. */
  readonly identity: unknown;
  readonly bytes: number;
}

/** What became of a member of a batch. `separate`: it is written by itself, and its lane waits for it. */
export type LaneVerdict<R> =
  Verdict<R> | { readonly kind: 'separate'; readonly verdict: Promise<Verdict<R>> };

export interface LanesOptions<M extends LaneMember, R> {
  /** Carries out a batch of one kind: one verdict a member, in order. Neither it nor a `separate` verdict may reject. */
  readonly run: (batch: readonly M[]) => Promise<readonly LaneVerdict<R>[]>;
  readonly maxBatch: number;
  readonly maxBatchBytes: number;
  /** From how many lanes on a batch is shared out among the free places. */
  readonly worthSharing: number;
  /** Counts what is queued and in flight; it is what bounds the queues. */
  readonly backlog: Backlog;
}

/** Several lanes, held by one write. */
export interface Hold {
  /** Nothing is in flight in any of them, and what was queued before is answered. */
  readonly isReached: boolean;
  readonly reached: Promise<void>;
  /** Lets go of the lanes, reached or not. May be called again. */
  release(): void;
}

interface Queued<M, R> {
  readonly is: 'member';
  readonly member: M;
  /** When it came, on the monotonic clock. */
  readonly sinceMs: number;
  resolve(result: R): void;
  reject(error: Error): void;
}

interface QueuedHold {
  readonly is: 'hold';
  /** The lane is the hold's from now on. */
  take(): void;
}

interface Unsettled<M, R> {
  readonly queued: Queued<M, R>;
  readonly verdict: Exclude<LaneVerdict<R>, { kind: 'done' | 'failed' }>;
}

/** A lane with something queued, in flight or held. */
interface Lane<M, R> {
  readonly key: string;
  queue: (Queued<M, R> | QueuedHold)[];
  /** Members in flight or told `later`, or the hold that has it: while there are any, nothing else of the lane is taken. */
  open: number;
}

/**
 * Group commit. Each lane (a workflow, a mailbox, the id of a start) is carried out in the order in which its members came,
 * one batch after the other; the heads of different lanes go together by kind.
 *
 * Several batches of a kind may be in flight, of different lanes: while Postgres works on one, the daemon and its callers
 * have what belongs to another. What is ready together is shared out among the free places, because lanes that are answered
 * together come back together, and Postgres and the callers would take turns for ever (docs/adr/0016).
 *
 * A lane: empty → ready (its head waits for a batch of its kind) → in flight (that head, and what of the same kind follows
 * it without a gap) → ready or empty, when each of them is answered. A lane that waits for a lock, or because it was told
 * `later`, stays in flight; no other lane waits for it. No timer: an idle kind carries a member out at once, a busy one
 * commits many at a time.
 *
 * A hold is for a write that needs several lanes. It is queued in all of them at once, so that two holds are in the same
 * order wherever they meet, and neither waits for the other for ever. It holds up these lanes and no others.
 */
export class Lanes<M extends LaneMember, R> {
  readonly #options: LanesOptions<M, R>;
  readonly #lanes = new Map<string, Lane<M, R>>();
  /** Lanes that wait for a batch, by the kind of their head; kinds take turns. */
  readonly #ready = new Map<LaneKind, Set<Lane<M, R>>>();
  /** Batches, by kind and by pool. */
  readonly #inFlight = new Map<LaneKind | Pool, number>();
  #idlers: (() => void)[] = [];
  /** Ends the waits of lanes that were told `later`. */
  readonly #waits = new Set<() => void>();
  #stopped: Error | undefined;
  #pumping = false;

  constructor(options: LanesOptions<M, R>) {
    this.#options = options;
  }

  /** Queues a member at once; resolves with what became of it. */
  submit(member: M): Promise<R> {
    if (this.#stopped) return Promise.reject(this.#stopped);
    this.#options.backlog.add(member.bytes);
    return new Promise((resolve, reject) => {
      this.#queue(member.lane, { is: 'member', member, sinceMs: performance.now(), resolve, reject });
    });
  }

  /** Takes a place in all these lanes at once. */
  hold(keys: Iterable<string>): Hold {
    const places = new Map<string, QueuedHold>();
    const taken = new Set<string>();
    let waits = 0;
    let reach = (): void => undefined;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    for (const key of new Set(keys)) {
      waits += 1;
      const take = (): void => {
        taken.add(key);
        waits -= 1;
        if (waits === 0) reach();
      };
      places.set(key, { is: 'hold', take });
    }
    for (const [key, place] of places) this.#queue(key, place);
    if (waits === 0) reach();
    return {
      get isReached() {
        return waits === 0;
      },
      reached,
      release: () => {
        for (const [key, place] of places) this.#release(key, place, taken.has(key));
        places.clear();
      },
    };
  }

  /** Resolves when nothing is queued, in flight or held any more. */
  idle(): Promise<void> {
    if (this.#lanes.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idlers.push(resolve));
  }

  /** Takes no more members, and fails what is not in flight with this error. Resolves when the rest is answered. */
  stop(error: Error): Promise<void> {
    this.#stopped ??= error;
    for (const end of [...this.#waits]) end();
    this.#ready.clear();
    for (const lane of [...this.#lanes.values()]) this.#failQueue(lane, error);
    return this.idle();
  }

  #queue(key: string, queued: Queued<M, R> | QueuedHold): void {
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      lane = { key, queue: [], open: 0 };
      this.#lanes.set(key, lane);
    }
    lane.queue.push(queued);
    if (lane.open === 0 && lane.queue.length === 1) this.#advance(lane);
  }

  #release(key: string, place: QueuedHold, isTaken: boolean): void {
    const lane = this.#lanes.get(key);
    if (lane === undefined) return;
    if (isTaken) this.#close(lane, 1);
    else lane.queue = lane.queue.filter((queued) => queued !== place);
  }

  #failQueue(lane: Lane<M, R>, error: Error): void {
    const queue = lane.queue;
    lane.queue = queue.filter(({ is }) => is === 'hold');
    for (const queued of queue) {
      if (queued.is === 'hold') continue;
      this.#options.backlog.remove(queued.member.bytes);
      queued.reject(error);
    }
    if (lane.open === 0) this.#advance(lane);
  }

  /** Nothing of the lane is in flight: its head is ready, or takes it; an empty lane is gone. */
  #advance(lane: Lane<M, R>): void {
    const head = lane.queue[0];
    if (head === undefined) {
      this.#lanes.delete(lane.key);
      if (this.#lanes.size === 0) for (const idle of this.#idlers.splice(0)) idle();
    } else if (head.is === 'hold') {
      lane.queue.shift();
      lane.open = 1;
      head.take();
    } else {
      const { kind } = head.member;
      const ready = this.#ready.get(kind);
      if (ready) ready.add(lane);
      else this.#ready.set(kind, new Set([lane]));
      this.#pump();
    }
  }

  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    // One microtask later, what was submitted together goes together.
    queueMicrotask(() => {
      this.#pumping = false;
      for (const kind of [...this.#ready.keys()]) {
        for (let share = this.#shareOf(kind); share > 0; share = this.#shareOf(kind)) {
          void this.#runBatch(kind, share);
        }
      }
    });
  }

  /** How many of the ready lanes of a kind a batch takes now; 0: none is ready, or no place free. */
  #shareOf(kind: LaneKind): number {
    const ready = this.#ready.get(kind)?.size ?? 0;
    const free = Math.min(
      kind.pool.maxBatches - (this.#inFlight.get(kind.pool) ?? 0),
      kind.maxBatches - (this.#inFlight.get(kind) ?? 0),
    );
    if (free <= 0) return 0;
    return ready < this.#options.worthSharing ? ready : Math.ceil(ready / free);
  }

  async #runBatch(kind: LaneKind, share: number): Promise<void> {
    const batch = this.#take(kind, share);
    this.#count(kind, 1);
    const verdicts = await this.#options.run(batch.map(({ queued }) => queued.member));
    this.#count(kind, -1);
    const open = new Map<Lane<M, R>, Unsettled<M, R>[]>();
    batch.forEach(({ lane, queued }, index) => {
      const verdict = verdicts[index] ?? { kind: 'failed', error: new Error('the batch gave no verdict') };
      if (verdict.kind === 'done' || verdict.kind === 'failed') this.#settle(lane, queued, verdict);
      else open.set(lane, [...(open.get(lane) ?? []), { queued, verdict }]);
    });
    for (const [lane, unsettled] of open) void this.#settleLater(lane, unsettled);
    this.#pump();
  }

  #count(kind: LaneKind, change: 1 | -1): void {
    for (const key of [kind, kind.pool]) {
      const batches = (this.#inFlight.get(key) ?? 0) + change;
      if (batches === 0) this.#inFlight.delete(key);
      else this.#inFlight.set(key, batches);
    }
  }

  /** Takes from so many ready lanes what each has of the kind without a gap, up to a batch. */
  #take(kind: LaneKind, share: number): { lane: Lane<M, R>; queued: Queued<M, R> }[] {
    const { maxBatch, maxBatchBytes } = this.#options;
    const ready = this.#ready.get(kind) ?? new Set<Lane<M, R>>();
    const batch: { lane: Lane<M, R>; queued: Queued<M, R> }[] = [];
    let bytes = 0;
    let lanes = 0;
    for (const lane of ready) {
      if (lanes === share) break;
      lanes += 1;
      const identities = lane.queue.length > 1 ? new Set<unknown>() : undefined;
      let count = 0;
      for (const queued of lane.queue) {
        if (queued.is === 'hold') break;
        const { member } = queued;
        if (member.kind !== kind || identities?.has(member.identity) === true) break;
        if (batch.length >= maxBatch || (bytes > 0 && bytes + member.bytes > maxBatchBytes)) break;
        identities?.add(member.identity);
        bytes += member.bytes;
        count += 1;
        batch.push({ lane, queued });
      }
      if (count === 0) break;
      if (count === lane.queue.length) lane.queue = [];
      else lane.queue.splice(0, count);
      lane.open = count;
      ready.delete(lane);
    }
    // After the other kinds, until its turn comes again.
    this.#ready.delete(kind);
    if (ready.size > 0) this.#ready.set(kind, ready);
    return batch;
  }

  #settle(lane: Lane<M, R>, queued: Queued<M, R>, verdict: Exclude<Verdict<R>, { kind: 'later' }>): void {
    this.#options.backlog.remove(queued.member.bytes);
    if (verdict.kind === 'done') queued.resolve(verdict.result);
    else queued.reject(verdict.error);
    this.#close(lane, 1);
  }

  /** Waits for what is written separately; what was told `later` goes first when that is over. */
  async #settleLater(lane: Lane<M, R>, unsettled: readonly Unsettled<M, R>[]): Promise<void> {
    const held: Queued<M, R>[] = [];
    let ms = 0;
    for (const { queued, verdict } of unsettled) {
      let own = verdict.kind === 'separate' ? await verdict.verdict : verdict;
      if (own.kind === 'later') own = this.#tooLate(queued) ?? own;
      if (own.kind === 'later') {
        held.push(queued);
        ms = Math.max(ms, own.afterMs);
      } else this.#settle(lane, queued, own);
    }
    if (held.length === 0) return;
    const end = (): void => {
      cancel();
      this.#waits.delete(end);
      lane.queue.unshift(...held);
      lane.open -= held.length;
      if (this.#stopped) this.#failQueue(lane, this.#stopped);
      else if (lane.open === 0) this.#advance(lane);
    };
    const cancel = startTimer(this.#stopped ? 0 : ms, end);
    this.#waits.add(end);
  }

  /** What becomes of a member that was told `later` for too long; `undefined`: it waits. */
  #tooLate({ member, sinceMs }: Queued<M, R>): { kind: 'failed'; error: Error } | undefined {
    const { maxWait } = member.kind;
    const isLate = maxWait !== undefined && performance.now() - sinceMs > maxWait.ms;
    return isLate ? { kind: 'failed', error: maxWait.error() } : undefined;
  }

  #close(lane: Lane<M, R>, count: number): void {
    lane.open -= count;
    if (lane.open === 0) this.#advance(lane);
  }
}
