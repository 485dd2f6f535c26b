import { CHECKS, SETTINGS_VIEW } from '../views/daemon.js';
import { type Command, maybe, one, plainCommand, settingsCommand, sourcesCommand } from './command.js';
import { CLIENT_OPTIONS } from './facts.js';
import { choice, duration } from './option.js';

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

const VERSION = plainCommand({
  name: 'version',
  summary: 'print the version',
  arguments: {},
  options: {},
  examples: [{ line: 'dbosd version', about: 'the same as dbosd --version' }],
  load: async () => {
    const [{ version }, { EXIT }] = await Promise.all([
      import('@dbosd/daemon/version'),
      import('../errors.js'),
    ]);
    return (_given, context) => {
      context.print(`dbosd ${version()}`);
      return EXIT.ok;
    };
  },
});

const COMPLETION = plainCommand({
  name: 'completion',
  summary: 'print a completion script for a shell',
  arguments: { shell: one('bash, zsh or fish', { choices: ['bash', 'zsh', 'fish'] }) },
  options: {},
  examples: [
    { line: 'source <(dbosd completion bash)', about: 'in ~/.bashrc' },
    { line: 'source <(dbosd completion zsh)', about: 'in ~/.zshrc, after compinit' },
    { line: 'dbosd completion fish > ~/.config/fish/completions/dbosd.fish', about: 'once' },
  ],
  load: async () => (await import('../manual/completion.js')).printCompletion,
});

const MAN = plainCommand({
  name: 'man',
  summary: 'print the man page',
  arguments: {},
  options: {},
  examples: [
    { line: 'dbosd man | man -l -', about: 'read it' },
    { line: 'dbosd man > /usr/local/share/man/man1/dbosd.1', about: 'install it' },
  ],
  load: async () => (await import('../manual/completion.js')).printManPage,
});

export const PROGRAM_COMMANDS: readonly Command[] = [COMPLETION, MAN, VERSION];

const OUTPUT = choice(['table', 'json'], 'for people, or one JSON document', {
  short: 'o',
  fallback: 'table',
});

const PRINT = sourcesCommand({
  name: 'config print',
  summary: 'print every setting, with its source',
  details: 'Passwords are hidden.',
  arguments: {},
  options: { output: OUTPUT },
  examples: [
    { line: 'dbosd config print', about: 'as flags, variables, dbosd.yaml and defaults combine' },
    {
      line: `dbosd config print -o json | jq '.[] | select(.source != "default")'`,
      about: 'what is not a default',
    },
  ],
  exits: { 2: 'a setting is wrong: "dbosd config validate" says which' },
  columns: SETTINGS_VIEW.columns,
  load: async () => {
    const { printConfig } = await import('../config.js');
    return (sources, { output }, context) => printConfig(sources, output, context);
  },
});

const VALIDATE = sourcesCommand({
  name: 'config validate',
  summary: 'check the settings of "dbosd serve" and report everything that is wrong',
  details: 'Does not connect to the database; "dbosd doctor" does.',
  arguments: {},
  options: { output: OUTPUT },
  examples: [
    { line: 'dbosd config validate', about: 'in this environment and working directory' },
    { line: 'dbosd config validate --config /etc/dbosd.yaml', about: 'before it is deployed' },
  ],
  exits: { 0: 'nothing is wrong', 2: 'something is wrong' },
  load: async () => {
    const { validateConfig } = await import('../config.js');
    return (sources, { output }, context) => validateConfig(sources, output, context);
  },
});

export const CONFIG_COMMANDS: readonly Command[] = [PRINT, VALIDATE];

const DOCTOR = settingsCommand({
  name: 'doctor',
  summary: 'check the database and report what to fix',
  details:
    'Changes nothing. Each check ends as ok, as a warning (a daemon works, but an operator should know), as failed (a ' +
    'daemon would not start or not work) or as skipped.',
  arguments: {},
  options: { output: CLIENT_OPTIONS.output },
  examples: [
    { line: 'dbosd doctor', about: 'the database in DBOSD_DATABASE_URL' },
    {
      line: `dbosd doctor -o jsonl | jq -r 'select(.verdict == "failed") | .fix'`,
      about: 'what to fix, one line each',
    },
  ],
  exits: {
    0: 'nothing failed; there may be warnings',
    1: 'something failed',
    5: 'the database cannot be reached',
  },
  columns: CHECKS.columns,
  settings: 'doctor',
  load: async () => {
    const { doctor } = await import('../doctor.js');
    return (config, { output }, context) => doctor(config, output, context);
  },
});

export const DOCTOR_COMMANDS: readonly Command[] = [DOCTOR];
