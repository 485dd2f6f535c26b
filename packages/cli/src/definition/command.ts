import type { Config, ConfigSources } from '@dbosd/daemon/config';
import type { Command as SettingsCommand } from '@dbosd/daemon/settings';
import type { ClientSurroundings } from '../client/with-client.js';
import type { CliContext } from '../context.js';
import type { ExitCode } from '../errors.js';
import type { GivenOptions, Option } from './option.js';

/** How many words an argument takes: one, one or none, one or more, any number. */
type AnyArity = 'one' | 'maybe' | 'many' | 'several';

/** Words of the command line that have no flag before them. */
export interface Argument<Arity extends AnyArity = AnyArity> {
  readonly description: string;
  readonly arity: Arity;
  /** All that it may be; completion offers them. */
  readonly choices?: readonly string[];
}

export interface Example {
  readonly line: string;
  readonly about: string;
}

/** A column of a command's table. */
export interface ColumnText {
  readonly heading: string;
  readonly about: string;
}

/** What every command declares. */
interface Words<A extends Arguments, O extends Options> {
  /** The words that call it: `workflow list`. */
  readonly name: string;
  /** Completes "dbosd <name>: …"; no capital, no full stop. */
  readonly summary: string;
  /** Whole sentences, below the summary. */
  readonly details?: string;
  /** By their names in what `run` is given, in order. */
  readonly arguments: A;
  /** By their names in what `run` is given: `fromStep` is `--from-step`. */
  readonly options: O;
  readonly examples: readonly [Example, ...Example[]];
  /** What its exit codes mean, where that is not plain. 0, 1, 2 and 5 mean the same everywhere. */
  readonly exits?: Readonly<Partial<Record<ExitCode, string>>>;
  /** Of its table; the names in JSON are its own. */
  readonly columns?: readonly ColumnText[];
}

export type Arguments = Readonly<Record<string, Argument>>;
export type Options = Readonly<Record<string, Option<unknown>>>;

/** One command: all that help, completion, the man page and docs/cli.md say, and how it is carried out. */
export interface Command extends Words<Arguments, Options> {
  /** The settings that it takes as flags, by the commands that the table of settings names. */
  readonly settings: SettingsCommand | undefined;
  run(given: Readonly<Record<string, unknown>>, invocation: Invocation): Promise<ExitCode>;
}

/** One call of the program. */
export interface Invocation {
  readonly context: CliContext;
  /** The command line itself, for commands that describe it. */
  readonly table: Table;
  /** The settings, with the flags of this call. Rejects with ConfigError. */
  readonly config: () => Promise<Config>;
  /** Where the settings come from, for commands about the settings themselves. */
  readonly sources: ConfigSources;
}

/** What `run` is given: an argument by its name, an option where it was said. */
export type Given<A extends Arguments, O extends Options> = GivenArguments<A> & GivenOptions<O>;

type GivenArguments<A extends Arguments> = {
  readonly [K in keyof A as A[K]['arity'] extends 'maybe' ? never : K]: A[K]['arity'] extends
    'many' | 'several'
    ? readonly string[]
    : string;
} & { readonly [K in keyof A as A[K]['arity'] extends 'maybe' ? K : never]?: string };

export const one = (description: string, more: Pick<Argument, 'choices'> = {}): Argument<'one'> => ({
  description,
  arity: 'one',
  ...more,
});
export const maybe = (description: string): Argument<'maybe'> => ({ description, arity: 'maybe' });
export const several = (description: string): Argument<'several'> => ({ description, arity: 'several' });
export const many = (description: string): Argument<'many'> => ({ description, arity: 'many' });

/** A command that runs in the daemon's place: with settings, and without a client. */
export function settingsCommand<A extends Arguments, O extends Options>(
  words: Words<A, O> & {
    readonly settings: SettingsCommand;
    readonly load: () => Promise<
      (config: Config, given: Given<A, O>, context: CliContext) => Promise<ExitCode>
    >;
  },
): Command {
  return {
    ...words,
    run: async (given, { context, config }) => {
      // Check first what is cheap and may be wrong, then load what takes a while.
      const settings = await config();
      return (await words.load())(settings, given as Given<A, O>, context);
    },
  };
}

/** A command that asks a daemon, as a client. It also has the options of every such command. */
export function clientCommand<A extends Arguments, O extends Options>(
  words: Words<A, O> & {
    readonly load: () => Promise<(given: Given<A, O>, surroundings: ClientSurroundings) => Promise<ExitCode>>;
  },
): Command {
  return {
    ...words,
    settings: 'client',
    run: async (given, invocation) => {
      const { withClient } = await import('../client/with-client.js');
      const run = await words.load();
      return withClient(words, given, invocation, (surroundings) => run(given as Given<A, O>, surroundings));
    },
  };
}

/** A command about the settings themselves, right or wrong. It takes all of them as flags. */
export function sourcesCommand<A extends Arguments, O extends Options>(
  words: Words<A, O> & {
    readonly load: () => Promise<
      (sources: ConfigSources, given: Given<A, O>, context: CliContext) => Promise<ExitCode>
    >;
  },
): Command {
  return {
    ...words,
    settings: 'config',
    run: async (given, { context, sources }) => (await words.load())(sources, given as Given<A, O>, context),
  };
}

/** A command that needs neither settings nor a daemon. */
export function plainCommand<A extends Arguments, O extends Options>(
  words: Words<A, O> & {
    readonly load: () => Promise<(given: Given<A, O>, context: CliContext, table: Table) => ExitCode>;
  },
): Command {
  return {
    ...words,
    settings: undefined,
    run: async (given, { context, table }) => (await words.load())(given as Given<A, O>, context, table),
  };
}

/** The whole command line: what help, completion, the man page and docs/cli.md are made of. */
export interface Table {
  readonly summary: string;
  /** Paragraphs. */
  readonly details: readonly string[];
  readonly examples: readonly Example[];
  /** Words that several commands begin with, and what they are about. */
  readonly groups: Readonly<Record<string, string>>;
  /** In the order of the help. */
  readonly commands: readonly Command[];
}
