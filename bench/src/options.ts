import { parseArgs } from 'node:util';
import type { Row } from './rows/row.js';

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'list' }
  | { readonly kind: 'run'; readonly options: RunOptions };

export interface RunOptions {
  /** In their order, whatever the order of their names was. */
  readonly rows: readonly Row[];
  readonly rounds: number;
  readonly roundMs: number;
  readonly quick: boolean;
  /** Whether Restate and NATS take part. */
  readonly peers: boolean;
  readonly slowerCommitsMs: number | undefined;
  /** Where the results go; left out, it depends on `quick`. */
  readonly out: string | undefined;
  /** Whether the tables of docs/performance.md are written again with these results. */
  readonly page: boolean;
}

/** What was asked cannot be done; the message says what can. */
export class UsageError extends Error {}

const FULL = { rounds: 5, seconds: 2 };
const QUICK = { rounds: 2, seconds: 0.5 };
const MAX_ROUNDS = 100;
const MAX_SECONDS = 600;
/** Postgres waits no longer before it syncs. */
const MAX_SLOWER_COMMITS_MS = 100;

export const HELP = `npm run bench -- [options]

dbosd next to the official DBOS SDK, Restate and NATS, on a Postgres of its own that syncs to disk.

  --only NAME,…   these rows, in place of all; --list names them
  --quick         ${String(QUICK.rounds)} rounds of ${String(QUICK.seconds)} s, with less stored beforehand: to see that all works, not for figures
  --rounds N      rounds of each measurement, after those that warm up (default ${String(FULL.rounds)})
  --seconds S     how long a round of a load goes on (default ${String(FULL.seconds)})
  --no-peers      without Restate and NATS
  --slower-commits MS  as on a disk that syncs so much later than this machine's, for all contestants on Postgres
  --out DIR       where the JSON and the plots go; default bench/results, with --quick a temporary folder
  --page          also write them into docs/performance.md, as this machine's table
  --list          the rows
  --help          this

The closing line counts the targets. Exit code 0 whether they are met or missed, 1 when a row broke, 2 for wrong
options.
`;

/** Throws UsageError. */
export function parseCommand(words: readonly string[], rows: readonly Row[]): Command {
  const values = parse(words);
  if (values.help === true) return { kind: 'help' };
  if (values.list === true) return { kind: 'list' };
  const quick = values.quick === true;
  const defaults = quick ? QUICK : FULL;
  const rounds = numberOf('--rounds', values.rounds, MAX_ROUNDS) ?? defaults.rounds;
  if (!Number.isInteger(rounds)) {
    throw new UsageError(`--rounds ${String(values.rounds)} is not a whole number; for instance --rounds 5`);
  }
  if (values.page === true && (quick || values.only !== undefined)) {
    throw new UsageError('--page writes whole runs only: leave out --quick and --only');
  }
  const seconds = numberOf('--seconds', values.seconds, MAX_SECONDS) ?? defaults.seconds;
  const slowerCommitsMs = numberOf('--slower-commits', values['slower-commits'], MAX_SLOWER_COMMITS_MS);
  if (values.out === '') throw new UsageError('--out wants a folder; for instance --out results');
  return {
    kind: 'run',
    options: {
      rows: chosen(values.only, rows),
      rounds,
      roundMs: seconds * 1000,
      quick,
      peers: values['no-peers'] !== true,
      slowerCommitsMs,
      out: values.out,
      page: values.page === true,
    },
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: false,
      options: {
        only: { type: 'string', multiple: true },
        quick: { type: 'boolean' },
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        'no-peers': { type: 'boolean' },
        'slower-commits': { type: 'string' },
        out: { type: 'string' },
        page: { type: 'boolean' },
        list: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    // Node's first sentence names the fault; what follows is advice about `--`, which npm has taken away.
    const [fault] = (error instanceof Error ? error.message : String(error)).split(/[.\n]/);
    throw new UsageError(`${fault ?? 'wrong options'}; npm run bench -- --help shows what there is`);
  }
}

function numberOf(option: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!(value > 0 && value <= max)) {
    throw new UsageError(
      `${option} wants a number above 0 and up to ${String(max)}, not ${text || 'nothing'}`,
    );
  }
  return value;
}

function chosen(only: readonly string[] | undefined, rows: readonly Row[]): readonly Row[] {
  if (only === undefined) return rows;
  const names = only
    .flatMap((list) => list.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const known = rows.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UsageError(`no row is named ${unknown.join(', ')}; there are: ${known.join(', ')}`);
  }
  if (names.length === 0) throw new UsageError(`--only wants names of rows; there are: ${known.join(', ')}`);
  return rows.filter(({ name }) => names.includes(name));
}
