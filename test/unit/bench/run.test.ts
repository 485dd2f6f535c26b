import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atLeast, type Result } from '@dbosd/bench/measure/result.js';
import type { Circumstances } from '@dbosd/bench/report/circumstances.js';
import { withResults } from '@dbosd/bench/report/page.js';
import { resultsFolder, writeResults } from '@dbosd/bench/report/write-results.js';
import type { Row } from '@dbosd/bench/rows/row.js';
import { runRows } from '@dbosd/bench/run-rows.js';
import type { Stage } from '@dbosd/bench/stage/stage.js';
import { expect } from 'chai';
import { figure, FLOORS, result } from './results.js';

/** Rows that need none. */
const NO_STAGE = {} as Stage;
const SILENT = { begins: () => {}, ended: () => {} };
const CIRCUMSTANCES: Circumstances = {
  date: '2026-01-31T12:00:00.000Z',
  machine: { cpu: 'Some(R) CPU @ 2.0GHz', cores: 2, memoryGiB: 8, kernel: 'Linux 6', node: 'v20.19.0' },
  postgres: { version: '18.4', fsync: 'on', synchronousCommit: 'on', slowerCommitsMs: undefined },
  floors: FLOORS,
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

  it('writes circumstances, rounds and verdicts next to what is there, never over it', async () => {
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
    // JSON has no undefined.
    expect(written.circumstances).to.deep.equal(JSON.parse(JSON.stringify(CIRCUMSTANCES)));
    expect(written.targets).to.deep.equal({ met: 1, missed: 1, broken: 0 });
    expect(written.rows[0]?.results[0]?.targets.map(({ met }) => met)).to.deep.equal([true, false]);
    expect(written.rows[0]?.results[0]?.figures.dbosd.spread).to.deep.equal({
      median: 0.333333,
      min: 0.306667,
      max: 0.366667,
      rounds: [0.366667, 0.333333, 0.306667],
    });
  });

  it('replaces the results of its machine in the page, and keeps those of others', () => {
    const run = (work: string, cpu: string) =>
      ({
        circumstances: { ...CIRCUMSTANCES, machine: { ...CIRCUMSTANCES.machine, cpu } },
        outcomes: [{ kind: 'measured', row: 'send', results: [result({ work })] }],
      }) as const;
    const empty = 'before\n<!-- bench results: npm run bench -- --page -->\nafter';

    const first = withResults(empty, run('first work', 'One'), ['/r/one.json', '/r/one-growth.svg']);
    const second = withResults(first, run('other work', 'Two'), ['/r/two.json']);
    const third = withResults(second, run('later work', 'One'), ['/r/one-2.json']);

    expect(first)
      .to.include('| first work [messages/s] | 20,000 |')
      .and.include('../bench/results/one-growth.svg');
    expect(third)
      .to.match(/^before/)
      .and.match(/after$/);
    expect(third).to.include('other work').and.include('later work').and.not.include('first work');
    expect(() => withResults('a page', run('work', 'One'), [])).to.throw('put it where results belong');
  });

  it('leaves nothing in the checkout when it is quick, unless a folder is named', async () => {
    const temporary = await resultsFolder(undefined, true);
    await rm(temporary, { recursive: true });

    expect(temporary.startsWith(tmpdir())).to.equal(true);
    expect(await resultsFolder(folder, true)).to.equal(folder);
    expect(await resultsFolder(undefined, false)).to.match(/bench[/\\]results[/\\]?$/);
  });
});
