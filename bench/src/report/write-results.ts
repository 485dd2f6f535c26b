import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMet, type Result } from '../measure/result.js';
import { runName, type Circumstances } from './circumstances.js';
import { resultsOf, tallyOf, type Outcome } from './outcome.js';
import { sheetsOf } from './sheets.js';

const RESULTS = fileURLToPath(new URL('../../results', import.meta.url));
/** Of a figure that is no whole number. */
const DIGITS = 6;

export interface Run {
  readonly circumstances: Circumstances;
  readonly outcomes: readonly Outcome[];
}

/** Where the results of a run go: a quick one leaves none in the checkout unless `out` says so. */
export async function resultsFolder(out: string | undefined, quick: boolean): Promise<string> {
  if (out !== undefined) return resolve(out);
  return quick ? mkdtemp(join(tmpdir(), 'dbosd-bench-results-')) : RESULTS;
}

/** Writes the JSON and the plots, next to what is there and never over it. Returns the files' paths. */
export async function writeResults(folder: string, run: Run): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const base = freeBase(folder, runName(run.circumstances));
  const { machine, postgres, date, run: settings } = run.circumstances;
  const subtitle = [
    `${machine.cpu}, ${String(machine.cores)} cores`,
    `Postgres ${postgres.version}, fsync ${postgres.fsync}`,
    date.slice(0, 10),
    `the median of ${String(settings.rounds)} rounds${settings.quick ? ', QUICK: no figures to rely on' : ''}`,
  ].join(' · ');
  const files = [
    { path: `${base}.json`, content: `${json(run)}\n` },
    ...sheetsOf(resultsOf(run.outcomes), subtitle).map(({ name, svg }) => ({
      path: `${base}-${name}.svg`,
      content: `${svg}\n`,
    })),
  ];
  for (const { path, content } of files) await writeFile(path, content);
  return files.map(({ path }) => path);
}

function freeBase(folder: string, name: string): string {
  for (let n = 1; ; n += 1) {
    const base = join(folder, n === 1 ? name : `${name}-${String(n)}`);
    if (!existsSync(`${base}.json`)) return base;
  }
}

function json({ circumstances, outcomes }: Run): string {
  const told = {
    circumstances,
    targets: tallyOf(outcomes),
    rows: outcomes.map((outcome) =>
      outcome.kind === 'broken' ? outcome : { ...outcome, results: outcome.results.map(judged) },
    ),
  };
  const short = (_: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(DIGITS)) : value;
  return JSON.stringify(told, short, 1);
}

function judged(result: Result) {
  return { ...result, targets: result.targets.map((target) => ({ ...target, met: isMet(target) })) };
}
