export { createDaemon, type App } from './app.js';
export type { DaemonParts, DaemonTiming } from './compose.js';
export { daemonConfig, loadConfig, type Config, type DaemonConfig } from './config.js';
export type { Daemon } from './app.js';
