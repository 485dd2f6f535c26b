import { maybe, settingsCommand, type Command } from './command.js';
import { duration } from './option.js';

const DEV = settingsCommand({
  name: 'dev',
  summary: 'run a daemon with a Postgres of its own, for development',
  arguments: {},
  options: {},
  examples: [
    { line: 'dbosd dev', about: 'until Ctrl-C; its data stays in .dbosd' },
    { line: 'dbosd dev --port 50052 --data-dir /tmp/try', about: 'another beside it' },
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
    { line: 'dbosd serve --config /etc/dbosd.yaml --log-level warn', about: 'as a file says' },
  ],
  settings: 'serve',
  load: async () => {
    const { serve } = await import('../serve.js');
    return (config, _given, context) => serve(config, context);
  },
});

const MIGRATE_STATUS = settingsCommand({
  name: 'migrate status',
  summary: 'print what stands in the database; changes nothing',
  arguments: {},
  options: {},
  examples: [{ line: 'dbosd migrate status', about: 'of the database in DBOSD_DATABASE_URL' }],
  settings: 'migrate',
  load: async () => {
    const { showMigrationStatus } = await import('../migrate.js');
    return (config, _given, context) => showMigrationStatus(config, context);
  },
});

const MIGRATE_UP = settingsCommand({
  name: 'migrate up',
  summary: 'create what is missing, bring our own tables up to date and make our indexes',
  arguments: {},
  options: {},
  examples: [{ line: 'dbosd migrate up', about: 'may be repeated at will' }],
  settings: 'migrate',
  load: async () => {
    const { migrate } = await import('../migrate.js');
    return (config, _given, context) => migrate(config, context);
  },
});

const HEALTH = settingsCommand({
  name: 'health',
  summary: 'ask a daemon whether it serves',
  arguments: {
    address: maybe('HOST:PORT, HOST or unix:/path; absent: where a daemon of this configuration listens'),
  },
  options: {
    wait: duration('ask again for so long while the answer is no: 500ms, 30s, 2m', { fallback: 'ask once' }),
  },
  examples: [
    { line: 'dbosd health', about: 'the daemon of this configuration' },
    { line: 'dbosd health 10.0.0.7:50051 --wait 30s', about: 'wait until it serves, for half a minute' },
  ],
  exits: { 1: 'something else answers there', 5: 'it does not serve, or cannot be reached' },
  settings: 'health',
  load: async () => {
    const { health } = await import('../health.js');
    return (config, { address, wait = 0 }, context) => health(config, { address, waitMs: wait }, context);
  },
});

export const DAEMON_COMMANDS: readonly Command[] = [DEV, SERVE, MIGRATE_STATUS, MIGRATE_UP, HEALTH];
