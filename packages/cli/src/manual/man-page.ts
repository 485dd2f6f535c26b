import { version } from '@dbosd/daemon/version';
import type { Command } from '../definition/command.js';
import { argumentWords, exitsOf } from '../definition/facts.js';
import type { Table } from '../definition/table.js';
import { EXIT_CODES, FILES, VARIABLES } from './chapters.js';
import { describedOptions } from './described.js';
import { usageLine } from './usage-line.js';

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
