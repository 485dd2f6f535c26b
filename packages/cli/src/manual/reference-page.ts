import type { Command, Table } from '../definition/command.js';
import { argumentWords, exitsOf } from '../definition/facts.js';
import { CONVENTIONS, EXIT_CODES, VARIABLES, usageLine } from './man-page.js';
import { describedOptions } from './described.js';

/** docs/cli.md, from the table of commands. */
export function cliPage(table: Table): string {
  return [
    '<!-- Generated from the table of commands in packages/cli/src/definition by "npm run generate:docs". -->',
    '',
    '# The command line',
    '',
    ...table.details.flatMap((paragraph) => [paragraph, '']),
    shell(table.examples),
    '',
    '## What holds for all',
    '',
    ...CONVENTIONS.flatMap(([name, about]) => [`**${name}.** ${text(about)}`, '']),
    ...grid(
      ['exit code', 'meaning'],
      EXIT_CODES.map(([code, meaning]) => [String(code), text(meaning)]),
    ),
    '',
    ...grid(
      ['variable', 'meaning'],
      VARIABLES.map(([name, about]) => [`\`${name}\``, text(about)]),
    ),
    '',
    '## Completion and the man page',
    '',
    shell([
      { line: 'source <(dbosd completion bash)', about: 'in ~/.bashrc' },
      { line: 'source <(dbosd completion zsh)', about: 'in ~/.zshrc, after compinit' },
      { line: 'dbosd completion fish > ~/.config/fish/completions/dbosd.fish', about: 'once' },
      { line: 'dbosd man | man -l -', about: 'on macOS: dbosd man > dbosd.1 && man ./dbosd.1' },
    ]),
    '',
    '## Commands',
    '',
    ...table.commands.map(
      ({ name, summary }) => `- [\`dbosd ${name}\`](#dbosd-${name.replaceAll(' ', '-')}): ${text(summary)}`,
    ),
    '',
    ...table.commands.flatMap(section),
  ].join('\n');
}

function section(command: Command): string[] {
  const { name, summary, details, examples, columns } = command;
  const operands = Object.entries(command.arguments).map(([key, { arity, description }]) => [
    `\`${argumentWords(key, arity)}\``,
    text(description),
  ]);
  const options = describedOptions(command).map(({ words, description }) => [
    `\`${words.replaceAll('|', String.raw`\|`)}\``,
    text(description),
  ]);
  return [
    `### dbosd ${name}`,
    '',
    `${text(summary.charAt(0).toUpperCase() + summary.slice(1))}.${details === undefined ? '' : ` ${text(details)}`}`,
    '',
    `\`${usageLine(command)}\``,
    '',
    shell(examples),
    '',
    ...grid(['word', 'meaning'], [...operands, ...options]),
    '',
    ...(columns === undefined
      ? []
      : [
          ...grid(
            ['column', 'meaning'],
            columns.map(({ heading, about }) => [heading, text(about)]),
          ),
          '',
        ]),
    ...grid(
      ['exit code', 'meaning'],
      exitsOf(command).map(([code, meaning]) => [String(code), text(meaning)]),
    ),
    '',
  ];
}

function shell(examples: readonly { readonly line: string; readonly about: string }[]): string {
  const lines = examples.flatMap(({ line, about }) => [`# ${about}`, line]);
  return ['```sh', ...lines, '```'].join('\n');
}

/** As prettier lays it out, so that the page is what the linter wants. */
function grid(heading: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = heading.map((_head, at) =>
    Math.max(3, ...[heading, ...rows].map((row) => (row[at] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(heading), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}

/** Words as Markdown takes them literally; flags and values are set as code elsewhere. */
function text(words: string): string {
  // In code nothing but the bar is escaped, which would end the cell of a table.
  return words
    .split('`')
    .map((part, at) => part.replaceAll(at % 2 === 1 ? /\|/g : /[<>|*]/g, String.raw`\$&`))
    .join('`');
}
