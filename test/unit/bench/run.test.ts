import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atLeast, type Result } from '@dbosd/bench/measure/result.js';
import type { Circumstances } from '@dbosd/bench/report/circumstances.js';
import { resultsFolder, writeResults } from '@dbosd/bench/report/write-results.js';
import type { Row } from '@dbosd/bench/rows/row.js';
import { runRows } from '@dbosd/bench/run-rows.js';
import type { Stage } from '@dbosd/bench/stage/stage.js';
import { expect } from 'chai';
import { figure, result } from './results.js';

/** Rows that need none. */
const NO_STAGE = {} as Stage;
const SILENT = { begins: () => {}, ended: () => {} };
const CIRCUMSTANCES: Circumstances = {
  date: '2026-01-31T12:00:00.000Z',
  machine: { cpu: 'Some(R) CPU @ 2.0GHz', cores: 2, memoryGiB: 8, kernel: 'Linux 6', node: 'v20.19.0' },
  postgres: { version: '18.4', fsync: 'on', synchronousCommit: 'on', commitMs: 0.2 },
  processes: { nodeEnv: 'production', logLevel: 'error' },
  payloadBytes: 100,
  versions: { '@dbosd': '0.1.0' },
  run: { rounds: 3, roundMs: 2000, quick: false, rows: ['send'] },
};

const row = (name: string, measure: () => Promise<Result[]>): Row => ({ name, title: name, measure });

describe('a run of the bench', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dbosd-bench-test-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('goes on after a row that breaks, and keeps what it broke with', async () => {
    const rows = [
      row('bad', () => Promise.reject(new Error('no daemon'))),
      row('good', () => Promise.resolve([result()])),
    ];

    const outcomes = await runRows(NO_STAGE, rows, { watcher: SILENT, stop: new AbortController().signal });

    expect(outcomes?.map(({ kind }) => kind)).to.deep.equal(['broken', 'measured']);
    expect(outcomes?.[0]).to.have.property('message').that.includes('no daemon');
  });

  it('ends with the row at work when it is stopped, and tells nothing of it', async () => {
    const stop = new AbortController();
    const told: string[] = [];
    const rows = [
      row('first', () => Promise.resolve([])),
      row('stopped', () => {
        stop.abort();
        return Promise.reject(new Error('the process ended'));
      }),
      row('never', () => Promise.resolve([])),
    ];
    const watcher = { begins: () => {}, ended: ({ name }: Row) => told.push(name) };

    expect(await runRows(NO_STAGE, rows, { watcher, stop: stop.signal })).to.equal(undefined);
    expect(told).to.deep.equal(['first']);
  });

  it('writes circumstances, rounds and verdicts beside what is there, never over it', async () => {
    const measured = result({
      figures: { dbosd: figure(1 / 3, [1, 2, 3]) },
      targets: [atLeast('a', 1, 2), atLeast('b', 1, Number.NaN)],
    });
    const run = {
      circumstances: CIRCUMSTANCES,
      outcomes: [{ kind: 'measured', row: 'send', results: [measured] }],
    } as const;

    await writeResults(folder, run);
    await writeResults(folder, run);

    const base = '2026-01-31-some-cpu-2-0ghz-2-cores';
    expect((await readdir(folder)).sort()).to.deep.equal([`${base}-2.json`, `${base}.json`]);
    const written = JSON.parse(await readFile(join(folder, `${base}.json`), 'utf8')) as {
      circumstances: unknown;
      targets: unknown;
      rows: { results: { targets: { met: boolean }[]; figures: { dbosd: { spread: unknown } } }[] }[];
    };
    expect(written.circumstances).to.deep.equal(CIRCUMSTANCES);
    expect(written.targets).to.deep.equal({ met: 1, missed: 1, broken: 0 });
    expect(written.rows[0]?.results[0]?.targets.map(({ met }) => met)).to.deep.equal([true, false]);
    expect(written.rows[0]?.results[0]?.figures.dbosd.spread).to.deep.equal({
      median: 0.333333,
      min: 0.3,
      max: 0.4,
      rounds: [0.4, 0.333333, 0.3],
    });
  });

  it('leaves nothing in the checkout when it is quick, unless a folder is named', async () => {
    const temporary = await resultsFolder(undefined, true);
    await rm(temporary, { recursive: true });

    expect(temporary.startsWith(tmpdir())).to.equal(true);
    expect(await resultsFolder(folder, true)).to.equal(folder);
    expect(await resultsFolder(undefined, false)).to.match(/bench[/\\]results[/\\]?$/);
  });
});
