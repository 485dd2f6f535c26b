import { CommanderError } from 'commander';
import { buildProgram, type Call } from './build-program.js';
import type { CliContext } from './context.js';
import { TABLE } from './definition/index.js';
import { EXIT, type ExitCode } from './errors.js';
import type { Config, ConfigSources } from '@dbosd/daemon/config';

export type { CliContext } from './context.js';

/**
 * Runs one command line (without `node` and the program) and resolves with the exit code. A failure is one line on
 * standard error, never a rejection. Modules of a command are loaded when it runs, so that help is fast.
 */
export async function runCli(words: readonly string[], context: CliContext): Promise<ExitCode> {
  const argv = askingForHelp(words);
  const call: { code: ExitCode; config: Config | undefined } = { code: EXIT.ok, config: undefined };
  try {
    const program = await buildProgram(TABLE, argv, context, async ({ command, given, ...called }) => {
      const sources = sourcesOf(called, context);
      const config = async (): Promise<Config> => (call.config = await load(sources));
      call.code = await command.run(given, { context, table: TABLE, config, sources });
    });
    await program.parseAsync([...argv], { from: 'user' });
    return call.code;
  } catch (error) {
    // Commander has printed its message; for help and the version its exit code is 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const { explainError } = await import('./explain-error.js');
    const { message, exitCode } = explainError(error, call.config);
    const { withoutPasswords } = await import('@dbosd/daemon/redact');
    context.tell(`dbosd: ${withoutPasswords(message)}`);
    return exitCode;
  }
}

/**
 * `help workflow list` and `workflow help list` mean `workflow list --help`. For an unknown command the help option is
 * dropped, so that the error about the command is printed.
 */
function askingForHelp(words: readonly string[]): readonly string[] {
  const at = words.indexOf('help');
  const isAsked = at === 0 || (at === 1 && isGroup(words[0]));
  const argv = isAsked ? [...words.filter((_word, index) => index !== at), '--help'] : words;
  return isMisnamed(argv) ? argv.filter((word) => word !== '--help' && word !== '-h') : argv;
}

function isMisnamed([first = '-', second = '-']: readonly string[]): boolean {
  const named = (name: string): boolean => TABLE.commands.some((command) => command.name === name);
  if (first.startsWith('-') || named(first)) return false;
  return !isGroup(first) || !(second.startsWith('-') || named(`${first} ${second}`));
}

function isGroup(word: string | undefined): boolean {
  return word !== undefined && Object.hasOwn(TABLE.groups, word);
}

function sourcesOf(
  { flags, configFile }: Pick<Call, 'flags' | 'configFile'>,
  { environment, cwd }: CliContext,
): ConfigSources {
  return {
    flags,
    configFile,
    environment,
    cwd,
  };
}

async function load(sources: ConfigSources): Promise<Config> {
  const { loadConfig } = await import('@dbosd/daemon/config');
  return loadConfig(sources).config;
}
