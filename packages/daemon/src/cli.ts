import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from './commands/context.js';
import { EXIT, type ExitCode } from './commands/exit-code.js';
import { explainError } from './commands/explain-error.js';
import { parseDuration } from './commands/parse-duration.js';
import { loadConfig, type Config, type ConfigSources, type SettingKey } from './config.js';
import {
  SETTINGS,
  SETTING_KEYS,
  flagOf,
  variableOf,
  type Command as CommandName,
  type Setting,
} from './config/settings.js';
import { version } from './version.js';

/** What the command line runs in; the environment and the working directory can be given for tests. */
export type CliContext = CommandContext & Pick<ConfigSources, 'environment' | 'cwd'>;

type Run = (config: Config, ...rest: string[]) => Promise<ExitCode>;

const DESTINATION = { host: SETTINGS.host.default, port: SETTINGS.port.default };

/**
 * Carries out one command line (without `node` and the program) and resolves with the exit code. Results are printed,
 * words told; failures are one clear line, never a rejection.
 */
export async function runCli(argv: readonly string[], context: CliContext): Promise<ExitCode> {
  const outcome = { code: EXIT.ok as ExitCode, destination: DESTINATION as { host: string; port: number } };
  const program = describeProgram(context, (command, run) => {
    command.action(async (...args: unknown[]) => {
      const { config } = load(command, context);
      outcome.destination = config;
      outcome.code = await run(config, ...args.filter((arg) => typeof arg === 'string'));
    });
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return outcome.code;
  } catch (error) {
    // Commander has said what it had to say; asked for help or the version, it leaves with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const { message, exitCode } = explainError(error, outcome.destination);
    context.tell(`dbosd: ${message}`);
    return exitCode;
  }
}

type Bind = (command: Command, run: Run) => void;

function describeProgram(context: CliContext, bind: Bind): Command {
  const program = new Command('dbosd')
    .description('Messages, events and streams of DBOS workflows over gRPC.')
    .version(`dbosd ${version()}`, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        context.print(text.trimEnd());
      },
      writeErr: (text) => {
        context.tell(text.trimEnd());
      },
    })
    .addHelpText('after', PROGRAM_EXAMPLES);
  addDev(program, context, bind);
  addServe(program, context, bind);
  addMigrate(program, context, bind);
  addHealth(program, context, bind);
  program
    .command('version')
    .description('print the version')
    .action(() => {
      context.print(`dbosd ${version()}`);
    });
  return program;
}

const PROGRAM_EXAMPLES = `
Examples:
  dbosd dev                       a daemon with a Postgres of its own, to try things out
  dbosd health --wait 30s         wait until it serves
  dbosd serve                     a daemon on the database in DBOSD_DATABASE_URL

Every flag also is a variable (DBOSD_PORT) and a name in dbosd.yaml (port).
Exit codes: 0 ok, 1 error, 2 usage, 3 not found, 4 timed out, 5 unavailable.`;

function addDev(program: Command, context: CliContext, bind: Bind): void {
  const command = program
    .command('dev')
    .description('run a daemon with a Postgres of its own, for development')
    .addHelpText('after', '\nExamples:\n  dbosd dev\n  dbosd dev --port 50052 --data-dir /tmp/try');
  addSettings(command, 'dev');
  bind(command, async (config) => {
    const { dev } = await import('./commands/dev.js');
    return dev(config, context);
  });
}

function addServe(program: Command, context: CliContext, bind: Bind): void {
  const command = program
    .command('serve')
    .description('run a daemon on a given database')
    .addHelpText(
      'after',
      '\nExamples:\n  DBOSD_DATABASE_URL=postgres://app:secret@db/app_dbos_sys dbosd serve\n  dbosd serve --config /etc/dbosd.yaml --log-level warn',
    );
  addSettings(command, 'serve');
  bind(command, async (config) => {
    const { serve } = await import('./commands/serve.js');
    return serve(config, context);
  });
}

function addMigrate(program: Command, context: CliContext, bind: Bind): void {
  const migrate = program
    .command('migrate')
    .description('look after the tables: those of DBOS, and ours beside them')
    .addHelpText('after', '\nExamples:\n  dbosd migrate status\n  dbosd migrate up');
  const status = migrate.command('status').description('print what stands in the database; changes nothing');
  const up = migrate
    .command('up')
    .description('create what is missing, bring our own tables up to date and make our indexes');
  for (const command of [status, up]) addSettings(command, 'migrate');
  bind(status, async (config) => {
    const { showMigrationStatus } = await import('./commands/migrate.js');
    return showMigrationStatus(config, context);
  });
  bind(up, async (config) => {
    const { migrate: migrateNow } = await import('./commands/migrate.js');
    return migrateNow(config, context);
  });
}

function addHealth(program: Command, context: CliContext, bind: Bind): void {
  const command = program
    .command('health [address]')
    .description(
      'ask a daemon whether it serves: exit code 0 yes, 5 no or not reached, 1 something else answers',
    )
    .addOption(
      new Option('--wait <time>', 'ask again for so long while the answer is no: 500ms, 30s, 2m')
        .default(0, 'ask once')
        .argParser(durationArgument),
    )
    .addHelpText('after', '\nExamples:\n  dbosd health\n  dbosd health 10.0.0.7:50051 --wait 30s');
  addSettings(command, 'health');
  bind(command, async (config, address) => {
    const { health } = await import('./commands/health.js');
    return health(config, { address, waitMs: command.opts<{ wait: number }>().wait }, context);
  });
}

function durationArgument(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError('Give a time like 500ms, 30s or 2m.');
  return ms;
}

/** Adds the flags of a command, from the table of settings. */
function addSettings(command: Command, name: CommandName): void {
  command.option('--config <file>', 'the configuration file (default: ./dbosd.yaml if there; DBOSD_CONFIG)');
  for (const key of SETTING_KEYS) {
    const setting: Setting = SETTINGS[key];
    if (setting.commands.includes(name))
      for (const option of optionsOf(key, setting)) command.addOption(option);
  }
}

/** A setting of yes or no has two flags, of which the help shows the one that changes the default. */
function optionsOf(key: SettingKey, setting: Setting): Option[] {
  const { placeholder } = setting.kind;
  const flag = flagOf(key);
  const text = helpOf(key, setting);
  if (placeholder !== undefined) return [new Option(`${flag} <${placeholder}>`, text)];
  const negated = flag.replace(/^--/, '--no-');
  return [
    new Option(flag, text).hideHelp(setting.default === true),
    new Option(negated, `Turns this off: ${text}`).hideHelp(setting.default !== true),
  ];
}

function helpOf(key: SettingKey, { description, default: fallback }: Setting): string {
  const origin =
    fallback === undefined ? variableOf(key) : `default: ${String(fallback)}; ${variableOf(key)}`;
  return `${description.replaceAll('`', '')} (${origin})`;
}

function load(command: Command, { environment, cwd }: CliContext): { config: Config } {
  const { config: configFile, ...options } = command.opts<Record<string, string | boolean | undefined>>();
  const flags = Object.fromEntries(Object.entries(options).filter(([name]) => name in SETTINGS));
  return loadConfig({
    flags: flags,
    configFile: typeof configFile === 'string' ? configFile : undefined,
    ...(environment === undefined ? {} : { environment }),
    ...(cwd === undefined ? {} : { cwd }),
  });
}
