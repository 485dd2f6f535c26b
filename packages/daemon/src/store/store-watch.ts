import type { DbosdError } from '@dbosd/shared';
import { errorMessage } from './connection-failure.js';
import { notificationsTriggerPresent, watchSchema } from './schema/index.js';
import type { Store } from './store.js';

/**
 * What the daemon believes about its database while it runs: where its name leads, whether it may write, and who announces
 * messages. Checked again by `lookAtServer` (every ten seconds), `lookAtSchema` (every minute) and `lookAtTrigger` (every
 * hour).
 */
export class StoreWatch {
  readonly #store: Store;
  readonly #dbosSchema: string;
  readonly #warn: (warning: string) => void;
  #messagesAnnounced: boolean;
  #refusal: DbosdError | undefined;
  #lastWarning: string | undefined;
  #lastServerWarning: string | undefined;

  constructor(
    store: Store,
    facts: {
      readonly dbosSchema: string;
      readonly messagesAnnounced: boolean;
      readonly warn: (warning: string) => void;
    },
  ) {
    this.#store = store;
    this.#dbosSchema = facts.dbosSchema;
    this.#messagesAnnounced = facts.messagesAnnounced;
    this.#warn = facts.warn;
  }

  /** DBOS's own trigger announces messages; without it the daemon must. */
  get messagesAnnounced(): boolean {
    return this.#messagesAnnounced;
  }

  /** Why nothing may be written now: the schema has changed into one that the daemon does not know. */
  get refusal(): DbosdError | undefined {
    return this.#refusal;
  }

  /**
   * Replaces connections that lead to another server than the name does now. Returns whether that is so. A server that cannot
   * be used, or reached, is no reason to leave one that serves: that is said once.
   */
  async lookAtServer(): Promise<boolean> {
    try {
      const moved = await this.#store.follow();
      this.#lastServerWarning = undefined;
      return moved;
    } catch (cause) {
      const warning = `where database_url leads now, there is no server that can be used: ${errorMessage(cause)}`;
      if (warning !== this.#lastServerWarning) this.#warn(warning);
      this.#lastServerWarning = warning;
      return false;
    }
  }

  async lookAtSchema(): Promise<void> {
    const verdict = await watchSchema(this.#store.maintenance.plain, this.#dbosSchema);
    this.#refusal = verdict.kind === 'stop_writes' ? verdict.error : undefined;
    if (verdict.kind === 'as_known') this.#lastWarning = undefined;
    else this.#warnOnce(verdict.kind === 'stop_writes' ? verdict.error.message : verdict.warning);
  }

  async lookAtTrigger(): Promise<void> {
    this.#messagesAnnounced = await notificationsTriggerPresent(
      this.#store.maintenance.plain,
      this.#dbosSchema,
    );
  }

  #warnOnce(warning: string): void {
    if (warning !== this.#lastWarning) this.#warn(warning);
    this.#lastWarning = warning;
  }
}
