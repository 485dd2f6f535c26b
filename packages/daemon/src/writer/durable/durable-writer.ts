import type { DbosdError } from '@dbosd/shared';
import type { Service } from '../../lifecycle.js';
import { draining, workflowNotFound } from '../../model/failures.js';
import type { Database } from '../../store/database.js';
import { lockOwners } from '../../store/queries/durable/lock-owners.js';
import type { Announcer } from '../announcer.js';
import type { Backlog } from '../backlog.js';
import { groupBy } from '../isolation.js';
import type { Verdict } from '../lane.js';
import { BrokenOrders, type OrderedCall } from './broken-orders.js';
import { carryOut, carryOutIsolated, type Outcome } from './carry-out.js';
import type { DurableKind } from './kinds/durable-kind.js';
import { slowPath } from './slow-path.js';
import { StepTries, type StepCall } from './step-tries.js';
import { WorkflowLanes, type LaneMember, type LaneVerdict } from './workflow-lanes.js';

export interface DurableWriterOptions {
  readonly db: Database;
  readonly announcer: Announcer;
  readonly backlog: Backlog;
  /** Asked before each write: why nothing may be written now (the schema has changed). */
  readonly refusal: () => DbosdError | undefined;
}

type Member = StepCall & OrderedCall;
interface Submitted extends LaneMember {
  readonly of: DurableKind<Member, unknown>;
  readonly member: Member;
}

/** Two of a kind keep Postgres and the workers busy at once; more only make the batches smaller. */
const LIMITS = {
  maxBatch: 256,
  maxBatchBytes: 1024 * 1024,
  maxInFlight: 4,
  maxInFlightOfKind: 2,
  worthSharing: 16,
};

/**
 * What workers' operations put into the store: in the order of each workflow, many workflows to a statement. Each is
 * answered after its effect and its checkpoint have committed, in one transaction, fenced by the owner's token.
 */
export class DurableWriter implements Service {
  /** What has been seen of the tries of steps. */
  readonly tries = new StepTries();
  readonly orders = new BrokenOrders();
  readonly #options: DurableWriterOptions;
  readonly #slowPath = slowPath();
  readonly #lanes: WorkflowLanes<Submitted, unknown>;

  constructor(options: DurableWriterOptions) {
    this.#options = options;
    this.#lanes = new WorkflowLanes<Submitted, unknown>({
      ...LIMITS,
      backlog: options.backlog,
      run: (_kind, batch) => this.#run(batch),
    });
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  /** Fails what is not in flight with DRAINING, and resolves when the rest is answered. */
  stop(): Promise<void> {
    return this.#lanes.stop(draining());
  }

  /**
   * Carries a member out. It has its place in the order of its workflow when this returns. Rejects with STEP_SUPERSEDED
   * when it belongs to a try of a step that is over.
   */
  submit<T extends Member, R>(kind: DurableKind<T, R>, member: T): Promise<R> {
    const refusal = this.#options.refusal() ?? this.tries.refusal(member);
    if (refusal) {
      this.#noteFailure(kind, member, refusal);
      return Promise.reject(refusal);
    }
    return this.#lanes.submit({
      workflowId: member.workflowId,
      kind: kind.name,
      identity: kind.identityOf(member),
      bytes: kind.bytesOf(member),
      of: kind,
      member,
    }) as Promise<R>;
  }

  async #run(batch: readonly Submitted[]): Promise<LaneVerdict<unknown>[]> {
    const kind = batch[0]?.of;
    if (kind === undefined) return [];
    const refused = new Map<Member, LaneVerdict<unknown>>();
    const members: Member[] = [];
    for (const { member } of batch) {
      const refusal = kind.orderOf && this.orders.refusal(member, kind.orderOf(member));
      if (refusal) refused.set(member, failed(refusal));
      else members.push(member);
    }
    const carriedOut = members.length === 0 ? refused : await this.#carryOut(kind, members);
    return batch.map(({ member }) => refused.get(member) ?? carriedOut.get(member) ?? noVerdict());
  }

  async #carryOut(
    kind: DurableKind<Member, unknown>,
    members: readonly Member[],
  ): Promise<Map<Member, LaneVerdict<unknown>>> {
    const { db } = this.#options;
    const outcomes = await carryOutIsolated(kind, members, (part) => carryOut(db, kind, part, false));
    const verdicts = this.#runApart(
      kind,
      members.filter((_member, index) => outcomes[index]?.kind === 'skipped'),
    );
    members.forEach((member, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined || outcome.kind === 'skipped') return;
      this.#heed(kind, member, outcome);
      verdicts.set(member, outcome);
    });
    return verdicts;
  }

  /** The members that were skipped, each workflow's by themselves. */
  #runApart(
    kind: DurableKind<Member, unknown>,
    skipped: readonly Member[],
  ): Map<Member, LaneVerdict<unknown>> {
    const verdicts = new Map<Member, LaneVerdict<unknown>>();
    for (const [workflowId, members] of groupBy(skipped, (member) => member.workflowId)) {
      const own = this.#runBehindLock(kind, workflowId, members);
      members.forEach((member, index) => {
        verdicts.set(member, { kind: 'apart', verdict: own.then((all) => all[index] ?? noVerdict()) });
      });
    }
    return verdicts;
  }

  /** Waits for the workflow's row, then carries its members out on a snapshot from behind the lock. Never rejects. */
  async #runBehindLock(
    kind: DurableKind<Member, unknown>,
    workflowId: string,
    members: readonly Member[],
  ): Promise<Verdict<unknown>[]> {
    const attempt = (part: readonly Member[]): Promise<Outcome<unknown>[]> =>
      this.#options.db.transaction(async (tx) => {
        await lockOwners(tx, [workflowId]);
        return carryOut(tx, kind, part, true);
      });
    const outcomes = await this.#slowPath
      .run(() => carryOutIsolated(kind, members, attempt))
      .catch((cause: unknown) => members.map((): Outcome<unknown> => failed(cause as Error)));
    return members.map((member, index) => {
      const outcome = outcomes[index] ?? noVerdict();
      // Its row was ours, so that the fence skipped it for want of one.
      if (outcome.kind === 'skipped') return failed(workflowNotFound(workflowId));
      this.#heed(kind, member, outcome);
      return outcome;
    });
  }

  /** Tells whom it concerns what became of a member, before anything else of its workflow is taken. */
  #heed(kind: DurableKind<Member, unknown>, member: Member, verdict: Verdict<unknown>): void {
    if (verdict.kind === 'done') kind.announce?.(this.#options.announcer, member, verdict.result);
    else if (verdict.kind === 'failed') this.#noteFailure(kind, member, verdict.error);
  }

  #noteFailure<T extends Member, R>(kind: DurableKind<T, R>, member: T, error: Error): void {
    if (kind.orderOf) this.orders.failed(member, kind.orderOf(member), error);
  }
}

function failed(error: Error): { kind: 'failed'; error: Error } {
  return { kind: 'failed', error };
}

function noVerdict(): { kind: 'failed'; error: Error } {
  return failed(new Error('the batch gave no verdict'));
}
