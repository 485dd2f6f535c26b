import { version } from '@dbosd/daemon/version';
import type { Command, Table } from '../definition/command.js';
import { argumentWords, exitsOf } from '../definition/facts.js';
import { describedOptions } from './described.js';

/** dbosd(1), in the macros of man(7). */
export function manPage(table: Table): string {
  return [
    '.\\" Generated from the table of commands by "npm run generate:docs".',
    `.TH DBOSD 1 "" "dbosd ${version()}" "User commands"`,
    '.SH NAME',
    `dbosd \\- ${roff(lowerFirst(table.summary).replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    '.B dbosd',
    '.I command',
    '.RI [ options ]',
    '.SH DESCRIPTION',
    ...table.details.map((paragraph) => `.PP\n${roff(paragraph)}`),
    '.SH COMMANDS',
    ...table.commands.flatMap(commandSection),
    '.SH EXIT STATUS',
    ...EXIT_CODES.flatMap(([code, meaning]) => tagged(String(code), meaning)),
    '.SH ENVIRONMENT',
    ...VARIABLES.flatMap(([name, about]) => tagged(name, about)),
    '.SH FILES',
    ...FILES.flatMap(([name, about]) => tagged(name, about)),
    '.SH EXAMPLES',
    ...table.examples.flatMap(({ line, about }) => tagged(line, about)),
    '',
  ].join('\n');
}

function commandSection(command: Command): string[] {
  const { summary, details, examples } = command;
  return [
    `.SS ${roff(usageLine(command))}`,
    roff(`${upperFirst(summary)}.${details === undefined ? '' : ` ${details}`}`),
    ...Object.entries(command.arguments).flatMap(([name, { arity, description }]) =>
      tagged(argumentWords(name, arity), description),
    ),
    ...describedOptions(command).flatMap(({ words, description }) => tagged(words, description)),
    '.PP',
    'Exit status:',
    ...exitsOf(command).flatMap(([code, meaning]) => tagged(String(code), meaning)),
    '.PP',
    'Examples:',
    ...examples.flatMap(({ line, about }) => tagged(line, about)),
  ];
}

function tagged(tag: string, text: string): string[] {
  return ['.TP', `.B ${roff(tag)}`, roff(text)];
}

/** Text as roff takes it literally. */
function roff(text: string): string {
  return text
    .replaceAll('`', '')
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('"', '\\(dq')
    .replaceAll(
      /[^\0-\u007f]/gu,
      (character) => `\\[u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}]`,
    )
    .replace(/^\./, '\\&.');
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** What holds for every command: for the man page and docs/cli.md alike. */
type Entry = readonly [name: string, about: string];

export const EXIT_CODES: readonly (readonly [code: number, meaning: string])[] = [
  [0, 'ok; also when the reader of a pipe has gone, as in | head -1'],
  [1, 'an error, or the workflow ended with one'],
  [2, 'usage: an argument, a value or a setting is wrong; nothing was changed'],
  [3, 'not found: there is no such workflow, queue, event or stream'],
  [4, 'timed out: what was waited for did not happen in time'],
  [5, 'unavailable: no daemon can be reached, or it cannot do this now'],
  [130, 'Ctrl-C'],
];

export const VARIABLES: readonly Entry[] = [
  ['DBOSD_ADDRESS', 'the daemons that commands connect to, comma-separated; --address overrides it'],
  ['DBOSD_CONFIG', 'the configuration file'],
  ['DBOSD_…', 'every other setting, as docs/configuration.md lists them'],
  ['NO_COLOR', 'no colours, if it is set to anything'],
  ['TERM', 'dumb: no colours, and nothing is redrawn'],
];

const FILES: readonly Entry[] = [
  ['dbosd.yaml', 'settings, in the working directory; --config and DBOSD_CONFIG name another file'],
];

export const CONVENTIONS: readonly Entry[] = [
  [
    'Output',
    'Results go to standard output, messages to standard error. -o table is for people: times are relative ("3m ago"), lines on a terminal are cut to its width and coloured, and the layout may change between versions. -o json prints one document and -o jsonl one object per line: their field names are stable, and times are ISO 8601.',
  ],
  [
    'Values',
    'Values are JSON, in arguments and in output, so a string has quotes: \'"hello"\'. With --text an argument is plain text; with --raw a string is printed without quotes. Dates, sets, maps and numbers outside the range of JSON, which applications can store, are printed as the nearest JSON. A value that cannot be decoded is printed as {"undecodable":true,"serialization":"…","data":"…"}, with the name of its format and its stored text; --raw prints only the text.',
  ],
  [
    'Pipes',
    'A missing message, and any value given as "-", is read from standard input. With --watch, the rows that changed are printed. When the reader of a pipe closes it, the command ends with exit code 0.',
  ],
  [
    'Times',
    'Spans are 500ms, 30s, 2m, 3h, 1d or 1w; a bare number is in seconds. An option that takes a time accepts a span (that long ago), a date or time such as 2026-01-31 or 2026-01-31T12:00:00Z, and now; a time without a zone is local.',
  ],
  [
    'Waiting',
    'Ctrl-C ends a command that waits or watches, with exit code 130. On a terminal, a long wait is announced on standard error.',
  ],
];

/** `dbosd send [options] <workflow-id> [message]` */
export function usageLine(command: Command): string {
  const operands = Object.entries(command.arguments).map(([name, { arity }]) => argumentWords(name, arity));
  return ['dbosd', command.name, '[options]', ...operands].join(' ');
}
