import type { Clock } from '@dbosd/shared';
import type { Service } from '../../lifecycle.js';
import type { Queryable } from '../schema/queryable.js';
import { readKeyOrder } from './read-key-order.js';
import { inspectOwnIndexes, standingOf } from './inspect-own-indexes.js';
import { makeOwnIndexes } from './make-own-indexes.js';
import type { OwnIndexName } from './own-indexes.js';

/** What lists may use beyond the indexes that DBOS always has. */
export interface IndexesAtHand {
  readonly standing: ReadonlySet<OwnIndexName>;
  /** Workflow ids are compared byte by byte, so that their key finds those that begin with a text. */
  readonly keyFindsPrefixes: boolean;
}

export const NO_INDEXES: IndexesAtHand = { standing: new Set(), keyFindsPrefixes: false };

export interface OwnIndexKeeperOptions {
  /** A direct connection, for making. */
  readonly url: string;
  readonly dbosSchema: string;
  /** Reads. */
  readonly db: Queryable;
  /** Whether missing ones are made. */
  readonly make: boolean;
  readonly clock: Clock;
  readonly onMade: (names: readonly OwnIndexName[]) => void;
  /** Said once: they stay missing, all goes on without. */
  readonly onRefused: (message: string) => void;
  readonly onLater: (message: string) => void;
  readonly onError: (cause: unknown) => void;
}

const INTERVAL_MS = 60_000;

/**
 * Knows which indexes of dbosd exist, and makes what is missing, in the background: it holds up no start. Looks every
 * minute, since other daemons, people and migrations make and drop indexes, too. A statement that was composed for an
 * index that has just gone is right all the same, only slower.
 */
export class OwnIndexKeeper implements Service {
  readonly #options: OwnIndexKeeperOptions;
  readonly #stopping = new AbortController();
  #loop: Promise<void> | undefined;
  #atHand = NO_INDEXES;
  #refused = false;

  constructor(options: OwnIndexKeeperOptions) {
    this.#options = options;
  }

  get atHand(): IndexesAtHand {
    return this.#atHand;
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
    const { clock, onError } = this.#options;
    while (!this.#stopped()) {
      await this.#round().catch((cause: unknown) => {
        if (!this.#stopped()) onError(cause);
      });
      await clock.sleep(INTERVAL_MS, this.#stopping.signal).catch(() => undefined);
    }
  }

  async #round(): Promise<void> {
    if (await this.#look()) return;
    if (!this.#options.make || this.#refused || this.#stopped()) return;
    const { url, dbosSchema, onMade, onRefused, onLater } = this.#options;
    const { made, problem } = await makeOwnIndexes({
      url,
      dbosSchema,
      waitMs: 0,
      signal: this.#stopping.signal,
    });
    if (made.length > 0) onMade(made);
    if (problem?.kind === 'refused') {
      this.#refused = true;
      onRefused(problem.message);
    } else if (problem !== undefined && !this.#stopped()) onLater(problem.message);
    await this.#look();
  }

  #stopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Whether all of them exist. */
  async #look(): Promise<boolean> {
    const { db, dbosSchema } = this.#options;
    const findings = await inspectOwnIndexes(db, dbosSchema);
    const standing = standingOf(findings);
    this.#atHand = { standing, keyFindsPrefixes: await readKeyOrder(db, dbosSchema) };
    return standing.size === findings.length;
  }
}
