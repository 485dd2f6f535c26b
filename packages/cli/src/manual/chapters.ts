/** What holds for every command: for the man page and docs/cli.md alike. */
type Entry = readonly [name: string, about: string];

export const EXIT_CODES: readonly (readonly [code: number, meaning: string])[] = [
  [0, 'ok; also when the reader of a pipe has gone, as in | head -1'],
  [1, 'an error, or a workflow that ended with one'],
  [2, 'usage: a word of the command line, a value or a setting is wrong; nothing was changed'],
  [3, 'not found: there is no such workflow, queue, event or stream'],
  [4, 'timed out: what was waited for did not happen in time'],
  [5, 'unavailable: no daemon can be reached, or none can carry it out now'],
  [130, 'Ctrl-C'],
];

export const VARIABLES: readonly Entry[] = [
  ['DBOSD_ADDRESS', 'the daemons that commands ask, between commas; --address stands above it'],
  ['DBOSD_CONFIG', 'the configuration file'],
  ['DBOSD_…', 'every other setting, as docs/configuration.md lists them'],
  ['NO_COLOR', 'no colours, whatever it says, unless it is empty'],
  ['TERM', 'dumb: no colours, and nothing is drawn anew'],
];

export const FILES: readonly Entry[] = [
  ['dbosd.yaml', 'settings, in the working directory; --config and DBOSD_CONFIG name another file'],
];

export const CONVENTIONS: readonly Entry[] = [
  [
    'Output',
    'Results go to standard output, words to standard error. -o table is for people: times are told as in "3m ago", on a terminal lines are cut to its width and have colours, and its layout may change. -o json is one document and -o jsonl one object a line: their names do not change, and times are ISO 8601.',
  ],
  [
    'Values',
    'Values are JSON, given and printed. A text therefore has quotes of its own: \'"hello"\'. With --text a value that is given is a text as it stands, with --raw a text that is printed has no quotes. Dates, sets, maps and numbers beyond the range of JSON, which applications may store, are printed as the nearest JSON. A value whose format is not read here is {"undecodable":true,"serialization":"…","data":"…"}, with the name of its format and its stored text, which --raw prints alone.',
  ],
  [
    'Pipes',
    'A message that is not given, and any value given as "-", is read from standard input. A list that is watched prints the rows that have changed. When the reader of a pipe goes, the command ends quietly, with exit code 0.',
  ],
  [
    'Times',
    'Spans are 500ms, 30s, 2m, 3h, 1d or 1w; a bare number counts seconds. Where a time is asked for, a span is that long ago, and 2026-01-31, 2026-01-31T12:00:00Z and now are times, too; without a zone they are in the local one.',
  ],
  [
    'Waiting',
    'What waits or watches ends quietly with Ctrl-C, with exit code 130. On a terminal, a long wait says so on standard error.',
  ],
];
