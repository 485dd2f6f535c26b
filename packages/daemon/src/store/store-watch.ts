import type { DbosdError } from '@dbosd/shared';
import { notificationsTriggerPresent, watchSchema } from './schema/index.js';
import type { Store } from './store.js';

/**
 * What the daemon believes about its database while it runs: whether it may write, and who announces messages. Looked
 * at again by `lookAtSchema` (every minute) and `lookAtTrigger` (every hour).
 */
export class StoreWatch {
  readonly #store: Store;
  readonly #dbosSchema: string;
  readonly #warn: (warning: string) => void;
  #messagesAnnounced: boolean;
  #refusal: DbosdError | undefined;
  #lastWarning: string | undefined;

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

  async lookAtSchema(): Promise<void> {
    const verdict = await watchSchema(this.#store.read.plain, this.#dbosSchema);
    this.#refusal = verdict.kind === 'stop_writes' ? verdict.error : undefined;
    if (verdict.kind === 'as_known') this.#lastWarning = undefined;
    else this.#warnOnce(verdict.kind === 'stop_writes' ? verdict.error.message : verdict.warning);
  }

  async lookAtTrigger(): Promise<void> {
    this.#messagesAnnounced = await notificationsTriggerPresent(this.#store.read.plain, this.#dbosSchema);
  }

  #warnOnce(warning: string): void {
    if (warning !== this.#lastWarning) this.#warn(warning);
    this.#lastWarning = warning;
  }
}
