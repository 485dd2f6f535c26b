import type { Random } from '../support/random.js';
import { placed, type Op, type Program } from './script/op.js';

/** The topic of the message with which a workflow begins: those that it talks to exist by then. */
export const GO = 'go';
/** The keys of events and streams. */
export const EVENT_KEYS = ['e0', 'e1'] as const;
export const STREAM_KEYS = ['s0', 's1'] as const;
export const TOPICS = [undefined, 'red', 'blue'] as const;

const RECV_TIMEOUTS_MS = [0, 40, 300, 1500];
const FEWEST_OPS = 5;
const MOST_OPS = 14;

type Simple = Exclude<Op, { do: 'child' | 'together' }>;

/** Programs of workflows that talk to each other, as the seed has it. Each ends by itself, whatever the others do. */
export function generate(random: Random, workflowIds: readonly string[]): Program[] {
  return workflowIds.map((workflowId) => ({
    workflowId,
    ops: [{ do: 'recv', topic: GO, timeoutMs: 60_000 }, ...new Author(random, workflowIds).ops(true)],
  }));
}

class Author {
  readonly #random: Random;
  readonly #peers: readonly string[];
  readonly #values = new Map<string, number>();

  constructor(random: Random, peers: readonly string[]) {
    this.#random = random;
    this.#peers = peers;
  }

  ops(withChildren: boolean): Op[] {
    const count = FEWEST_OPS + this.#random.int(MOST_OPS - FEWEST_OPS);
    const ops = Array.from({ length: count }, () => this.#op(withChildren));
    const written = STREAM_KEYS.filter((key) => writes({ workflowId: '', ops }, key));
    return [
      ...ops,
      ...written.filter(() => this.#random.chance(0.5)).map((key) => ({ do: 'close', key }) as const),
    ];
  }

  #op(withChildren: boolean): Op {
    if (withChildren && this.#random.chance(0.06)) {
      return { do: 'child', ops: new Author(this.#random, this.#peers).ops(false).slice(0, MOST_OPS / 2) };
    }
    if (!this.#random.chance(0.2)) return this.#simple(true);
    const ops = Array.from({ length: 2 + this.#random.int(4) }, () => this.#simple(false));
    return { do: 'together', ops };
  }

  /** Steps that run together with others write nothing: their order among the others is nobody's promise. */
  #simple(alone: boolean): Simple {
    const random = this.#random;
    switch (random.int(8)) {
      case 0:
      case 1:
        return { do: 'send', to: this.#peer(), ...this.#topic() };
      case 2:
        return { do: 'recv', ...this.#topic(), timeoutMs: pick(random, RECV_TIMEOUTS_MS) };
      case 3: {
        const key = pick(random, EVENT_KEYS);
        const value = (this.#values.get(key) ?? 0) + 1;
        this.#values.set(key, value);
        return { do: 'setEvent', key, value };
      }
      case 4:
        return {
          do: 'getEvent',
          from: this.#peer(),
          key: pick(random, EVENT_KEYS),
          timeoutMs: 1 + random.int(400),
        };
      case 5:
        return { do: 'write', key: pick(random, STREAM_KEYS) };
      case 6:
        return { do: 'sleep', ms: 1 + random.int(400) };
      default:
        return this.#step(alone);
    }
  }

  #step(alone: boolean): Simple {
    const random = this.#random;
    return {
      do: 'step',
      ms: random.int(150),
      ...(alone && random.chance(0.6)
        ? { writes: { key: pick(random, STREAM_KEYS), count: 1 + random.int(5), dedupe: random.chance(0.5) } }
        : {}),
      ...(random.chance(0.3) ? { to: this.#peer() } : {}),
      ...(random.chance(0.15) ? { failures: 1 + random.int(2) } : {}),
    };
  }

  #peer(): string {
    return pick(this.#random, this.#peers);
  }

  #topic(): { topic?: string } {
    const topic = pick(this.#random, TOPICS);
    return topic === undefined ? {} : { topic };
  }
}

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[random.int(list.length)] as T;
}

/** Whether a program writes to a stream. */
export function writes(program: Program, key: string): boolean {
  return placed(program).some(
    ({ op }) => (op.do === 'write' && op.key === key) || (op.do === 'step' && op.writes?.key === key),
  );
}
