import { daemonConfig, type Config } from '@dbosd/daemon/config';
import { createLog } from '@dbosd/daemon/log';
import type { CommandContext } from './context.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { ProcessGuard } from './process-guard.js';
import { runDaemon } from './run-daemon.js';

/** `dbosd serve`: a daemon on a given database, until a signal ends it. Prints one line when it is ready. */
export async function serve(config: Config, context: CommandContext): Promise<ExitCode> {
  const complete = daemonConfig(config);
  context.terminal.outliveReader();
  const log = createLog(config);
  const guard = new ProcessGuard(context.process, log);
  try {
    await runDaemon({
      daemon: await context.createDaemon(complete, log),
      log,
      guard,
      drainTimeoutMs: config.drainTimeoutMs,
      onReady: (address) => {
        context.print(`dbosd ready on ${address}`);
      },
    });
    return EXIT.ok;
  } finally {
    guard.dispose();
  }
}
