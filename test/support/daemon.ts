import { DBOSClient, type DBOSClientOptions } from '@dbosd/client';
import {
  createDaemon,
  loadConfig,
  type DaemonConfig,
  type DaemonParts,
  type DaemonTiming,
} from '@dbosd/daemon';
import { createLog } from '@dbosd/daemon/internal/ops/log.js';
import type { Hint } from '@dbosd/daemon/internal/store/channels.js';

/** A daemon of this process. */
export interface TestDaemon {
  readonly address: string;
  /** For looks inside. */
  readonly parts: DaemonParts;
  /** Every hint that reached the hub since the start: of notifications, and of the daemon's own writes. */
  readonly hints: readonly Hint[];
  /** The names of all events logged at `info` or above, in order. */
  readonly events: readonly string[];
  /** A client of this daemon; destroyed with it. */
  connect(options?: Omit<DBOSClientOptions, 'address'>): Promise<DBOSClient>;
  /** Drains it, as SIGTERM does. */
  readonly drain: () => Promise<void>;
  /** May be called any number of times. */
  stop(): Promise<void>;
}

/** So long that no sweep can have found what a test sees: something else did. */
export const NEVER_SWEEPING = { sweepIntervalMs: 3_600_000, valueSweepIntervalMs: 3_600_000 } as const;

/** Starts a daemon on a free port, with the default settings unless others are given. Stop it in `after`. */
export async function startDaemon(
  databaseUrl: string,
  overrides: Partial<DaemonConfig> = {},
  timing: DaemonTiming = {},
): Promise<TestDaemon> {
  const { config } = loadConfig({ environment: {}, cwd: '/' });
  const events: string[] = [];
  const log = createLog(
    { logLevel: 'info', logFormat: 'json' },
    {
      isTTY: false,
      write: (line) => {
        events.push((JSON.parse(line) as { event: string }).event);
      },
    },
  );
  // The server of the tests is not durable.
  const settings = { ...config, port: 0, allowAsyncCommit: true, ...overrides, databaseUrl };
  const daemon = createDaemon(settings, log, timing);
  await daemon.start();
  const clients: DBOSClient[] = [];
  return {
    address: daemon.address,
    parts: daemon.parts,
    hints: recordHints(daemon.parts),
    events,
    connect: async (options = {}) => {
      const client = await DBOSClient.create({ ...options, address: daemon.address });
      clients.push(client);
      return client;
    },
    drain: () => daemon.drain(),
    stop: async () => {
      await Promise.all(clients.splice(0).map((client) => client.destroy()));
      await daemon.stop();
    },
  };
}

function recordHints({ hub }: DaemonParts): readonly Hint[] {
  const hints: Hint[] = [];
  const hint = hub.hint.bind(hub);
  hub.hint = (heard, committed) => {
    hints.push(heard);
    hint(heard, committed);
  };
  return hints;
}
