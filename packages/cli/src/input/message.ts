import { CommandError, EXIT } from '../errors.js';
import type { Terminal } from '../output/terminal.js';
import { firstRoundedNumber } from '../output/json.js';

/** In place of a value: read it from standard input. */
const STDIN = '-';

interface GivenValue {
  /** The argument as given; absent, or `-`: standard input. */
  readonly said: string | undefined;
  /** The value is plain text, not JSON. */
  readonly isText: boolean;
  /** The argument's name, for errors. */
  readonly name: string;
}

/**
 * The value of an argument: JSON, or the bare text. If it was not given it is read from standard input, unless that is a
 * terminal. Rejects with CommandError, which says how to quote what is not JSON.
 */
export async function readValue({ said, isText, name }: GivenValue, { input }: Terminal): Promise<unknown> {
  if (said !== undefined && said !== STDIN) return isText ? said : parseValue(said, `<${name}>`);
  if (said === undefined && input.isTerminal) {
    throw new CommandError(
      `the ${name} is missing: give it as an argument, or feed it in through a pipe`,
      EXIT.usage,
    );
  }
  const fed = (await input.readAll()).replace(/\r?\n$/, '');
  if (isText) return fed;
  if (fed.trim() === '') {
    throw new CommandError(
      `the ${name} is empty: standard input was empty; give JSON, or --text`,
      EXIT.usage,
    );
  }
  return parseValue(fed, 'standard input', fixOfFed);
}

/** A text that must be JSON. Throws CommandError with the fix. */
export function parseValue(given: string, where: string, fix = fixOfSaid): unknown {
  try {
    const value: unknown = JSON.parse(given);
    refuseInexactNumbers(given, where);
    return value;
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new CommandError(`${where} is not JSON: ${fix(given)}`, EXIT.usage);
  }
}

// JavaScript would round such a number, and store another one than was given.
function refuseInexactNumbers(json: string, where: string): void {
  const inexact = firstRoundedNumber(json);
  if (inexact === undefined) return;
  throw new CommandError(
    `${where} holds ${inexact}, which a JSON number does not hold exactly: round it, or give it as a string, "${inexact}"`,
    EXIT.usage,
  );
}

function fixOfSaid(given: string): string {
  const bare = given.trim();
  // What a shell leaves of an unquoted {"a":1}, and of JSON with the wrong quotes.
  if (/^[[{]/.test(bare))
    return `put single quotes around all of it, and double quotes inside: '{"key":"text"}'`;
  const quoted = `'${JSON.stringify(given).replaceAll("'", String.raw`'\''`)}'`;
  return `a text needs quotes of its own, ${quoted}, or --text`;
}

/** A shell does not change standard input, so missing quotes are not the cause. */
function fixOfFed(given: string): string {
  const [first = '', ...more] = given.trim().split('\n');
  return more.length > 0 && isJson(first)
    ? 'it holds several values; give one, or all of them in a list'
    : 'give one value, like {"key":"text"} or "text", or --text';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
