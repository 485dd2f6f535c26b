import { Argument as Operand, Command as Parser, InvalidArgumentError, Option as Flag } from 'commander';
import { version } from '@dbosd/daemon/version';
import type { CliContext } from './context.js';
import type { Argument, Command, Example, Table } from './definition/command.js';
import { argumentWords, exitsOf, flagWords, optionText, optionsOf } from './definition/facts.js';
import { UsageText, type Option } from './definition/option.js';
import { settingOptions } from './setting-options.js';

/** What was called, and with what. */
export interface Call {
  readonly command: Command;
  /** Arguments and options of its own. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Settings. */
  readonly flags: Readonly<Record<string, string | boolean>>;
  readonly configFile: string | undefined;
}

/** Help does not break its texts into lines where fewer columns are left for them. */
const NARROWEST_COLUMN = 30;

/** Commander's parser of the table of commands. Only the settings of the command in `argv` are loaded, and described. */
export async function buildProgram(
  table: Table,
  argv: readonly string[],
  context: CliContext,
  called: (call: Call) => Promise<void>,
): Promise<Parser> {
  const program = parser('dbosd', context, 'group')
    .helpCommand('help [command]', 'print this help, or that of a command')
    .showHelpAfterError('See dbosd --help.')
    .description(table.summary)
    .version(`dbosd ${version()}`, '-V, --version', 'print the version')
    .addHelpText('after', programNotes(table));
  const groups = new Map<string, Parser>();
  for (const command of table.commands) {
    const [first = '', second] = command.name.split(' ');
    const added = parser(second ?? first, context);
    describe(added, command);
    added.showHelpAfterError(`See dbosd ${command.name} --help.`);
    if (isMeant(command, argv)) {
      for (const flag of await settingOptions(command.settings)) added.addOption(flag);
    }
    added.action(() => called(callOf(command, added)));
    (second === undefined ? program : groupOf(first)).addCommand(added);
  }
  return program;

  function groupOf(name: string): Parser {
    const known = groups.get(name);
    if (known !== undefined) return known;
    const group = describedGroup(name, table, context);
    groups.set(name, group);
    program.addCommand(group);
    return group;
  }
}

function describedGroup(name: string, { groups, commands }: Table, context: CliContext): Parser {
  const summary = groups[name] ?? name;
  const members = commands.filter((each) => each.name.startsWith(`${name} `));
  return parser(name, context, 'group')
    .summary(summary)
    .description(sentence(summary))
    .showHelpAfterError(`See dbosd ${name} --help.`)
    .addHelpText('after', examplesText(members.map(({ examples: [first] }) => first)));
}

function parser(name: string, { print, tell }: CliContext, kind: 'group' | 'command' = 'command'): Parser {
  const fix = kind === 'group' ? ': put options after the command that they belong to' : '';
  return (
    new Parser(name)
      .helpOption('-h, --help', 'print this help')
      .configureHelp({ minWidthToWrap: NARROWEST_COLUMN, subcommandTerm: listedAs })
      .helpCommand(false)
      // --version of a command is its own.
      .enablePositionalOptions()
      .exitOverride()
      .configureOutput({
        writeOut: (text) => {
          print(text.trimEnd());
        },
        writeErr: (text) => {
          tell(text.trimEnd());
        },
        outputError: (text, write) => {
          write(text.replace(/^error: /, 'dbosd: ').replace(/^dbosd: unknown option '.*'/, `$&${fix}`));
        },
      })
  );
}

/** In the list of commands; nearly all have options. */
function listedAs(command: Parser): string {
  const operands = command.registeredArguments.map((operand) => {
    const word = `${operand.name()}${operand.variadic ? '...' : ''}`;
    return operand.required ? ` <${word}>` : ` [${word}]`;
  });
  return `${command.name()}${operands.join('')}`;
}

function describe(added: Parser, command: Command): void {
  const { summary, details } = command;
  added
    .summary(summary)
    .description(details === undefined ? sentence(summary) : `${sentence(summary)} ${details}`);
  for (const [name, argument] of Object.entries(command.arguments))
    added.addArgument(operand(name, argument));
  for (const [name, option] of optionsOf(command)) added.addOption(flagOption(name, option));
  added.addHelpText('after', `${examplesText(command.examples)}${columnsText(command)}${exitsText(command)}`);
}

function operand(name: string, { description, arity, choices }: Argument): Operand {
  const added = new Operand(argumentWords(name, arity), description);
  return choices === undefined ? added : added.choices([...choices]);
}

function flagOption(name: string, option: Option<unknown>): Flag {
  const flag = new Flag(flagWords(name, option), optionText(option));
  return option.parse === undefined ? flag : flag.argParser(reading(option));
}

function reading(option: Option<unknown>): (text: string, before: unknown) => unknown {
  return (text, before) => {
    try {
      return option.parse?.(text, before);
    } catch (error) {
      throw error instanceof UsageText ? new InvalidArgumentError(error.message) : error;
    }
  };
}

function callOf(command: Command, parsed: Parser): Call {
  const own = new Set(optionsOf(command).map(([name]) => name));
  const { config, ...options } = parsed.opts<Record<string, unknown>>();
  const given: Record<string, unknown> = {};
  const flags: Record<string, string | boolean> = {};
  for (const [name, value] of Object.entries(options)) {
    if (own.has(name) && name !== 'address') given[name] = value;
    else flags[name] = value as string | boolean;
  }
  for (const [at, name] of Object.keys(command.arguments).entries()) {
    const value: unknown = parsed.processedArgs[at];
    if (value !== undefined) given[name] = value;
  }
  return { command, given, flags, configFile: typeof config === 'string' ? config : undefined };
}

/** Help and parsing want the flags of one command; those of the others need not be loaded. */
function isMeant({ name }: Command, argv: readonly string[]): boolean {
  const words = name.split(' ');
  return words.every((word, at) => argv[at] === word);
}

function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}

function examplesText(examples: readonly Example[]): string {
  return `\nExamples:\n${examples.map(({ line, about }) => `  ${line}\n      ${about}`).join('\n')}`;
}

function columnsText({ columns }: Command): string {
  if (columns === undefined) return '';
  const width = Math.max(...columns.map(({ heading }) => heading.length));
  return `\n\nColumns:\n${columns.map(({ heading, about }) => `  ${heading.padEnd(width)}  ${about}`).join('\n')}`;
}

function exitsText(command: Command): string {
  return `\n\nExit codes:\n${exitsOf(command)
    .map(([code, meaning]) => `  ${String(code)}  ${meaning}`)
    .join('\n')}`;
}

function programNotes({ examples: shown }: Table): string {
  const width = Math.max(...shown.map(({ line }) => line.length));
  const examples = shown.map(({ line, about }) => `  ${line.padEnd(width)}  ${about}`);
  return `
Examples:
${examples.join('\n')}

Every setting is a flag (--port), a variable (DBOSD_PORT) and a name in dbosd.yaml (port).
Exit codes: 0 ok, 1 error, 2 usage, 3 not found, 4 timed out, 5 unavailable.`;
}
