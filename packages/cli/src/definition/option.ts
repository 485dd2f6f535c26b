import { parseDuration, parseTime } from '../input/times.js';
import { firstRoundedNumber } from '../output/json.js';

/** An option of a command. T is what `run` is given where the option was said. */
export interface Option<T> {
  readonly short?: string;
  /** The placeholder of the value in help texts: `--topic <name>`. Absent: it takes no value. */
  readonly placeholder?: string;
  readonly description: string;
  /** What it is when it is not said, in words. */
  readonly fallback?: string;
  /** May be said several times. */
  readonly isMany?: true;
  /** All that it may be; completion offers them. */
  readonly choices?: readonly string[];
  /** Turns the text into the value. Throws UsageText with the fix. `before`: the values said so far. */
  parse?(text: string, before: T | undefined): T;
}

/** What is wrong with a value; completes the sentence "option '--x <y>' argument 'z' is invalid." */
export class UsageText extends Error {}

export type GivenOptions<O extends Readonly<Record<string, Option<unknown>>>> = {
  readonly [K in keyof O]?: O[K] extends Option<infer T> ? T : never;
};

type More = Pick<Option<unknown>, 'fallback' | 'short'>;

export function flag(description: string, more: More = {}): Option<boolean> {
  return { description, ...more };
}

export function text(placeholder: string, description: string, more: More = {}): Option<string> {
  return { placeholder, description, ...more, parse: notEmpty };
}

/** May be said several times: names may hold commas. */
export function texts(placeholder: string, description: string): Option<string[]> {
  return {
    placeholder,
    description,
    isMany: true,
    parse: (given, before = []) => [...before, notEmpty(given)],
  };
}

export function choice<const T extends string>(
  choices: readonly T[],
  description: string,
  more: More = {},
): Option<T> {
  return {
    placeholder: choices.join('|'),
    choices,
    description,
    ...more,
    parse: (given) => oneOf(choices, given),
  };
}

/** Any case, and several between commas. */
export function choicesOf<const T extends string>(
  placeholder: string,
  choices: readonly T[],
  description: string,
): Option<T[]> {
  return {
    placeholder,
    choices,
    description,
    isMany: true,
    parse: (given, before = []) => [
      ...before,
      ...given.split(',').map((each) => oneOf(choices, each.trim())),
    ],
  };
}

export function count(
  placeholder: string,
  description: string,
  more: More & { least?: number } = {},
): Option<number> {
  const { least = 0, ...rest } = more;
  return {
    placeholder,
    description,
    ...rest,
    parse: (given) => {
      const number = Number(given);
      if (/^\d+$/.test(given) && Number.isSafeInteger(number) && number >= least) return number;
      throw new UsageText(`Give a whole number from ${String(least)}.`);
    },
  };
}

/** Milliseconds. */
export function duration(description: string, more: More = {}): Option<number> {
  return {
    placeholder: 'time',
    description,
    ...more,
    parse: (given) => {
      const ms = parseDuration(given);
      if (ms === undefined) throw new UsageText('Give a time like 500ms, 30s, 2m, 3h or 1d.');
      return ms;
    },
  };
}

/** A moment: in ISO 8601, or as the time that has passed since. */
export function moment(description: string): Option<Date> {
  return {
    placeholder: 'when',
    description,
    parse: (given) => {
      const at = parseTime(given, Date.now());
      if (at === undefined)
        throw new UsageText('Give a time ago, like 15m, 2h or 3d, or one like 2026-01-31T12:00:00Z.');
      return at;
    },
  };
}

/** `key=value`, where a value that reads as JSON is that, and any other is a text. */
export function pairs(placeholder: string, description: string): Option<Record<string, unknown>> {
  return {
    placeholder,
    description,
    isMany: true,
    parse: (given, before = {}) => {
      const at = given.indexOf('=');
      if (at < 1) throw new UsageText('Give key=value.');
      return { ...before, [given.slice(0, at)]: jsonOrText(given.slice(at + 1)) };
    },
  };
}

/** A moment that may be to come: in ISO 8601. */
export function instant(description: string): Option<Date> {
  return {
    placeholder: 'time',
    description,
    parse: (given) => {
      const at = /^\d{4}-/.test(given) ? parseTime(given, Date.now()) : undefined;
      if (at === undefined) throw new UsageText('Give a time like 2026-01-31T12:00:00Z.');
      return at;
    },
  };
}

/** `10/60s`: so many in a period. */
export function rate(description: string): Option<{ limitPerPeriod: number; periodSec: number }> {
  return {
    placeholder: 'count/time',
    description,
    parse: (given) => {
      const [, limit, period] = /^(\d+)\/(.+)$/.exec(given) ?? [];
      const periodMs =
        period === undefined ? undefined : parseDuration(/^[a-z]/.test(period) ? `1${period}` : period);
      if (limit === undefined || !periodMs)
        throw new UsageText('Give a number and a time, like 10/60s or 100/m.');
      return { limitPerPeriod: Number(limit), periodSec: periodMs / 1000 };
    },
  };
}

function notEmpty(given: string): string {
  if (given === '') throw new UsageText('It is empty: give at least one character.');
  return given;
}

function oneOf<T extends string>(choices: readonly T[], given: string): T {
  const found = choices.find((each) => each.toLowerCase() === given.toLowerCase());
  if (found === undefined) throw new UsageText(`Give one of ${choices.join(', ')}.`);
  return found;
}

function jsonOrText(given: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(given);
  } catch {
    return given;
  }
  const inexact = firstRoundedNumber(given);
  if (inexact === undefined) return value;
  throw new UsageText(
    `It holds ${inexact}, which a JSON number does not hold exactly: round it, or give it as a string, "${inexact}".`,
  );
}

/** Of lists that may be watched. */
export const WATCH = {
  watch: flag('repeat: on a terminal the list is redrawn, into a pipe go the rows that changed'),
  every: duration('with --watch: how often', { fallback: '2s' }),
};

/** Of commands that print one value. */
export const RAW = {
  raw: flag('print a string without quotes, and a value that cannot be decoded as it is stored', {
    short: 'r',
  }),
};
