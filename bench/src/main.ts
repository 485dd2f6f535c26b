/** `npm run bench -- OPTIONS`: see options.ts for what it takes, and README.md for what it tells. */
import { painter } from '@dbosd/cli/internal/output/paint.js';
import { HELP, parseCommand, UsageError, type Command, type RunOptions } from './options.js';
import { circumstanceLines, circumstancesOf } from './report/circumstances.js';
import { closingLine, resultsOf, tallyOf, type Outcome } from './report/outcome.js';
import { writePage } from './report/page.js';
import { Progress } from './report/progress.js';
import { noteLines, resultLines } from './report/result-lines.js';
import { table } from './report/table.js';
import { resultsFolder, writeResults, type Run } from './report/write-results.js';
import { wrap } from './report/wrap.js';
import { ROWS } from './rows/all.js';
import { runRows } from './run-rows.js';
import { Stage } from './stage/stage.js';

const EXIT = { done: 0, broken: 1, usage: 2 };
const NOTE_WIDTH = 140;
const SIGNALS = { SIGINT: 130, SIGTERM: 143 };
const paint = painter(process.stdout.isTTY, {
  noColour: (process.env['NO_COLOR'] ?? '') !== '',
  isDumb: process.env['TERM'] === 'dumb',
});

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  let command: Command;
  try {
    command = parseCommand(words, ROWS);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`bench: ${error.message}`);
    return EXIT.usage;
  }
  switch (command.kind) {
    case 'help':
      process.stdout.write(HELP);
      return EXIT.done;
    case 'list':
      for (const { name, title } of ROWS) console.log(`${name.padEnd(14)} ${title}`);
      return EXIT.done;
    case 'run':
      return bench(command.options);
  }
}

async function bench(options: RunOptions): Promise<number> {
  const progress = new Progress(process.stderr, () => performance.now());
  progress.say('starts a Postgres');
  const stage = await Stage.start(options, (text) => {
    progress.say(text);
  });
  const interruption = interruptionOf(stage);
  try {
    const run = await measure(stage, options, { progress, stop: interruption.signal });
    progress.end();
    if (run === undefined) {
      console.error('bench: stopped; nothing was written');
      return interruption.exitCode();
    }
    return await report(run, options);
  } finally {
    progress.end();
    interruption.forget();
    await stage.close();
  }
}

/** Undefined when it was stopped. */
async function measure(
  stage: Stage,
  { rows }: RunOptions,
  { progress, stop }: { progress: Progress; stop: AbortSignal },
): Promise<Run | undefined> {
  const circumstances = await circumstancesOf(
    stage,
    rows.map(({ name }) => name),
  );
  progress.clear();
  console.log([...circumstanceLines(circumstances), ''].join('\n'));
  const outcomes = await runRows(stage, rows, {
    stop,
    watcher: {
      begins: ({ name }, index) => {
        progress.row(name, index, rows.length);
      },
      ended: ({ name, title }, outcome) => {
        progress.clear();
        console.log([`${paint(name, 'heading')}: ${title}`, ...outcomeLines(outcome), ''].join('\n'));
      },
    },
  });
  return outcomes && { circumstances, outcomes };
}

async function report(run: Run, { out, quick, page }: RunOptions): Promise<number> {
  const files = await writeResults(await resultsFolder(out, quick), run);
  if (page) files.push(await writePage(run, files));
  const results = resultsOf(run.outcomes);
  if (results.length > 0) console.log([...table(results, paint), ''].join('\n'));
  const notes = noteLines(results).flatMap((note) => wrap(note, NOTE_WIDTH));
  if (notes.length > 0) console.log([...notes, ''].join('\n'));
  console.log([...files.map((file) => `written: ${file}`), ''].join('\n'));
  if (quick) console.log('a quick run: it shows that all works, and its figures are not to be relied on');
  const tally = tallyOf(run.outcomes);
  console.log(closingLine(tally));
  return tally.broken > 0 ? EXIT.broken : EXIT.done;
}

function outcomeLines(outcome: Outcome): string[] {
  return outcome.kind === 'measured'
    ? outcome.results.flatMap((result) => resultLines(result, paint))
    : [`  ${paint('broken', 'bad')}: ${outcome.message}`];
}

interface Interruption {
  readonly signal: AbortSignal;
  exitCode(): number;
  forget(): void;
}

/** On the first signal all that was started ends, and with it the run; a second one ends the bench at once. */
function interruptionOf(stage: Stage): Interruption {
  const controller = new AbortController();
  let code: number = EXIT.done;
  const end = (name: NodeJS.Signals): void => {
    forget();
    code = SIGNALS[name as keyof typeof SIGNALS];
    controller.abort();
    void stage.close();
  };
  const names = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
  const forget = (): void => {
    for (const name of names) process.off(name, end);
  };
  for (const name of names) process.on(name, end);
  return { signal: controller.signal, exitCode: () => code, forget };
}
