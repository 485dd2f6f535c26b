import { z } from 'zod';
import { hasRawPassword, hostUrls } from './database-url.js';

/** What a setting may be: how its text is read, which values are valid, and how that is described to people. */
export interface Kind<T> {
  readonly schema: z.ZodType<T>;
  /** Completes "it must be …". */
  readonly expected: string;
  /** Further advice on a wrong value, without showing it. */
  advice?(value: unknown): string | undefined;
  /** Stands for the value in help texts: `--port <number>`. Absent: the flag takes no value. */
  readonly placeholder: string | undefined;
  /** Turns the text of a flag or a variable into what the schema checks; text that cannot be converted stays as it is. */
  fromText(text: string): unknown;
}

const ADDRESS = /^(unix:.+|(\[[^\]]+\]|[^:/\s[\]]+)(:\d{1,5})?)$/;

export function integer(min: number, max: number): Kind<number> {
  return {
    schema: z.int().min(min).max(max),
    expected: `a whole number from ${String(min)} to ${String(max)}`,
    placeholder: 'number',
    fromText: (text) => (/^-?\d+$/.test(text.trim()) ? Number(text) : text),
  };
}

export function oneOf<const T extends string>(...choices: readonly [T, ...T[]]): Kind<T> {
  return {
    schema: z.enum(choices),
    expected: `one of ${choices.join(', ')}`,
    placeholder: choices.join('|'),
    fromText: (text) => text.trim(),
  };
}

export const yesOrNo: Kind<boolean> = {
  schema: z.boolean(),
  expected: 'true or false',
  placeholder: undefined,
  fromText: (text) =>
    ({ true: true, '1': true, false: false, '0': false })[text.trim().toLowerCase()] ?? text,
};

/** Text. Surrounding blanks are removed. */
export function words(placeholder: string): Kind<string> {
  return {
    schema: z.string().min(1),
    expected: 'text, and not empty',
    placeholder,
    fromText: (text) => text.trim(),
  };
}

/** One or several: separated by commas in flags and variables, a list in the file. */
export const addresses: Kind<readonly string[]> = {
  schema: z.preprocess(
    (given) => (typeof given === 'string' ? [given] : given),
    z.array(z.string().regex(ADDRESS)).min(1).readonly(),
  ),
  expected: 'HOST:PORT, [IPV6]:PORT, HOST or unix:/path, without http://, or several of them',
  placeholder: 'list',
  fromText: (text) => text.split(',').map((each) => each.trim()),
};

/** An address to listen on. The brackets around an IPv6 address before a port are not part of it. */
export const listenAddress: Kind<string> = {
  ...words('address'),
  schema: z
    .string()
    .min(1)
    .transform((text) => text.replace(/^\[(.*)\]$/, '$1')),
};

export const postgresUrl: Kind<string> = {
  schema: z.string().refine((text) => hostUrls(text) !== undefined),
  expected: 'a URL like postgres://user:password@host:5432/database',
  advice: (value) =>
    typeof value === 'string' && hasRawPassword(value)
      ? 'write / ? # @ % of a password as %2F %3F %23 %40 %25'
      : undefined,
  placeholder: 'url',
  fromText: (text) => text.trim(),
};
