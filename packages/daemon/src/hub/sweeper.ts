import type { Clock } from '@dbosd/shared';
import type { Service } from '../lifecycle.js';
import { Loop } from '../ops/loop.js';
import type { SweepAnswer, SweepQuestion } from '../store/queries/hints.js';
import type { Hub } from './hub.js';

interface SweeperOptions {
  readonly hub: Hub;
  readonly clock: Clock;
  readonly ask: (question: SweepQuestion) => Promise<SweepAnswer>;
  /** How often the ends of workflows are asked for: DBOS sends no notification of them. */
  readonly intervalMs: number;
  /** How often values are asked for while notifications arrive. While they do not, every sweep asks. */
  readonly valueIntervalMs: number;
  /** Whether notifications arrive. */
  readonly listening: () => boolean;
  readonly onError: (cause: unknown) => void;
}

/** Ids in one statement at most; the rest comes in the next. */
const SLICE = 20_000;
/** The sweep takes at most this share of one database core: it rests longer when there is much to ask. */
const SHARE_OF_A_CORE = 0.1;
/**
 * What one id of a question can cost the database, generously: 0.002 to 0.012 ms were measured. A statement
 * that took longer than this allows was delayed by a lock or by the network, which is not load.
 */
const MAX_COST_PER_ID_MS = 0.02;
/** No waiter waits longer than this for the next sweep because of load. */
const MAX_REST_MS = 3000;
/** The rest after a failure: the store may be back at any moment. */
const RETRY_MS = 500;
const KINDS = ['workflows', 'runs', 'events', 'streams', 'watches', 'messages'] as const;

/**
 * Runs the one statement that finds what no notification announced: the end of a workflow that a DBOS application caused, and,
 * where notifications are lost or not available, everything else. While there are no waiters it asks nothing.
 */
export class Sweeper implements Service {
  readonly #options: SweeperOptions;
  readonly #loop: Loop;
  #restMs: number;
  #nextValuesMs = 0;
  #offset = 0;

  constructor(options: SweeperOptions) {
    const { clock, intervalMs, onError } = options;
    this.#options = options;
    this.#restMs = intervalMs;
    this.#loop = new Loop({
      clock,
      restMs: () => this.#restMs,
      round: () => this.#round(),
      onError: (cause) => {
        this.#restMs = Math.min(intervalMs, RETRY_MS);
        onError(cause);
      },
    });
  }

  start(): Promise<void> {
    return this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #round(): Promise<void> {
    const { clock, intervalMs } = this.#options;
    const begunMs = clock.monotonicMs();
    const ids = await this.sweep();
    this.#restMs = Math.max(intervalMs, restAfter(ids, clock.monotonicMs() - begunMs));
  }

  /** Asks once, and wakes the waiters for which there is something. Resolves with the number of ids asked for. */
  async sweep(): Promise<number> {
    const { hub, clock, listening, valueIntervalMs, ask } = this.#options;
    const values = !listening() || clock.monotonicMs() >= this.#nextValuesMs;
    const { question, awaited } = hub.question(values);
    const slice = this.#slice(question);
    const askedMs = clock.monotonicMs();
    const ids = KINDS.reduce((sum, kind) => sum + slice.question[kind].length, 0);
    const answer = ids === 0 ? undefined : await ask(slice.question);
    // Only now: a slice whose statement failed is asked again.
    this.#offset = slice.end;
    // One slice is not all of the values: the rest follows at once, not at the next interval for values.
    if (values && slice.last) this.#nextValuesMs = askedMs + valueIntervalMs;
    if (answer === undefined) return 0;
    for (const kind of KINDS) {
      for (const place of answer[kind]) awaited[kind][place + slice.from[kind]]?.wake();
    }
    const over = new Set(answer.runs);
    for (let place = 0; place < slice.question.runs.length; place += 1) {
      const run = awaited.runs[place + slice.from.runs];
      if (run !== undefined && !over.has(place)) run.subject.seenAtMs = askedMs;
    }
    return ids;
  }

  #slice(question: SweepQuestion): {
    question: SweepQuestion;
    from: Record<keyof SweepQuestion, number>;
    end: number;
    last: boolean;
  } {
    const total = KINDS.reduce((sum, kind) => sum + question[kind].length, 0);
    if (this.#offset >= total) this.#offset = 0;
    const [begin, end] = [this.#offset, this.#offset + SLICE];
    let before = 0;
    const cut = <T>(list: readonly T[]): { part: readonly T[]; from: number } => {
      const from = Math.min(list.length, Math.max(0, begin - before));
      const part = list.slice(from, Math.max(0, end - before));
      before += list.length;
      return { part, from };
    };
    const workflows = cut(question.workflows);
    const runs = cut(question.runs);
    const events = cut(question.events);
    const streams = cut(question.streams);
    const watches = cut(question.watches);
    const messages = cut(question.messages);
    return {
      question: {
        workflows: workflows.part,
        runs: runs.part,
        events: events.part,
        streams: streams.part,
        watches: watches.part,
        messages: messages.part,
      },
      from: {
        workflows: workflows.from,
        runs: runs.from,
        events: events.from,
        streams: streams.from,
        watches: watches.from,
        messages: messages.from,
      },
      end,
      last: end >= total,
    };
  }
}

/** How long to rest so that the statement took its share of a core. Time in which it was delayed does not count. */
function restAfter(ids: number, tookMs: number): number {
  const costMs = Math.min(tookMs, ids * MAX_COST_PER_ID_MS);
  return Math.min(MAX_REST_MS, costMs * (1 / SHARE_OF_A_CORE - 1));
}
