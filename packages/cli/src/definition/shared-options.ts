import { duration, flag } from './option.js';

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
