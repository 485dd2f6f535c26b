// `npm run bench:pair -- --before DIR --only ROW,…`: the same rows of the bench of two checkouts, in turns, and how this
// one compares with the other. Both must be built. What a row measures beside dbosd (the official SDK) is measured too,
// and shows how far the machine itself changed between the turns.
import './node-version.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, run } from './run.mjs';

const HELP = `npm run bench:pair -- --before DIR --only ROW,… [options]

The same rows of the bench of two checkouts, in turns: this one and an older one, both built (npm run build).

  --before DIR    the other checkout
  --only ROW,…    the rows; npm run bench -- --list names them
  --now DIR       another checkout in place of this one
  --turns N       how often each checkout measures (default 3)
  --rounds N      rounds of each measurement in a turn (default 2)
  --seconds S     how long a round of a load goes on (default 2)
  --help          this

For each line of a row it prints the medians of both checkouts and their ratio, above 1 where this one does more (or, for
times, takes less). Exit code 0 when all was measured, whatever came out; 1 when a row broke; 2 for wrong options.
`;

process.exitCode = await main(process.argv.slice(2));

async function main(words) {
  const options = optionsOf(words);
  if (options === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  if (typeof options === 'string') {
    console.error(`bench:pair: ${options}`);
    return 2;
  }
  const { turns, before, now } = options;
  const figures = new Map();
  for (let turn = 1; turn <= turns; turn += 1) {
    // Each begins as often as the other, so that a machine that slows down slows both.
    const sides = turn % 2 === 1 ? ['before', 'now'] : ['now', 'before'];
    for (const side of sides) {
      console.error(`turn ${turn} of ${turns}: ${side}`);
      const results = await measure(side === 'before' ? before : now, options);
      if (results === undefined) return 1;
      for (const result of results) collect(figures, side, result);
    }
  }
  for (const line of linesOf(figures)) console.log(line);
  return 0;
}

function optionsOf(words) {
  let values;
  try {
    ({ values } = parseArgs({
      args: words,
      options: {
        before: { type: 'string' },
        now: { type: 'string', default: ROOT },
        only: { type: 'string' },
        turns: { type: 'string', default: '3' },
        rounds: { type: 'string', default: '2' },
        seconds: { type: 'string', default: '2' },
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    return error.message;
  }
  if (values.help) return 'help';
  if (values.before === undefined) return '--before wants the folder of the other checkout';
  if (values.only === undefined) return '--only wants the rows; npm run bench -- --list names them';
  const [before, now] = [resolve(values.before), resolve(values.now)];
  for (const root of [before, now])
    if (!existsSync(mainOf(root))) return `${root} is not built: run npm run build in it`;
  const turns = Number(values.turns);
  if (!Number.isInteger(turns) || turns < 1) return `--turns ${values.turns} is no whole number above 0`;
  return { ...values, before, now, turns };
}

function mainOf(root) {
  return join(root, 'bench', 'dist', 'main.js');
}

/** Runs the bench of one checkout, and returns its results; undefined when it failed, of which its own output tells. */
async function measure(root, { only, rounds, seconds }) {
  const out = mkdtempSync(join(tmpdir(), 'dbosd-bench-pair-'));
  try {
    const words = [
      '--only',
      only,
      withoutPeers(root),
      '--rounds',
      rounds,
      '--seconds',
      seconds,
      '--out',
      out,
    ];
    const code = await run(process.execPath, [mainOf(root), ...words], {
      cwd: root,
      onStdout: () => undefined,
    });
    const file = readdirSync(out).find((name) => name.endsWith('.json'));
    if (code !== 0 || file === undefined) {
      console.error(`the bench of ${root} ended with exit code ${code}`);
      return undefined;
    }
    const { rows } = JSON.parse(readFileSync(join(out, file), 'utf8'));
    return rows.flatMap(({ results }) => results);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** Older checkouts know Restate alone. */
function withoutPeers(root) {
  const { stdout } = spawnSync(process.execPath, [mainOf(root), '--help'], { encoding: 'utf8' });
  return stdout.includes('--no-peers') ? '--no-peers' : '--no-restate';
}

function collect(figures, side, { work, unit, figures: measured }) {
  for (const [contestant, { spread }] of Object.entries(measured)) {
    const key = `${work}, ${contestant}`;
    const entry = figures.get(key) ?? { unit, before: [], now: [] };
    entry[side].push(...spread.rounds);
    figures.set(key, entry);
  }
}

function linesOf(figures) {
  const rows = [...figures].map(([name, { unit, before, now }]) => {
    const [then, today] = [median(before), median(now)];
    // Of a time, less is better.
    const ratio = unit.includes('/') ? today / then : then / today;
    return [name, `${then.toFixed(2)}`, `${today.toFixed(2)}`, unit, `${ratio.toFixed(3)} ×`];
  });
  const all = [['', 'before', 'now', '', 'ratio'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column].length)));
  return all.map((row) =>
    row
      .map((text, at) => (at === 0 || at === 3 ? text.padEnd(widths[at]) : text.padStart(widths[at])))
      .join('  '),
  );
}

function median(values) {
  if (values.length === 0) return NaN;
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
