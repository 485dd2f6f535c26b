export { createDaemon, type App, type DaemonParts, type DaemonTiming } from './app.js';
export { daemonConfig, loadConfig, type Config, type DaemonConfig } from './config.js';
export type { Daemon } from './daemon.js';
