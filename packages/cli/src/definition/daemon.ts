import { maybe, settingsCommand, type Command } from './command.js';
import { duration } from './option.js';

const DEV = settingsCommand({
  name: 'dev',
  summary: 'run a daemon with its own Postgres, for development',
  arguments: {},
  options: {},
  examples: [
    { line: 'dbosd dev', about: 'until Ctrl-C; its data stays in .dbosd' },
    { line: 'dbosd dev --port 50052 --data-dir /tmp/try', about: 'a second one' },
  ],
  settings: 'dev',
  load: async () => {
    const { dev } = await import('../dev.js');
    return (config, _given, context) => dev(config, context);
  },
});

const SERVE = settingsCommand({
  name: 'serve',
  summary: 'run a daemon on a given database',
  arguments: {},
  options: {},
  examples: [
    {
      line: 'DBOSD_DATABASE_URL=postgres://app:secret@db/app_dbos_sys dbosd serve',
      about: 'on the DBOS system database of an application',
    },
    { line: 'dbosd serve --config /etc/dbosd.yaml --log-level warn', about: 'with settings from a file' },
  ],
  settings: 'serve',
  load: async () => {
    const { serve } = await import('../serve.js');
    return (config, _given, context) => serve(config, context);
  },
});

const MIGRATE_STATUS = settingsCommand({
  name: 'migrate status',
  summary: 'print the state of the tables and indexes; changes nothing',
  arguments: {},
  options: {},
  examples: [{ line: 'dbosd migrate status', about: 'for the database in DBOSD_DATABASE_URL' }],
  settings: 'migrate',
  load: async () => {
    const { showMigrationStatus } = await import('../migrate.js');
    return (config, _given, context) => showMigrationStatus(config, context);
  },
});

const MIGRATE_UP = settingsCommand({
  name: 'migrate up',
  summary: 'create missing tables, update those of dbosd, and build its indexes',
  arguments: {},
  options: {},
  examples: [{ line: 'dbosd migrate up', about: 'safe to repeat' }],
  settings: 'migrate',
  load: async () => {
    const { migrate } = await import('../migrate.js');
    return (config, _given, context) => migrate(config, context);
  },
});

const HEALTH = settingsCommand({
  name: 'health',
  summary: 'check whether a daemon is ready',
  arguments: {
    address: maybe('HOST:PORT, HOST or unix:/path; default: where a daemon with this configuration listens'),
  },
  options: {
    wait: duration('keep checking for this long: 500ms, 30s, 2m', { fallback: 'check once' }),
  },
  examples: [
    { line: 'dbosd health', about: 'the daemon with this configuration' },
    { line: 'dbosd health 10.0.0.7:50051 --wait 30s', about: 'wait up to half a minute' },
  ],
  exits: { 1: 'another program answers at this address', 5: 'the daemon is not ready, or cannot be reached' },
  settings: 'health',
  load: async () => {
    const { health } = await import('../health.js');
    return (config, { address, wait = 0 }, context) => health(config, { address, waitMs: wait }, context);
  },
});

export const DAEMON_COMMANDS: readonly Command[] = [DEV, SERVE, MIGRATE_STATUS, MIGRATE_UP, HEALTH];
