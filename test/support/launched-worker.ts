import { DBOS, type DBOSConfig } from '@dbosd/worker';
import { FakeDaemon, type FakeDaemonScript } from './fake-daemon.js';
import { MemoryEngine, type StoredWorkflow } from './memory-engine.js';

/** A launched program with a fake daemon. */
export interface WorkerScene {
  readonly daemon: FakeDaemon;
  readonly engine: MemoryEngine;
  /** The lines that were logged. */
  readonly log: string[];
}

export interface WorkerSceneOptions {
  readonly config?: Partial<DBOSConfig>;
  readonly script?: FakeDaemonScript;
}

/** Launches what the program has registered with a fake daemon, and ends both whatever happens. */
export async function withWorker(
  use: (scene: WorkerScene) => Promise<void>,
  { config = {}, script = {} }: WorkerSceneOptions = {},
): Promise<void> {
  const engine = new MemoryEngine();
  const daemon = await FakeDaemon.start({ ...script, worker: { ...engine.script, ...script.worker } });
  const log: string[] = [];
  const line = (entry: unknown): void => {
    log.push(String(entry));
  };
  DBOS.setConfig({
    name: 'unit',
    daemonAddress: daemon.address,
    logger: { debug: line, info: line, warn: line, error: line },
    ...config,
  });
  try {
    await DBOS.launch();
    await use({ daemon, engine, log });
  } finally {
    const ending = DBOS.shutdown({ deregister: true });
    daemon.stop();
    await ending;
  }
}

/** The recorded steps of a workflow by their places: `0 DBOS.send`. */
export function stepNames({ steps }: StoredWorkflow): string[] {
  return [...steps].sort(([a], [b]) => a - b).map(([at, { name }]) => `${String(at)} ${name}`);
}
