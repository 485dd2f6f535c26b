import { runCli } from './cli.js';
import { flushed, processTerminal } from './output/terminal.js';

const code = await runCli(process.argv.slice(2), {
  createDaemon: async (config, log) => {
    const { createDaemon } = await import('@dbosd/daemon');
    return createDaemon(config, log);
  },
  print: (line) => {
    process.stdout.write(`${line}\n`);
  },
  tell: (line) => {
    process.stderr.write(`${line}\n`);
  },
  process,
  terminal: processTerminal(process),
});
await flushed(process);
// Whatever is still open (a forgotten socket, a timer) must not keep a finished command alive.
process.exit(code);
