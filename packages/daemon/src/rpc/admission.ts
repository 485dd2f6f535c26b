import type { Logger } from 'pino';
import { DbosdError } from '@dbosd/shared';
import type { WriteLoad } from '../operations/operations.js';
import type { UnaryMethod } from './methods/method.js';

export interface AdmissionLimits {
  /** Unary calls that are not waits. */
  readonly maxUnaryCalls: number;
  /** Unary waits and server streams. */
  readonly maxUnaryWaits: number;
}

// Long enough for a burst to pass, short enough not to be noticed.
const RETRY_AFTER_MS = 100;

/**
 * How many calls of the unary surface are in flight; calls and waits are counted separately. Beyond a limit nothing queues: the
 * call is refused with the time after which to try again. Sessions withhold credit instead and do not count here.
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #writes: WriteLoad;
  readonly #inFlight = { call: 0, wait: 0 };

  constructor(limits: AdmissionLimits, writes: WriteLoad) {
    this.#limits = limits;
    this.#writes = writes;
  }

  /** Counts a call; returns a function that ends the count. Throws OVERLOADED or TOO_MANY_WAITS. */
  enter({ kind, queues }: Pick<UnaryMethod, 'kind' | 'queues'>): () => void {
    if (queues === true && this.#writes.full) throw writesFull();
    const limit = kind === 'call' ? this.#limits.maxUnaryCalls : this.#limits.maxUnaryWaits;
    if (this.#inFlight[kind] >= limit) throw refusal(kind, limit);
    this.#inFlight[kind] += 1;
    return () => {
      this.#inFlight[kind] -= 1;
    };
  }
}

/** Refuses one wait too many. */
export function tooManyWaits(limit: number, fix: string): DbosdError {
  return new DbosdError({
    reason: 'TOO_MANY_WAITS',
    message: `${String(limit)} waits are in flight, which is the limit: ${fix}`,
    retryAfterMs: RETRY_AFTER_MS,
    metadata: { limit: String(limit) },
  });
}

function writesFull(): DbosdError {
  return new DbosdError({
    reason: 'OVERLOADED',
    message: 'too many writes wait to be stored: send more slowly and try again, or use a session',
    retryAfterMs: RETRY_AFTER_MS,
  });
}

function refusal(kind: 'call' | 'wait', limit: number): DbosdError {
  if (kind === 'wait') return tooManyWaits(limit, 'wait on a session, or raise the limit of unary waits');
  return new DbosdError({
    reason: 'OVERLOADED',
    message: `${String(limit)} unary calls are in flight, which is the limit: try again, or use a session`,
    retryAfterMs: RETRY_AFTER_MS,
    metadata: { limit: String(limit) },
  });
}

/** The calls in flight, so that stopping can wait for them. */
export class InFlight {
  readonly #log: Logger;
  readonly #running = new Set<Promise<void>>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Adds a call: `settled` awaits its end, and its rejection does not reach the process. */
  track(running: Promise<void>): void {
    const tracked = running
      .catch((err: unknown) => {
        this.#log.error({ err }, 'call.unanswered');
      })
      .finally(() => {
        this.#running.delete(tracked);
      });
    this.#running.add(tracked);
  }

  /** Resolves when no call runs any more, including those that begin meanwhile. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
