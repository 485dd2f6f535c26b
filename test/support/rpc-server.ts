import { RpcServer, type RpcServerOptions } from '@dbosd/daemon/internal/rpc/server.js';
import type { DurableOperations } from '@dbosd/daemon/internal/model/durable.js';
import type { Operations } from '@dbosd/daemon/internal/operations/operations.js';
import { pino } from 'pino';
import { RpcCaller } from './rpc-caller.js';

export interface RunningServer {
  readonly server: RpcServer;
  readonly caller: RpcCaller;
  /** The log lines so far, parsed. */
  readonly log: Record<string, unknown>[];
}

/** For servers to which no worker comes: any call fails as an unexpected error. */
export const NO_WORKERS: Pick<RpcServerOptions, 'durable' | 'dispatch'> = {
  durable: {} as DurableOperations,
  dispatch: { connect: () => Promise.reject(new Error('no worker was expected')) },
};

/** Runs `use` against a server over these operations, and stops it whatever happens. */
export async function withServer(
  operations: Operations,
  use: (running: RunningServer) => Promise<void>,
  options: Partial<RpcServerOptions> = {},
): Promise<void> {
  const log: Record<string, unknown>[] = [];
  const server = new RpcServer({
    operations,
    ...NO_WORKERS,
    log: pino({ level: 'debug' }, { write: (line: string) => log.push(JSON.parse(line) as never) }),
    host: '127.0.0.1',
    port: 0,
    version: '0.0.0-test',
    ...options,
    timing: { stopGraceMs: 0, ...options.timing },
  });
  await server.start();
  const caller = new RpcCaller(server.address);
  try {
    await use({ server, caller, log });
  } finally {
    caller.close();
    await server.stop();
  }
}
