import type { CliContext } from '../context.js';
import type { Command, Table } from '../definition/command.js';
import { EXIT, type ExitCode } from '../errors.js';
import { type DescribedOption, describedOptions, type Word, wordsAfter } from './described.js';
import { manPage } from './man-page.js';

/** The shells that the definition of `dbosd completion` offers. */
type Shell = 'bash' | 'zsh' | 'fish';

/** The script that makes a shell complete the words of `dbosd`. */
export function completionScript(shell: Shell, table: Table): string {
  switch (shell) {
    case 'bash':
      return bashScript(table);
    case 'zsh':
      return zshScript(table);
    case 'fish':
      return fishScript(table);
  }
}

// bash 3.2, as macOS has it, knows neither associative arrays nor mapfile.
function bashScript(table: Table): string {
  const options = table.commands.map(
    (command) => `    '${command.name}') words='${describedOptions(command).flatMap(flagsOf).join(' ')}' ;;`,
  );
  const values = valueCases(table).map(
    ({ command, option }) =>
      `    ${flagsOf(option)
        .map((flag) => `'${command} ${flag}'`)
        .join(' | ')}) ${bashValues(option)} ;;`,
  );
  const words = [undefined, ...Object.keys(table.groups)].map(
    (group) =>
      `    '${group ?? ''}') words='${wordsAfter(table, group)
        .map(({ word }) => word)
        .join(' ')}' ;;`,
  );
  const choices = table.commands.flatMap((command) =>
    argumentChoices(command).map(
      (words) => `    '${command.name}') [[ $current == -* ]] || words='${words.join(' ')}' ;;`,
    ),
  );
  return `# bash completion of dbosd: source <(dbosd completion bash)
_dbosd() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command='' words='' word
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$command" in
      '') command=$word ;;
      ${Object.keys(table.groups).join(' | ')}) command="$command $word" ;;
      *) break ;;
    esac
  done
  case "$command $previous" in
${values.join('\n')}
  esac
  case "$command" in
${words.join('\n')}
${options.join('\n')}
  esac
  case "$command" in
    '' | ${Object.keys(table.groups).join(' | ')}) ;;
${choices.join('\n')}
    *) [[ $current == -* ]] || return 0 ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _dbosd dbosd
`;
}

function bashValues({ choices, isPath }: DescribedOption): string {
  if (isPath) return `COMPREPLY=($(compgen -f -- "$current")); return 0`;
  if (choices.length > 0) return `COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$current")); return 0`;
  return 'return 0';
}

function zshScript(table: Table): string {
  const groups = Object.keys(table.groups).map(
    (group) => `    ${group}) words_of=(${zshWords(wordsAfter(table, group))}) ;;`,
  );
  const commands = table.commands.map(
    (command) =>
      `    '${command.name}') _arguments -S ${describedOptions(command).flatMap(zshOptions).join(' ')} ${zshArguments(command)} ;;`,
  );
  return `#compdef dbosd
# zsh completion of dbosd: source <(dbosd completion zsh), or put it into a folder of $fpath as _dbosd
_dbosd() {
  local -a words_of
  local command=''
  local at=2
  while (( at < CURRENT )); do
    case "$command" in
      '') command=\${words[at]} ;;
      ${Object.keys(table.groups).join('|')}) command="$command \${words[at]}" ;;
      *) break ;;
    esac
    (( at++ ))
  done
  case "$command" in
    '') words_of=(${zshWords(wordsAfter(table))}) ;;
${groups.join('\n')}
  esac
  if (( \${#words_of} )); then
    _describe 'command' words_of
    return
  fi
  # _arguments counts from the command's own first word.
  shift $(( at - 2 )) words
  (( CURRENT -= at - 2 ))
  case "$command" in
${commands.join('\n')}
  esac
}
if [[ $funcstack[1] == _dbosd ]]; then _dbosd "$@"; else compdef _dbosd dbosd; fi
`;
}

function zshWords(words: readonly Word[]): string {
  return words.map(({ word, about }) => quoted(`${word}:${about.replaceAll(':', String.raw`\:`)}`)).join(' ');
}

function zshOptions(option: DescribedOption): string[] {
  const about = option.description.replaceAll(/[[\]:\\]/g, String.raw`\$&`);
  const value = !option.takesValue
    ? ''
    : option.isPath
      ? ':file:_files'
      : option.choices.length > 0
        ? `:value:(${option.choices.join(' ')})`
        : ':value: ';
  return flagsOf(option).map((flag) => quoted(`*${flag}[${about}]${value}`));
}

function zshArguments(command: Command): string {
  const [choices] = argumentChoices(command);
  return choices === undefined ? quoted('*: :_default') : quoted(`1: :(${choices.join(' ')})`);
}

function fishScript(table: Table): string {
  const isFirst = `not __fish_seen_subcommand_from ${wordsAfter(table)
    .map(({ word }) => word)
    .join(' ')}`;
  const first = wordsAfter(table).map((word) => fishWord(isFirst, word));
  const second = Object.keys(table.groups).flatMap((group) => {
    const members = wordsAfter(table, group);
    const isNext = `__fish_seen_subcommand_from ${group}; and not __fish_seen_subcommand_from ${members.map(({ word }) => word).join(' ')}`;
    return members.map((word) => fishWord(isNext, word));
  });
  const options = table.commands.flatMap((command) => {
    const isIn = command.name
      .split(' ')
      .map((word) => `__fish_seen_subcommand_from ${word}`)
      .join('; and ');
    const choices = argumentChoices(command).map(
      (words) => `complete -c dbosd -n ${quoted(isIn)} -a ${quoted(words.join(' '))}`,
    );
    return [...choices, ...describedOptions(command).map((option) => fishOption(isIn, option))];
  });
  return `# fish completion of dbosd: dbosd completion fish > ~/.config/fish/completions/dbosd.fish
complete -c dbosd -e
complete -c dbosd -f
${[...first, ...second, ...options].join('\n')}
`;
}

function fishWord(condition: string, { word, about }: Word): string {
  return `complete -c dbosd -n ${quoted(condition)} -a ${quoted(word)} -d ${quoted(about)}`;
}

function fishOption(condition: string, option: DescribedOption): string {
  const { short, long, description, takesValue, choices, isPath } = option;
  const value = !takesValue
    ? ''
    : isPath
      ? ' -r -F'
      : choices.length > 0
        ? ` -x -a ${quoted(choices.join(' '))}`
        : ' -x';
  const letter = short === undefined ? '' : ` -s ${short.slice(1)}`;
  return `complete -c dbosd -n ${quoted(condition)}${letter} -l ${long.slice(2)}${value} -d ${quoted(description)}`;
}

/** Of the first argument that has some. */
function argumentChoices({ arguments: all }: Command): (readonly string[])[] {
  return Object.values(all)
    .flatMap(({ choices }) => (choices === undefined ? [] : [choices]))
    .slice(0, 1);
}

function valueCases(table: Table): { command: string; option: DescribedOption }[] {
  return table.commands.flatMap((command) =>
    describedOptions(command)
      .filter(({ takesValue }) => takesValue)
      .map((option) => ({ command: command.name, option })),
  );
}

function flagsOf({ short, long }: DescribedOption): string[] {
  return short === undefined ? [long] : [short, long];
}

/** In single quotes, for every one of these shells. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** `dbosd completion`; the parser lets no other shells pass. */
export function printCompletion(
  { shell }: { readonly shell: string },
  { print }: CliContext,
  table: Table,
): ExitCode {
  print(completionScript(shell as Shell, table).trimEnd());
  return EXIT.ok;
}

/** `dbosd man` */
export function printManPage(_given: object, { print }: CliContext, table: Table): ExitCode {
  print(manPage(table).trimEnd());
  return EXIT.ok;
}
