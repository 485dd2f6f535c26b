import type { Argument, Command } from './command.js';
import { choice, type Option, text } from './option.js';

export const FORMATS = ['table', 'json', 'jsonl'] as const;
export type Format = (typeof FORMATS)[number];

const CONFIG: Option<string> = text('file', 'the configuration file', {
  fallback: './dbosd.yaml if there; DBOSD_CONFIG',
});

/** What every command that asks a daemon has. */
export const CLIENT_OPTIONS = {
  output: choice(FORMATS, 'for people, one JSON document, or one JSON object a line', {
    short: 'o',
    fallback: 'table',
  }),
  address: {
    ...text('list', 'the daemon, or several between commas', {
      fallback: 'where a daemon of this configuration listens; DBOSD_ADDRESS',
    }),
  },
} as const;

/** All options of a command but its settings: its own first. */
export function optionsOf(command: Command): readonly (readonly [name: string, option: Option<unknown>])[] {
  const common = command.settings === 'client' ? Object.entries(CLIENT_OPTIONS) : [];
  const config = command.settings === undefined ? [] : [['config', CONFIG] as const];
  return [...Object.entries(command.options), ...common, ...config];
}

/** `<workflow-id>`, `[message]`, `<ids...>`, `[keys...]` */
export function argumentWords(name: string, arity: Argument['arity']): string {
  const word = `${kebab(name)}${arity === 'many' || arity === 'several' ? '...' : ''}`;
  return arity === 'one' || arity === 'many' ? `<${word}>` : `[${word}]`;
}

/** `-t, --topic <name>` */
export function flagWords(name: string, { short, placeholder }: Option<unknown>): string {
  const flag = placeholder === undefined ? `--${kebab(name)}` : `--${kebab(name)} <${placeholder}>`;
  return short === undefined ? flag : `-${short}, ${flag}`;
}

export function optionText({ description, fallback }: Option<unknown>): string {
  return fallback === undefined ? description : `${description} (default: ${fallback})`;
}

const EXITS = {
  0: 'ok',
  1: 'error',
  2: 'usage: a word of the command line, or a setting, is wrong',
  5: 'unavailable: no daemon can be reached, or none can carry it out now',
} as const;

/** What the exit codes of a command mean, in their order. */
export function exitsOf(command: Command): readonly (readonly [code: number, meaning: string])[] {
  const isOffline = command.settings === undefined || command.settings === 'config';
  const usual = isOffline ? { 0: EXITS[0], 2: EXITS[2] } : EXITS;
  return Object.entries({ ...usual, ...command.exits }).map(
    ([code, meaning]) => [Number(code), meaning] as const,
  );
}

/** `fromStep` → `from-step` */
export function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
}
