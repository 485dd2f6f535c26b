import { startTimer } from '@dbosd/shared';
import type { Backlog } from '../backlog.js';
import type { Verdict } from '../lane.js';

/** What a lane has to know of a member. */
export interface LaneMember {
  readonly workflowId: string;
  /** Members of one kind share statements. */
  readonly kind: string;
  /** Two members with the same identity never share a batch: the second learns what became of the first. */
  readonly identity: unknown;
  readonly bytes: number;
}

/** What became of a member of a batch. `apart`: it is carried out by itself, and its workflow waits for it. */
export type LaneVerdict<R> = Verdict<R> | { readonly kind: 'apart'; readonly verdict: Promise<Verdict<R>> };

export interface WorkflowLanesOptions<M extends LaneMember, R> {
  /** Carries out a batch of one kind: one verdict a member, in order. Neither it nor a verdict apart may reject. */
  readonly run: (kind: string, batch: readonly M[]) => Promise<readonly LaneVerdict<R>[]>;
  readonly maxBatch: number;
  readonly maxBatchBytes: number;
  /** Batches in flight at once, of all kinds. */
  readonly maxInFlight: number;
  /** Batches in flight at once of one kind. */
  readonly maxInFlightOfKind: number;
  /** From how many workflows on a batch is shared out among the free places. */
  readonly worthSharing: number;
  /** Counts what is queued and in flight; it is what bounds the queues. */
  readonly backlog: Backlog;
}

interface Queued<M, R> {
  readonly member: M;
  resolve(result: R): void;
  reject(error: Error): void;
}

type Settled<R> = Exclude<Verdict<R>, { kind: 'later' }>;

interface Unsettled<M, R> {
  readonly queued: Queued<M, R>;
  readonly verdict: Exclude<LaneVerdict<R>, { kind: 'done' | 'failed' }>;
}

/** A workflow with something queued or in flight. */
interface WorkflowLane<M, R> {
  readonly workflowId: string;
  queue: Queued<M, R>[];
  /** Members in flight, apart or held back: while there are any, nothing else of the workflow is taken. */
  open: number;
}

/**
 * Group commit for workflows: each has a lane of its own, in which its members are carried out in the order in which
 * they came, one batch after the other; what different workflows have at the heads of their lanes goes together by kind.
 *
 * Several batches of a kind may be in flight, of different workflows: while Postgres has one, the daemon and the workers
 * have what belongs to another. What is ready together is shared out among the places that are free, for workflows that
 * are answered together come back together, and would leave Postgres and the workers to take turns for ever.
 *
 * A lane: empty → ready (its head waits for a batch of its kind) → in flight (that head, and what of the same kind
 * follows it without a gap) → ready or empty, when each of them is answered. A lane that waits for a lock, or for a
 * while, stays in flight; no other waits for it. No timer: an idle kind carries a member out at once, a busy one
 * commits many at a time.
 */
export class WorkflowLanes<M extends LaneMember, R> {
  readonly #options: WorkflowLanesOptions<M, R>;
  readonly #lanes = new Map<string, WorkflowLane<M, R>>();
  /** Lanes that wait for a batch, by the kind of their head; kinds by turn. */
  readonly #ready = new Map<string, Set<WorkflowLane<M, R>>>();
  /** Batches, by kind; none that are 0. */
  readonly #inFlight = new Map<string, number>();
  #batches = 0;
  #idlers: (() => void)[] = [];
  /** What ends the waits of lanes that wait for a while. */
  readonly #held = new Set<() => void>();
  #stopped: Error | undefined;
  #pumping = false;

  constructor(options: WorkflowLanesOptions<M, R>) {
    this.#options = options;
  }

  /** Queues a member at once; resolves with what became of it. */
  submit(member: M): Promise<R> {
    if (this.#stopped) return Promise.reject(this.#stopped);
    this.#options.backlog.add(member.bytes);
    return new Promise((resolve, reject) => {
      const lane = this.#laneOf(member.workflowId);
      lane.queue.push({ member, resolve, reject });
      if (lane.open === 0 && lane.queue.length === 1) this.#makeReady(lane);
    });
  }

  /** Resolves when no member is queued or in flight any more. */
  idle(): Promise<void> {
    if (this.#lanes.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idlers.push(resolve));
  }

  /** Takes nothing more, and fails what is not in flight with this error. Resolves when the rest is answered. */
  stop(error: Error): Promise<void> {
    this.#stopped ??= error;
    for (const end of [...this.#held]) end();
    this.#ready.clear();
    for (const lane of [...this.#lanes.values()]) this.#failQueue(lane, error);
    return this.idle();
  }

  #failQueue(lane: WorkflowLane<M, R>, error: Error): void {
    for (const queued of lane.queue.splice(0)) {
      this.#options.backlog.remove(queued.member.bytes);
      queued.reject(error);
    }
    this.#close(lane, 0);
  }

  #laneOf(workflowId: string): WorkflowLane<M, R> {
    let lane = this.#lanes.get(workflowId);
    if (lane === undefined) {
      lane = { workflowId, queue: [], open: 0 };
      this.#lanes.set(workflowId, lane);
    }
    return lane;
  }

  #makeReady(lane: WorkflowLane<M, R>): void {
    const kind = lane.queue[0]?.member.kind;
    if (kind === undefined) return;
    const ready = this.#ready.get(kind);
    if (ready) ready.add(lane);
    else this.#ready.set(kind, new Set([lane]));
    this.#pump();
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
  #shareOf(kind: string): number {
    const { maxInFlight, maxInFlightOfKind, worthSharing } = this.#options;
    const ready = this.#ready.get(kind)?.size ?? 0;
    const free = Math.min(maxInFlight - this.#batches, maxInFlightOfKind - (this.#inFlight.get(kind) ?? 0));
    if (free <= 0) return 0;
    return ready < worthSharing ? ready : Math.ceil(ready / free);
  }

  async #runBatch(kind: string, share: number): Promise<void> {
    const batch = this.#take(kind, share);
    this.#count(kind, 1);
    const verdicts = await this.#options.run(
      kind,
      batch.map(({ queued }) => queued.member),
    );
    this.#count(kind, -1);
    const open = new Map<WorkflowLane<M, R>, Unsettled<M, R>[]>();
    batch.forEach(({ lane, queued }, index) => {
      const verdict = verdicts[index] ?? { kind: 'failed', error: new Error('the batch gave no verdict') };
      if (verdict.kind === 'done' || verdict.kind === 'failed') this.#settle(lane, queued, verdict);
      else open.set(lane, [...(open.get(lane) ?? []), { queued, verdict }]);
    });
    for (const [lane, unsettled] of open) void this.#settleLater(lane, unsettled);
    this.#pump();
  }

  #count(kind: string, change: 1 | -1): void {
    const batches = (this.#inFlight.get(kind) ?? 0) + change;
    if (batches === 0) this.#inFlight.delete(kind);
    else this.#inFlight.set(kind, batches);
    this.#batches += change;
  }

  /** Takes from so many ready lanes what each has of the kind without a gap, up to a batch. */
  #take(kind: string, share: number): { lane: WorkflowLane<M, R>; queued: Queued<M, R> }[] {
    const { maxBatch, maxBatchBytes } = this.#options;
    const ready = this.#ready.get(kind) ?? new Set<WorkflowLane<M, R>>();
    const batch: { lane: WorkflowLane<M, R>; queued: Queued<M, R> }[] = [];
    let bytes = 0;
    let lanes = 0;
    for (const lane of ready) {
      if (lanes === share) break;
      lanes += 1;
      const identities = new Set<unknown>();
      let count = 0;
      for (const { member } of lane.queue) {
        const full = batch.length + count >= maxBatch || (bytes > 0 && bytes + member.bytes > maxBatchBytes);
        if (full || member.kind !== kind || identities.has(member.identity)) break;
        identities.add(member.identity);
        bytes += member.bytes;
        count += 1;
      }
      if (count === 0) break;
      for (const queued of lane.queue.splice(0, count)) batch.push({ lane, queued });
      lane.open = count;
      ready.delete(lane);
    }
    // Behind the other kinds, until its turn comes again.
    this.#ready.delete(kind);
    if (ready.size > 0) this.#ready.set(kind, ready);
    return batch;
  }

  #settle(lane: WorkflowLane<M, R>, queued: Queued<M, R>, verdict: Settled<R>): void {
    this.#options.backlog.remove(queued.member.bytes);
    if (verdict.kind === 'done') queued.resolve(verdict.result);
    else queued.reject(verdict.error);
    this.#close(lane, 1);
  }

  /** Waits for what is carried out apart; what has to wait for a while goes first when that is over. */
  async #settleLater(lane: WorkflowLane<M, R>, unsettled: readonly Unsettled<M, R>[]): Promise<void> {
    const held: Queued<M, R>[] = [];
    let ms = 0;
    for (const { queued, verdict } of unsettled) {
      const own = verdict.kind === 'apart' ? await verdict.verdict : verdict;
      if (own.kind === 'later') {
        held.push(queued);
        ms = Math.max(ms, own.afterMs);
      } else this.#settle(lane, queued, own);
    }
    if (held.length === 0) return;
    const end = (): void => {
      cancel();
      this.#held.delete(end);
      lane.queue.unshift(...held);
      if (this.#stopped) this.#failQueue(lane, this.#stopped);
      this.#close(lane, held.length);
    };
    const cancel = startTimer(this.#stopped ? 0 : ms, end);
    this.#held.add(end);
  }

  #close(lane: WorkflowLane<M, R>, count: number): void {
    lane.open -= count;
    if (lane.open > 0) return;
    if (lane.queue.length > 0) {
      this.#makeReady(lane);
      return;
    }
    this.#lanes.delete(lane.workflowId);
    if (this.#lanes.size === 0) for (const idle of this.#idlers.splice(0)) idle();
  }
}
