// `npm run measure:code`: how large the source is, by package, and how many of its files take part in one warm `send`,
// `getEvent`, `readStream` and `writeStream`. `--json` prints the same as JSON, `--no-flows` leaves the calls out, and
// `--root FOLDER` measures another checkout, whose calls are measured if it is installed and compiled.
import './node-version.mjs';
import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bootstrap } from './bootstrap.mjs';
import { measureSizes, SHORT_LINES } from './measure/sizes.mjs';
import { ROOT } from './run.mjs';

const options = optionsOf();
const root = realpathSync(resolve(options.root));
const broken = root === realpathSync(ROOT) && options.flows ? await bootstrap() : undefined;
if (broken === undefined) {
  const measured = { sizes: measureSizes(root), flows: options.flows ? measureFlows() : undefined };
  if (options.json) console.log(JSON.stringify(measured, null, 2));
  else print(measured);
} else {
  process.exitCode = 1;
}

/** In a process of its own: nothing but the daemon, the client and the worker runs in it. */
function measureFlows() {
  if (!existsSync(join(root, 'packages/daemon/dist/index.js'))) {
    console.error(`${root} is not compiled, so its calls are left out`);
    return undefined;
  }
  const program = join(ROOT, 'scripts/measure/flows.mjs');
  const stdio = ['ignore', 'pipe', 'inherit'];
  return JSON.parse(execFileSync(process.execPath, [program, root], { cwd: root, stdio, encoding: 'utf8' }));
}

function print({ sizes, flows }) {
  const rows = Object.entries({ ...sizes.packages, total: sizes.total });
  table([
    ['', 'files', 'lines', 'median file', 'p90', `under ${SHORT_LINES}`, 'functions', 'median', 'p90'],
    ...rows.map(([name, { files, functions }]) => [
      name,
      files.count,
      files.lines,
      files.median,
      files.p90,
      files.short,
      functions.count,
      functions.median,
      functions.p90,
    ]),
  ]);
  if (flows === undefined) return;
  console.log();
  table([
    ['one warm call', 'files', 'by room'],
    ...Object.entries(flows).map(([name, { files, rooms }]) => [
      name,
      files.length,
      Object.entries(rooms)
        .map(([room, count]) => `${room} ${count}`)
        .join(', '),
    ]),
  ]);
}

/** Columns of numbers to the right, words to the left. */
function table(rows) {
  const columns = rows[0].map((_, at) => ({
    width: Math.max(...rows.map((row) => String(row[at]).length)),
    isNumber: typeof rows[1]?.[at] === 'number',
  }));
  for (const row of rows) {
    const cells = row.map((cell, at) => {
      const { width, isNumber } = columns[at];
      return isNumber ? String(cell).padStart(width) : String(cell).padEnd(width);
    });
    console.log(cells.join('  ').trimEnd());
  }
}

function optionsOf() {
  try {
    return parseArgs({
      options: {
        root: { type: 'string', default: ROOT },
        json: { type: 'boolean', default: false },
        flows: { type: 'boolean', default: true },
      },
      allowNegative: true,
    }).values;
  } catch (error) {
    console.error(`measure:code: ${error.message}\nIt takes --root FOLDER, --no-flows and --json.`);
    process.exit(2);
  }
}
