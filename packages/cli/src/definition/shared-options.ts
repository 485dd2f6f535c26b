import { duration, flag } from './option.js';

/** Of lists that may be watched. */
export const WATCH = {
  watch: flag('look again and again: a terminal is drawn anew, a pipe gets the rows that have changed'),
  every: duration('with --watch: how often it looks', { fallback: '2s' }),
};

/** Of commands that print one value. */
export const RAW = {
  raw: flag(
    'print a text as it is, without the quotes of JSON, and of a value that cannot be read its stored text',
    { short: 'r' },
  ),
};
