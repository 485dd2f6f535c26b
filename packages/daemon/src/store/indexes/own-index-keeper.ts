import type { Clock } from '@dbosd/shared';
import type { Service } from '../../lifecycle.js';
import { Loop } from '../../ops/loop.js';
import type { Queryable } from '../schema/inspect-dbos-schema.js';
import { readKeyOrder, inspectOwnIndexes, standingOf, type OwnIndexName } from './own-indexes.js';
import { makeOwnIndexes } from './make-own-indexes.js';

/** The indexes that lists may use beyond those that DBOS always has. */
export interface IndexesAtHand {
  readonly standing: ReadonlySet<OwnIndexName>;
  /** Workflow ids are compared byte by byte, so that their key finds those that begin with a text. */
  readonly keyFindsPrefixes: boolean;
}

export const NO_INDEXES: IndexesAtHand = { standing: new Set(), keyFindsPrefixes: false };

interface OwnIndexKeeperOptions {
  /** A direct connection, for building indexes. */
  readonly url: string;
  readonly dbosSchema: string;
  /** Reads. */
  readonly db: Queryable;
  /** Whether missing ones are built. */
  readonly make: boolean;
  readonly clock: Clock;
  readonly onMade: (names: readonly OwnIndexName[]) => void;
  /** Called once: the role may not build them, and everything goes on without. */
  readonly onRefused: (message: string) => void;
  readonly onLater: (message: string) => void;
  readonly onError: (cause: unknown) => void;
}

const INTERVAL_MS = 60_000;

/**
 * Knows which of dbosd's indexes are there, and builds missing ones in the background, so that no start waits for them. Checks
 * every minute, since other daemons, people and migrations build and drop indexes, too. A statement that was composed for an
 * index that has just been dropped is still right, only slower.
 */
export class OwnIndexKeeper implements Service {
  readonly #options: OwnIndexKeeperOptions;
  readonly #loop: Loop;
  #restMs = 0;
  #atHand = NO_INDEXES;
  #refused = false;

  constructor(options: OwnIndexKeeperOptions) {
    this.#options = options;
    this.#loop = new Loop({
      clock: options.clock,
      restMs: () => this.#restMs,
      round: (signal) => this.#round(signal),
      onError: options.onError,
    });
  }

  get atHand(): IndexesAtHand {
    return this.#atHand;
  }

  start(): Promise<void> {
    return this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #round(signal: AbortSignal): Promise<void> {
    this.#restMs = INTERVAL_MS;
    try {
      if ((await this.#look()) || signal.aborted) return;
      await this.#make(signal);
    } catch (cause) {
      if (!signal.aborted) throw cause;
    }
  }

  async #make(signal: AbortSignal): Promise<void> {
    if (!this.#options.make || this.#refused) return;
    const { url, dbosSchema, onMade, onRefused, onLater } = this.#options;
    const { made, problem } = await makeOwnIndexes({
      url,
      dbosSchema,
      waitMs: 0,
      signal,
    });
    if (made.length > 0) onMade(made);
    if (problem?.kind === 'refused') {
      this.#refused = true;
      onRefused(problem.message);
    } else if (problem !== undefined && !signal.aborted) onLater(problem.message);
    await this.#look();
  }

  /** Returns whether all of them are there. */
  async #look(): Promise<boolean> {
    const { db, dbosSchema } = this.#options;
    const findings = await inspectOwnIndexes(db, dbosSchema);
    const standing = standingOf(findings);
    this.#atHand = { standing, keyFindsPrefixes: await readKeyOrder(db, dbosSchema) };
    return standing.size === findings.length;
  }
}
