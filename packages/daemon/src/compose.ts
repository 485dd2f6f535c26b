import { backoffMs, type Clock } from '@dbosd/shared';
import type { DaemonConfig } from './config.js';
import { Dispatch } from './dispatch/dispatch.js';
import type { DispatchTiming } from './dispatch/options.js';
import { Hub } from './hub/hub.js';
import { LiveStreams } from './hub/live-streams.js';
import { OwnNotifications } from './hub/own-notifications.js';
import { Sweeper } from './hub/sweeper.js';
import type { Service } from './lifecycle.js';
import { durableOperations, bindOperations } from './operations/operations.js';
import type { Logger } from './ops/log.js';
import { Loop } from './ops/loop.js';
import type { Warnings } from './ops/warnings.js';
import { RpcServer } from './rpc/server.js';
import { BatchedReads } from './store/batched-reads.js';
import { OwnIndexKeeper } from './store/indexes/index.js';
import { Listener } from './store/listener.js';
import type { Prepared } from './store/prepare-database.js';
import { notify, sweep } from './store/queries/hints.js';
import { sweepMailboxes } from './store/queries/messages/mailboxes.js';
import { sweepRequests } from './store/queries/requests.js';
import { StoreWatch } from './store/store-watch.js';
import { openStore, type Store } from './store/store.js';
import { version } from './version.js';
import { Announcer } from './writer/announcer.js';
import { BACKLOG_MARKS, Backlog } from './writer/backlog.js';
import { startKinds } from './writer/kinds/start-workflow.js';
import { Writer } from './writer/writer.js';

/** A host name that leads to another server is noticed within this time, which is half of what a failover may take. */
const SERVER_INTERVAL_MS = 10_000;
const SCHEMA_INTERVAL_MS = 60_000;
const TRIGGER_INTERVAL_MS = 3_600_000;
const MAILBOX_INTERVAL_MS = 600_000;
const REQUEST_INTERVAL_MS = 600_000;
/** How often the database is checked for the health service. */
const HEALTH_INTERVAL_MS = 2000;
/** A database that takes longer to answer counts as down. */
const HEALTH_TIMEOUT_MS = 5000;
/** A reader that takes nothing for ten minutes although data waits is given up (docs/protocol.md, 5). */
const SLOW_READER_MS = 600_000;
/** This much of the drain timeout, and half of it at most, is kept for what has to end after the calls. */
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
  readonly selfTestIntervalMs?: number | undefined;
  readonly serverLookIntervalMs?: number;
  readonly dispatch?: Partial<DispatchTiming>;
  readonly rpc?: ConstructorParameters<typeof RpcServer>[0]['timing'];
}

interface ComposeOptions {
  readonly config: DaemonConfig;
  readonly log: Logger;
  readonly warnings: Warnings;
  readonly clock: Clock;
  readonly timing: DaemonTiming;
  readonly prepared: Prepared;
}

/** What a daemon consists of. */
interface Composition {
  readonly parts: DaemonParts;
  /** In the order in which they start; they stop in reverse. */
  readonly services: readonly Service[];
}

/** Makes the parts of a daemon and connects them, room by room, from the store upwards. */
export function compose(options: ComposeOptions): Composition {
  const { config } = options;
  const store = composeStore(options);
  const hub = composeHub(options, store);
  const writer = composeWriter(options, store, hub);
  const dispatch = composeDispatch(options, { ...store, ...hub, ...writer });
  const rpc = composeRpc(options, { ...store, ...hub, ...writer, dispatch });
  const listener = config.notify === 'off' ? undefined : composeListener(options, { ...store, ...hub, rpc });
  if (listener !== undefined) rpc.setHearing(false);
  return {
    parts: { hub: hub.hub, store: store.store, rpc, listener, dispatch },
    services: [
      { start: () => Promise.resolve(), stop: () => store.store.close() },
      writer.announcer,
      writer.writer,
      ...(listener ? [listener] : []),
      hub.sweeper,
      dispatch,
      store.indexes,
      ...composeChecks(options, { ...store, listener, rpc }),
      rpc,
    ],
  };
}

interface StoreRoom {
  readonly store: Store;
  readonly watch: StoreWatch;
  readonly indexes: OwnIndexKeeper;
}

function composeStore(options: ComposeOptions): StoreRoom {
  const { config, log, warnings, prepared } = options;
  const { databaseUrl, dbosSchema, writePoolSize, readPoolSize, namedStatements, allowAsyncCommit } = config;
  const store = openStore({
    databaseUrl,
    dbosSchema,
    writePoolSize,
    readPoolSize,
    namedStatements,
    allowAsyncCommit,
    onIdleError: warn(options, 'store.connection_lost'),
    onFailure: (pool, err) => {
      warnings.note('store.failing', err.reason, { pool, reason: err.reason, err });
    },
    onSlowWait: (pool, waitedMs) => {
      warnings.note('store.slow_connection', pool, { pool, waitedMs: Math.round(waitedMs) });
    },
  });
  const watch = new StoreWatch(store, {
    dbosSchema,
    messagesAnnounced: prepared.messagesAnnounced,
    warn: (warning) => {
      log.warn({ warning }, 'schema.warning');
    },
  });
  return { store, watch, indexes: composeIndexes(options, store) };
}

function composeIndexes(options: ComposeOptions, store: Store): OwnIndexKeeper {
  const { config, log, clock } = options;
  const { databaseUrl, listenUrl, dbosSchema, ownIndexes } = config;
  return new OwnIndexKeeper({
    url: listenUrl ?? databaseUrl,
    dbosSchema,
    db: store.maintenance.plain,
    make: ownIndexes === 'auto',
    clock,
    onMade: (names) => {
      log.info({ names }, 'indexes.made');
    },
    onRefused: (message) => {
      log.warn({ message }, 'indexes.refused');
    },
    onLater: (message) => {
      log.info({ message }, 'indexes.put_off');
    },
    onError: warn(options, 'indexes.failed'),
  });
}

interface HubRoom {
  readonly hub: Hub;
  readonly reads: BatchedReads;
  readonly live: LiveStreams;
  readonly own: OwnNotifications;
  readonly sweeper: Sweeper;
}

function composeHub(options: ComposeOptions, { store }: StoreRoom): HubRoom {
  const { config, clock } = options;
  const hub = new Hub();
  const reads = new BatchedReads(store.read);
  const retry = async (again: () => void): Promise<void> => {
    await clock.sleep(backoffMs(0, RETRY));
    again();
  };
  const live = new LiveStreams({ hub, reads, clock, retry: (again) => void retry(again) });
  const own = new OwnNotifications((hint) => {
    hub.hint(hint);
  });
  const sweeper = new Sweeper({
    hub,
    clock,
    ask: (question) => sweep(store.maintenance, question),
    intervalMs: config.sweepIntervalMs,
    valueIntervalMs: config.valueSweepIntervalMs,
    listening: () => own.listening,
    onError: warn(options, 'sweep.failed'),
  });
  return { hub, reads, live, own, sweeper };
}

interface WriterRoom {
  readonly announcer: Announcer;
  readonly writer: Writer;
  readonly starts: ReturnType<typeof startKinds>;
}

function composeWriter(
  options: ComposeOptions,
  { store, watch }: StoreRoom,
  { hub, own }: HubRoom,
): WriterRoom {
  const { config, clock } = options;
  const announcer = new Announcer({
    clock,
    ...(config.notify === 'auto'
      ? { send: (batch) => own.send(batch, () => notify(store.write, batch)) }
      : {}),
    hear: (hint, committed) => {
      hub.hint(hint, committed);
    },
    messagesAnnounced: () => watch.messagesAnnounced,
    onError: warn(options, 'announcer.failed'),
  });
  const backlog = new Backlog(BACKLOG_MARKS);
  const writer = new Writer({ db: store.write, announcer, backlog, clock, refusal: () => watch.refusal });
  return { announcer, writer, starts: startKinds(config) };
}

function composeDispatch(
  options: ComposeOptions,
  { store, watch, hub, announcer, writer }: StoreRoom & HubRoom & WriterRoom,
): Dispatch {
  const { clock, timing } = options;
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
    timing: timing.dispatch ?? {},
    onError: (event, cause) => {
      warn(options, event)(cause);
    },
  });
  hub.onWork((queueHash) => {
    dispatch.hint(queueHash);
  });
  return dispatch;
}

function composeRpc(
  { config, log, warnings, clock, timing }: ComposeOptions,
  { dispatch, ...rooms }: StoreRoom & HubRoom & WriterRoom & { readonly dispatch: Dispatch },
): RpcServer {
  const { store, indexes, hub, reads, live, announcer, writer, starts } = rooms;
  return new RpcServer({
    dispatch,
    durable: durableOperations({ hub, clock, writer, starts }),
    operations: bindOperations({
      store,
      hub,
      reads,
      live,
      clock,
      writer,
      starts,
      announcer,
      slowReaderMs: timing.slowReaderMs ?? SLOW_READER_MS,
      legacyInputs: config.legacyInputs,
      indexes: () => indexes.atHand,
    }),
    log,
    warnings,
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
    timing: { stopGraceMs: callsGraceMs(config), ...timing.rpc },
  });
}

function composeListener(
  { config, log, warnings, clock, timing }: ComposeOptions,
  { store, hub, own, rpc }: StoreRoom & HubRoom & { readonly rpc: RpcServer },
): Listener {
  return new Listener({
    url: config.listenUrl ?? config.databaseUrl,
    db: store.maintenance,
    clock,
    selfTestIntervalMs: timing.selfTestIntervalMs,
    onHint: (hint) => {
      own.receive(hint);
    },
    onHearing: () => {
      own.setListening(true);
      rpc.setHearing(true);
      log.info('listener.hearing');
      hub.wakeAll();
    },
    onDeaf: (cause) => {
      if (own.listening) log.warn({ err: cause }, 'listener.lost');
      // Logged at the start too, and again while it lasts: everything works, only later.
      else warnings.note('listener.deaf', '', { err: cause });
      own.setListening(false);
      rpc.setHearing(false);
    },
  });
}

/** What is checked or cleaned up at intervals. */
function composeChecks(
  options: ComposeOptions,
  {
    store,
    watch,
    listener,
    rpc,
  }: StoreRoom & { readonly listener: Listener | undefined; readonly rpc: RpcServer },
): Loop[] {
  const every = (restMs: number, event: string, round: () => Promise<void>): Loop =>
    new Loop({ clock: options.clock, restMs, round, onError: warn(options, event) });
  return [
    every(options.timing.serverLookIntervalMs ?? SERVER_INTERVAL_MS, 'server.look_failed', async () => {
      if (await watch.lookAtServer()) listener?.reconnect();
    }),
    every(SCHEMA_INTERVAL_MS, 'schema.look_failed', () => watch.lookAtSchema()),
    every(TRIGGER_INTERVAL_MS, 'trigger.look_failed', () => watch.lookAtTrigger()),
    every(MAILBOX_INTERVAL_MS, 'mailboxes.sweep_failed', async () => {
      await sweepMailboxes(store.maintenance);
    }),
    every(REQUEST_INTERVAL_MS, 'requests.sweep_failed', () => sweepRequests(store.maintenance)),
    every(HEALTH_INTERVAL_MS, 'health.look_failed', async () => {
      rpc.setServing(await isServing(store, options.clock));
    }),
  ];
}

async function isServing(store: Store, clock: Clock): Promise<boolean> {
  const over = new AbortController();
  const serving = await Promise.race([
    store.isServing(),
    // A connection that is cut without a word never answers.
    clock.sleep(HEALTH_TIMEOUT_MS, over.signal).then(
      () => false,
      () => false,
    ),
  ]);
  over.abort();
  return serving;
}

function warn({ warnings }: ComposeOptions, event: string): (cause: unknown) => void {
  return (cause) => {
    warnings.note(event, '', { err: cause });
  };
}

/** How long calls in flight may take to end, so that all of stopping fits into the drain timeout. */
function callsGraceMs({ drainTimeoutMs }: DaemonConfig): number {
  return drainTimeoutMs - Math.min(STOP_RESERVE_MS, drainTimeoutMs / 2);
}
