import { backoffMs, systemClock, type Clock } from '@dbosd/shared';
import type { DaemonConfig } from './config.js';
import type { Daemon } from './daemon.js';
import { refuseUnfit } from './doctor/examine-database.js';
import { Dispatch } from './dispatch/dispatch.js';
import type { DispatchTiming } from './dispatch/timing.js';
import { Echoes } from './hub/echoes.js';
import { Hub } from './hub/hub.js';
import { LiveStreams } from './hub/live-streams.js';
import { Readings } from './hub/readings.js';
import { Sweeper } from './hub/sweeper.js';
import type { Service } from './lifecycle.js';
import { durableOperations } from './operations/durable.js';
import { bindOperations } from './operations/operations.js';
import type { Logger } from './ops/log.js';
import { Periodic } from './ops/periodic.js';
import { Warnings } from './ops/warnings.js';
import { RpcServer } from './rpc/server.js';
import type { Hint } from './store/channels.js';
import { OwnIndexKeeper } from './store/indexes/index.js';
import { Listener } from './store/listener.js';
import { prepareDatabase, type Prepared } from './store/prepare-database.js';
import { notify } from './store/queries/hints/notify.js';
import { sweep } from './store/queries/hints/sweep.js';
import { sweepMailboxes } from './store/queries/messages/sweep-mailboxes.js';
import { sweepRequests } from './store/queries/requests/sweep-requests.js';
import { StoreWatch } from './store/store-watch.js';
import { openStore, type Store } from './store/store.js';
import { version } from './version.js';
import { Announcer } from './writer/announcer.js';
import { BACKLOG_MARKS, Backlog } from './writer/backlog.js';
import { startKinds } from './writer/kinds/start-workflow.js';
import { Writer } from './writer/writer.js';

/** A name that leads elsewhere is followed within this time, and half of what a failover may take. */
const SERVER_INTERVAL_MS = 10_000;
const SCHEMA_INTERVAL_MS = 60_000;
const TRIGGER_INTERVAL_MS = 3_600_000;
const MAILBOX_INTERVAL_MS = 600_000;
const REQUEST_INTERVAL_MS = 600_000;
/** How often the database is asked whether it is there, for the health service. */
const HEALTH_INTERVAL_MS = 2000;
/** A database that takes longer to say anything is as good as gone. */
const HEALTH_TIMEOUT_MS = 5000;
/** A reader that takes nothing for ten minutes although data waits is given up (docs/protocol.md, 5). */
const SLOW_READER_MS = 600_000;
/** Of the drain timeout this much, and half of it at most, is kept for the end of what is open after the calls. */
const STOP_RESERVE_MS = 2000;
const RETRY = { firstMs: 500, maxMs: 2000 };

/** The parts of a running daemon, for tests that look inside. */
export interface DaemonParts {
  readonly hub: Hub;
  readonly store: Store;
  readonly rpc: RpcServer;
  readonly listener: Listener | undefined;
  readonly dispatch: Dispatch;
}

/** Times that tests choose; the defaults are those of the contract. */
export interface DaemonTiming {
  readonly slowReaderMs?: number;
  readonly selfTestIntervalMs?: number;
  readonly serverLookIntervalMs?: number;
  readonly dispatch?: Partial<DispatchTiming>;
  readonly rpc?: ConstructorParameters<typeof RpcServer>[0]['timing'];
}

/** The composition root: makes the parts, starts them in order, stops them in reverse. */
export function createDaemon(config: DaemonConfig, log: Logger, timing: DaemonTiming = {}): App {
  return new App(config, log, timing);
}

export class App implements Daemon {
  readonly #config: DaemonConfig;
  readonly #log: Logger;
  readonly #timing: DaemonTiming;
  readonly #clock: Clock = systemClock;
  readonly #started: Service[] = [];
  #parts: DaemonParts | undefined;
  readonly #warnings: Warnings;
  #stopped: Promise<void> | undefined;

  constructor(config: DaemonConfig, log: Logger, timing: DaemonTiming) {
    this.#config = config;
    this.#log = log;
    this.#timing = timing;
    this.#warnings = new Warnings(log, this.#clock);
  }

  get address(): string {
    return this.parts.rpc.address;
  }

  get parts(): DaemonParts {
    if (this.#parts === undefined) throw new Error('the daemon has not started: await start() first');
    return this.#parts;
  }

  async start(): Promise<void> {
    const { databaseUrl, listenUrl, dbosSchema, notify: notifying, allowAsyncCommit } = this.#config;
    const tell = (message: string): void => {
      this.#log.warn({ message }, 'database.waiting');
    };
    await refuseUnfit(this.#config, tell);
    const prepared = await prepareDatabase({
      url: listenUrl ?? databaseUrl,
      dbosSchema,
      listenNotify: notifying === 'auto',
      allowAsyncCommit,
      tell,
    });
    for (const warning of prepared.warnings) this.#log.warn({ warning }, 'database.warning');
    for (const service of this.#compose(prepared)) {
      // Stopped even if its start fails half-way.
      this.#started.unshift(service);
      await service.start();
    }
  }

  async drain(): Promise<void> {
    const { rpc, hub, dispatch } = this.parts;
    rpc.beginDrain();
    hub.drain();
    await dispatch.drain();
    await rpc.stop();
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#parts?.hub.drain();
    for (const service of this.#started) await service.stop();
    this.#warnings.stop();
  }

  #compose(prepared: Prepared): Service[] {
    const config = this.#config;
    const clock = this.#clock;
    const store = this.#openStore();
    const watch = new StoreWatch(store, {
      dbosSchema: config.dbosSchema,
      messagesAnnounced: prepared.messagesAnnounced,
      warn: (warning) => {
        this.#log.warn({ warning }, 'schema.warning');
      },
    });
    const hub = new Hub();
    const readings = new Readings(store.read);
    const live = new LiveStreams({ hub, readings, retry: (again) => void this.#later(again) });
    let hearing = false;
    const hear = (hint: Hint): void => {
      hub.hint(hint);
      if (hint.kind === 'work') dispatch.hint(hint.hash);
    };
    const echoes = new Echoes(hear);
    const announcer = new Announcer({
      clock,
      ...(config.notify === 'auto'
        ? { send: (batch) => echoes.send(batch, () => notify(store.write, batch)) }
        : {}),
      hear,
      messagesAnnounced: () => watch.messagesAnnounced,
      onError: this.#warn('announcer.failed'),
    });
    const backlog = new Backlog(BACKLOG_MARKS);
    const writer = new Writer({ db: store.write, announcer, backlog, refusal: () => watch.refusal });
    const starts = startKinds(config);
    const dispatch = new Dispatch({
      read: store.read,
      write: store.write,
      maintenance: store.maintenance,
      clock,
      announcer,
      watchRun: (workflowId, ownerToken, wake) => hub.onRun(workflowId, ownerToken, wake),
      runSeenAtMs: (workflowId, ownerToken) => hub.runSeenAtMs(workflowId, ownerToken),
      forgetRun: (workflowId, ownerToken) => {
        writer.tries.forget(workflowId, ownerToken);
      },
      refusal: () => watch.refusal,
      timing: this.#timing.dispatch ?? {},
      onError: (event, cause) => {
        this.#warn(event)(cause);
      },
    });
    const indexes = this.#keepIndexes(store);
    const rpc = new RpcServer({
      dispatch,
      durable: durableOperations({ hub, clock, writer, starts }),
      operations: bindOperations({
        store,
        hub,
        readings,
        live,
        clock,
        writer,
        starts,
        announcer,
        slowReaderMs: this.#timing.slowReaderMs ?? SLOW_READER_MS,
        legacyInputs: config.legacyInputs,
        indexes: () => indexes.atHand,
      }),
      log: this.#log,
      warnings: this.#warnings,
      host: config.host,
      port: config.port,
      version: version(),
      maxPayloadBytes: config.maxPayloadBytes,
      readSlots: config.readPoolSize,
      writeSlots: 4 * config.writePoolSize,
      connections: {
        maxConnections: config.maxConnections,
        requestTimeoutMs: config.requestTimeoutMs,
        idleTimeoutMs: config.idleTimeoutMs,
      },
      output: { maxTotalBytes: config.maxOutputBytes, timeoutMs: config.outputTimeoutMs },
      reflection: config.reflection,
      timing: { stopGraceMs: callsGraceMs(config), ...this.#timing.rpc },
    });
    const listener =
      config.notify === 'off'
        ? undefined
        : new Listener({
            url: config.listenUrl ?? config.databaseUrl,
            db: store.maintenance,
            clock,
            ...(this.#timing.selfTestIntervalMs === undefined
              ? {}
              : { selfTestIntervalMs: this.#timing.selfTestIntervalMs }),
            onHint: (hint) => {
              echoes.notified(hint);
            },
            onHearing: () => {
              hearing = true;
              echoes.listen(true);
              rpc.setHearing(true);
              this.#log.info('listener.hearing');
              hub.wakeAll();
            },
            onDeaf: (cause) => {
              if (hearing) this.#log.warn({ err: cause }, 'listener.lost');
              // Said at the start, too, and again while it lasts: everything works, only later.
              else this.#warnings.note('listener.deaf', '', { err: cause });
              hearing = false;
              echoes.listen(false);
              rpc.setHearing(false);
            },
          });
    const sweeper = new Sweeper({
      hub,
      clock,
      ask: (question) => sweep(store.maintenance, question),
      intervalMs: config.sweepIntervalMs,
      valueIntervalMs: config.valueSweepIntervalMs,
      hearing: () => hearing,
      onError: this.#warn('sweep.failed'),
    });
    if (listener !== undefined) rpc.setHearing(false);
    this.#parts = { hub, store, rpc, listener, dispatch };
    return [
      { start: () => Promise.resolve(), stop: () => store.close() },
      announcer,
      writer,
      ...(listener ? [listener] : []),
      sweeper,
      dispatch,
      indexes,
      this.#every(this.#timing.serverLookIntervalMs ?? SERVER_INTERVAL_MS, 'server.look_failed', async () => {
        if (await watch.lookAtServer()) listener?.reconnect();
      }),
      this.#every(SCHEMA_INTERVAL_MS, 'schema.look_failed', () => watch.lookAtSchema()),
      this.#every(TRIGGER_INTERVAL_MS, 'trigger.look_failed', () => watch.lookAtTrigger()),
      this.#every(MAILBOX_INTERVAL_MS, 'mailboxes.sweep_failed', async () => {
        await sweepMailboxes(store.maintenance);
      }),
      this.#every(REQUEST_INTERVAL_MS, 'requests.sweep_failed', () => sweepRequests(store.maintenance)),
      this.#every(HEALTH_INTERVAL_MS, 'health.look_failed', () => this.#tellHealth(store, rpc)),
      rpc,
    ];
  }

  #openStore(): Store {
    const { databaseUrl, dbosSchema, writePoolSize, readPoolSize, namedStatements, allowAsyncCommit } =
      this.#config;
    return openStore({
      databaseUrl,
      dbosSchema,
      writePoolSize,
      readPoolSize,
      namedStatements,
      allowAsyncCommit,
      onIdleError: this.#warn('store.connection_lost'),
      onFailure: (pool, err) => {
        this.#warnings.note('store.failing', err.reason, { pool, reason: err.reason, err });
      },
      onSlowWait: (pool, waitedMs) => {
        this.#warnings.note('store.slow_connection', pool, { pool, waitedMs: Math.round(waitedMs) });
      },
    });
  }

  async #tellHealth(store: Store, rpc: RpcServer): Promise<void> {
    const over = new AbortController();
    const reachable = await Promise.race([
      store.isServing(),
      // A connection that is cut silently says nothing at all.
      this.#clock.sleep(HEALTH_TIMEOUT_MS, over.signal).then(
        () => false,
        () => false,
      ),
    ]);
    over.abort();
    rpc.setServing(reachable);
  }

  #keepIndexes(store: Store): OwnIndexKeeper {
    const { databaseUrl, listenUrl, dbosSchema, ownIndexes } = this.#config;
    return new OwnIndexKeeper({
      url: listenUrl ?? databaseUrl,
      dbosSchema,
      db: store.maintenance.plain,
      make: ownIndexes === 'auto',
      clock: this.#clock,
      onMade: (names) => {
        this.#log.info({ names }, 'indexes.made');
      },
      onRefused: (message) => {
        this.#log.warn({ message }, 'indexes.refused');
      },
      onLater: (message) => {
        this.#log.info({ message }, 'indexes.put_off');
      },
      onError: this.#warn('indexes.failed'),
    });
  }

  #every(intervalMs: number, event: string, work: () => Promise<void>): Periodic {
    return new Periodic({ clock: this.#clock, intervalMs, work, onError: this.#warn(event) });
  }

  async #later(again: () => void): Promise<void> {
    await this.#clock.sleep(backoffMs(0, RETRY));
    again();
  }

  #warn(event: string): (cause: unknown) => void {
    return (cause) => {
      this.#warnings.note(event, '', { err: cause });
    };
  }
}

/** How long calls in flight may take to end, so that the whole end fits into the drain timeout. */
function callsGraceMs({ drainTimeoutMs }: DaemonConfig): number {
  return drainTimeoutMs - Math.min(STOP_RESERVE_MS, drainTimeoutMs / 2);
}
