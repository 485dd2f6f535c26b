/** A daemon as a process of its own, to be killed, with the times that its parent gives. */
import { createDaemon, loadConfig } from '@dbosd/daemon';
import { createLog } from '@dbosd/daemon/internal/ops/log.js';
import type { DaemonSettings } from './daemon-process.js';

const { databaseUrl, port, timing } = JSON.parse(process.argv[2] ?? '{}') as DaemonSettings;
const { config } = loadConfig({ environment: {}, cwd: '/' });
const daemon = createDaemon(
  { ...config, databaseUrl, port, allowAsyncCommit: true, writePoolSize: 6, readPoolSize: 4 },
  createLog({ logLevel: 'info', logFormat: 'json' }, process.stderr),
  timing,
);
// Its parent has ended: so does this.
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => {
  void daemon
    .drain()
    .then(() => daemon.stop())
    .then(() => process.exit());
});
await daemon.start();
process.send?.({ address: daemon.address });
