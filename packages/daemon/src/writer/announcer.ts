import type { Clock } from '@dbosd/shared';
import type { Committed, CommittedEvent, CommittedValue } from '../model/committed.js';
import type { Service } from '../lifecycle.js';
import {
  CHANNELS,
  payloadOf,
  queueHash,
  workflowHash,
  runHash,
  stoppedPayload,
  workflowPayload,
  workPayload,
  type Hint,
} from '../store/channels.js';
import type { Notification } from '../store/queries/hints.js';

interface AnnouncerOptions {
  readonly clock: Clock;
  /** Sends notifications; absent: NOTIFY is off, and other processes find out by their polls. */
  readonly send?: (notifications: readonly Notification[]) => Promise<void>;
  /** Notifies this daemon's own waiters, at once. */
  readonly hear: (hint: Hint, committed?: Committed) => void;
  /** DBOS's trigger announces messages by itself. */
  readonly messagesAnnounced: () => boolean;
  readonly onError: (cause: unknown) => void;
}

/**
 * How long the first notification waits, so that this daemon's waiters are answered before Postgres and its listeners take the
 * cores. In an experiment on two cores a wake without a read took 0.51 to 0.63 of what it had taken, and with these 2 ms 0.39 to
 * 0.51.
 */
const DELAY_MS = 2;
/** DBOS's own executors gather notifications as long. */
const WINDOW_MS = 10;
/** Postgres refuses payloads of 8,000 bytes. */
const MAX_PAYLOAD_BYTES = 7999;
/** What is not sent by then is left to the pollers: a hint is not worth more memory. */
const MAX_PENDING = 50_000;

/**
 * Announces what has been committed: to this daemon's waiters at once, to other daemons and DBOS applications by NOTIFY.
 *
 * idle → (something is announced) waiting for 2 ms → sending → gathering for 10 ms → sending what has come together, and gathering
 * again → idle when nothing came. Never inside a write's transaction: commits that NOTIFY queue on one global lock.
 */
export class Announcer implements Service {
  readonly #options: AnnouncerOptions;
  readonly #pending = new Map<string, Notification>();
  readonly #stopping = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  /** Sends what is pending, then no more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  /** A message was stored (with DBOS's stand-in where it has no topic). */
  messageStored(destinationId: string, topic: string): void {
    const payload = payloadOf(destinationId, topic);
    this.#options.hear({ kind: 'message', payload });
    if (!this.#options.messagesAnnounced()) this.#announce({ channel: CHANNELS.message, payload });
  }

  /** An event was set. `committed`: its value, if it became the current one. */
  eventSet(workflowId: string, key: string, committed?: CommittedEvent): void {
    const payload = payloadOf(workflowId, key);
    this.#options.hear({ kind: 'event', payload }, committed);
    this.#announce({ channel: CHANNELS.event, payload });
  }

  /** A stream has grown, or was closed. `committed`: the value that was stored. */
  streamGrown(workflowId: string, key: string, committed?: CommittedValue): void {
    const payload = payloadOf(workflowId, key);
    this.#options.hear({ kind: 'stream', payload }, committed);
    this.#announce({ channel: CHANNELS.stream, payload });
  }

  /** A workflow was made, or its status has changed. */
  workflowChanged(workflowId: string): void {
    const hash = workflowHash(workflowId);
    this.#options.hear({ kind: 'workflow', hash });
    this.#announce({ channel: CHANNELS.own, payload: workflowPayload(hash) });
  }

  /** A worker has stopped a run. */
  runStopped(workflowId: string, ownerToken: string): void {
    const hash = runHash(workflowId, ownerToken);
    this.#options.hear({ kind: 'stopped', hash });
    this.#announce({ channel: CHANNELS.own, payload: stoppedPayload(hash) });
  }

  /** Something waits on a queue. */
  workWaits(queueName: string): void {
    this.#options.hear({ kind: 'work', hash: queueHash(queueName) });
    this.#announce({ channel: CHANNELS.own, payload: workPayload(queueName) });
  }

  #announce(notification: Notification): void {
    if (this.#options.send === undefined || this.#pending.size >= MAX_PENDING) return;
    if (Buffer.byteLength(notification.payload) > MAX_PAYLOAD_BYTES) return;
    this.#pending.set(`${notification.channel} ${notification.payload}`, notification);
    this.#loop ??= this.#run();
  }

  async #run(): Promise<void> {
    await this.#pause(DELAY_MS);
    while (this.#pending.size > 0) {
      const batch = [...this.#pending.values()];
      this.#pending.clear();
      try {
        await this.#options.send?.(batch);
      } catch (cause) {
        this.#options.onError(cause);
      }
      await this.#pause(WINDOW_MS);
    }
    // In the same turn as the last check of what is pending: what comes next begins a new loop.
    this.#loop = undefined;
  }

  /** Ends at once when it is stopped: what is pending is sent first. */
  #pause(ms: number): Promise<void> {
    return this.#options.clock.sleep(ms, this.#stopping.signal).catch(() => undefined);
  }
}
