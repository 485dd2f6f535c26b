import type { Clock } from '@dbosd/shared';
import type { Service } from '../lifecycle.js';
import type { SweepAnswer, SweepQuestion } from '../store/queries/hints/sweep.js';
import type { Hub } from './hub.js';

export interface SweeperOptions {
  readonly hub: Hub;
  readonly clock: Clock;
  readonly ask: (question: SweepQuestion) => Promise<SweepAnswer>;
  /** How often the ends of workflows are asked for: nobody notifies of them. */
  readonly intervalMs: number;
  /** How often values are asked for while notifications are heard; without them, each time. */
  readonly valueIntervalMs: number;
  readonly hearing: () => boolean;
  readonly onError: (cause: unknown) => void;
}

/** Ids in one statement at most; what is beyond comes in the next. */
const SLICE = 20_000;
/** The sweep takes at most this part of one database core: it stretches its interval when there is much to ask. */
const SHARE_OF_A_CORE = 0.1;
const KINDS = ['workflows', 'runs', 'events', 'streams', 'watches', 'messages'] as const;

/**
 * The one statement that finds what no notification told: ends of workflows that a DBOS application caused, and, where
 * notifications are lost or not to be had, everything else. While nobody waits it asks nothing.
 */
export class Sweeper implements Service {
  readonly #options: SweeperOptions;
  readonly #stopping = new AbortController();
  #loop: Promise<void> | undefined;
  #nextValuesMs = 0;
  #offset = 0;

  constructor(options: SweeperOptions) {
    this.#options = options;
  }

  start(): Promise<void> {
    this.#loop ??= this.#run();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { clock, intervalMs, onError } = this.#options;
    let waitMs = intervalMs;
    while (await this.#slept(waitMs)) {
      const begunMs = clock.monotonicMs();
      try {
        await this.sweep();
      } catch (cause) {
        onError(cause);
      }
      waitMs = Math.max(intervalMs, (clock.monotonicMs() - begunMs) * (1 / SHARE_OF_A_CORE - 1));
    }
  }

  /** Asks once, and wakes whoever there is something for. */
  async sweep(): Promise<void> {
    const { hub, clock, hearing, valueIntervalMs, ask } = this.#options;
    const values = !hearing() || clock.monotonicMs() >= this.#nextValuesMs;
    const { question, awaited } = hub.question(values);
    const slice = this.#slice(question);
    // A slice of the values is not all of them: the rest follows at once, not at the next turn of values.
    if (values && slice.last) this.#nextValuesMs = clock.monotonicMs() + valueIntervalMs;
    if (KINDS.every((kind) => slice.question[kind].length === 0)) return;
    const begunMs = clock.monotonicMs();
    const answer = await ask(slice.question);
    for (const kind of KINDS) {
      for (const place of answer[kind]) awaited[kind][place + slice.from[kind]]?.wake();
    }
    const over = new Set(answer.runs);
    for (let place = 0; place < slice.question.runs.length; place += 1) {
      const run = awaited.runs[place + slice.from.runs];
      if (run !== undefined && !over.has(place)) run.subject.seenAtMs = begunMs;
    }
  }

  #slice(question: SweepQuestion): {
    question: SweepQuestion;
    from: Record<keyof SweepQuestion, number>;
    last: boolean;
  } {
    const total = KINDS.reduce((sum, kind) => sum + question[kind].length, 0);
    if (this.#offset >= total) this.#offset = 0;
    const [begin, end] = [this.#offset, this.#offset + SLICE];
    this.#offset = end;
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
      last: end >= total,
    };
  }

  async #slept(ms: number): Promise<boolean> {
    await this.#options.clock.sleep(ms, this.#stopping.signal).catch(() => undefined);
    return !this.#stopping.signal.aborted;
  }
}
