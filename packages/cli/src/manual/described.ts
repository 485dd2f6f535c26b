import {
  type Command as SettingsCommand,
  type Setting,
  SETTINGS,
  flagOf,
  settingsOf,
  variableOf,
} from '@dbosd/daemon/settings';
import type { Command, Table } from '../definition/command.js';
import { flagWords, optionText, optionsOf, kebab } from '../definition/facts.js';

/** An option as texts have it, whether a command's own or a setting. */
export interface DescribedOption {
  /** `-t`; undefined: it has none. */
  readonly short: string | undefined;
  /** `--topic` */
  readonly long: string;
  /** `-t, --topic <name>` */
  readonly words: string;
  readonly description: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
  /** Its value is a file or a folder. */
  readonly isPath: boolean;
}

/** All options of a command, in the order of its help. */
export function describedOptions(command: Command): readonly DescribedOption[] {
  const own = optionsOf(command).map(([name, option]): DescribedOption => {
    const { short, placeholder, choices = [] } = option;
    return {
      short: short === undefined ? undefined : `-${short}`,
      long: `--${kebab(name)}`,
      words: flagWords(name, option),
      description: optionText(option),
      takesValue: placeholder !== undefined,
      choices,
      isPath: placeholder === 'file',
    };
  });
  return [...own, ...describedSettings(command.settings), HELP];
}

const HELP: DescribedOption = {
  short: '-h',
  long: '--help',
  words: '-h, --help',
  description: 'print this help',
  takesValue: false,
  choices: [],
  isPath: false,
};

function describedSettings(command: SettingsCommand | undefined): DescribedOption[] {
  if (command === undefined || command === 'client') return [];
  return settingsOf(command).map((key) => {
    const { kind, default: fallback, description }: Setting = SETTINGS[key];
    const { placeholder } = kind;
    const long = fallback === true ? flagOf(key).replace('--', '--no-') : flagOf(key);
    const origin = fallback === undefined ? '' : `default: ${String(fallback)}; `;
    return {
      short: undefined,
      long,
      words: placeholder === undefined ? long : `${long} <${placeholder}>`,
      description: `${fallback === true ? 'Turns this off: ' : ''}${description} (${origin}${variableOf(key)})`,
      takesValue: placeholder !== undefined,
      choices: placeholder?.includes('|') === true ? placeholder.split('|') : [],
      isPath: placeholder === 'folder' || placeholder === 'file',
    };
  });
}

/** A word that may come next, and what it does. */
export interface Word {
  readonly word: string;
  readonly about: string;
}

/** The words that may follow these: commands and groups at the start, the commands of a group after its name. */
export function wordsAfter({ commands, groups }: Table, group?: string): readonly Word[] {
  const words = new Map<string, string>();
  for (const { name, summary } of commands) {
    const [first = '', second] = name.split(' ');
    if (group === undefined) words.set(first, second === undefined ? summary : (groups[first] ?? ''));
    else if (first === group && second !== undefined) words.set(second, summary);
  }
  return [...words].map(([word, about]) => ({ word, about }));
}
