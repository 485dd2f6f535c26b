import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { isMet, ratio, scatters, timesFloor, type Result } from '../measure/result.js';
import { circumstanceLines, machineName } from './circumstances.js';
import { CONTESTANTS, LOOKS } from './contestants.js';
import { numberText, ratioText } from './number-text.js';
import { resultsOf, tallyOf } from './outcome.js';
import type { Run } from './write-results.js';

const PAGE = fileURLToPath(new URL('../../../docs/performance.md', import.meta.url));
/** Every machine has its part of the page; a machine without one gets it after this. */
const ALL = '<!-- bench results: npm run bench -- --page -->';

/** Writes the run's results into docs/performance.md, in place of what this machine gave before. Returns the page's path. */
export async function writePage(run: Run, files: readonly string[]): Promise<string> {
  const page = await readFile(PAGE, 'utf8');
  const changed = withResults(page, run, files);
  const options = { ...(await resolveConfig(PAGE)), filepath: PAGE };
  await writeFile(PAGE, await format(changed, options));
  return PAGE;
}

/** The page with the results of the run in the part of its machine. Throws where the page has no place for them. */
export function withResults(page: string, run: Run, files: readonly string[]): string {
  const machine = machineName(run.circumstances);
  const [begin, end] = [`<!-- results of ${machine} -->`, `<!-- end of ${machine} -->`];
  const part = [begin, '', ...partOf(run, files), '', end].join('\n');
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from >= 0 && to > from) return page.slice(0, from) + part + page.slice(to + end.length);
  if (!page.includes(ALL)) throw new Error(`${PAGE} has no line ${ALL}: put it where results belong`);
  return page.replace(ALL, `${ALL}\n\n${part}`);
}

function partOf(run: Run, files: readonly string[]): string[] {
  const { machine } = run.circumstances;
  const results = resultsOf(run.outcomes);
  const { met, missed } = tallyOf(run.outcomes);
  const present = CONTESTANTS.filter((name) => results.some(({ figures }) => figures[name] !== undefined));
  const heads = ['work', ...present.map((name) => LOOKS[name].title), '× floor', 'targets'];
  const json = files.find((file) => file.endsWith('.json')) ?? '';
  const plots = files.filter((file) => file.endsWith('.svg'));
  return [
    `### ${machine.cpu}, ${String(machine.cores)} cores: ${String(met)} targets met, ${String(missed)} missed`,
    '',
    '```text',
    ...circumstanceLines(run.circumstances),
    '```',
    '',
    line(heads),
    line(heads.map((_, at) => (at === 0 || at === heads.length - 1 ? '---' : '---:'))),
    ...results.map((result) =>
      line([
        `${result.work} [${result.unit}]`,
        ...present.map((name) => figureText(result, name)),
        floorText(result),
        targetsText(result),
      ]),
    ),
    '',
    `All rounds and latencies are in [the JSON](${linkOf(json)}) of the run. A figure with ± scattered by more than 20 % between rounds.`,
    '',
    ...plots.map((plot) => `![${titleOf(plot)}](${linkOf(plot)})`),
  ];
}

function figureText({ figures }: Result, name: (typeof CONTESTANTS)[number]): string {
  const figure = figures[name];
  if (figure === undefined) return '–';
  return `${scatters(figure) ? '± ' : ''}${numberText(figure.spread.median)}`;
}

function floorText(result: Result): string {
  return result.floor === undefined ? '–' : ratioText(timesFloor(result)).replace(' ×', '');
}

function targetsText({ targets, figures }: Result): string {
  const verdicts = targets.map(
    (target) => `${target.text}: ${isMet(target) ? 'met' : '**missed**'} (${numberText(target.reached)})`,
  );
  const compared = [
    ['official', ratio(figures.dbosd, figures.dbos)],
    ['best', ratio(figures.dbosd, figures.best)],
  ] as const;
  const bare = compared
    .filter(([name, value]) => Number.isFinite(value) && !targets.some(({ text }) => text.endsWith(name)))
    .map(([name, value]) => `${name}: ${ratioText(value)}`);
  return [...verdicts, ...bare].join('<br>');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function linkOf(file: string): string {
  return `../bench/results/${basename(file)}`;
}

/** Of `…-throughput.svg`. */
function titleOf(plot: string): string {
  if (plot.endsWith('-throughput.svg')) return 'Throughput against callers';
  return plot.endsWith('-latency.svg') ? 'Latencies' : 'Cost against what is stored';
}
