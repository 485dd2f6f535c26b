// `npm test [-- [SUITE…] [--node PATH] [mocha options]]`
// Makes the checkout ready, runs the checks, as many at a time as there are cores, shows them in order, and ends with one line, `N passed, N failed`, plus
// `, N skipped` when something could not run here. Exit code 1 if anything failed or if no test ran.
import './node-version.mjs';
import { availableParallelism } from 'node:os';
import { bootstrap } from './bootstrap.mjs';
import { lint } from './lint.mjs';
import { FORWARDED } from './run.mjs';
import { sideBySide } from './side-by-side.mjs';
import { SUITES, partsOf, runPart } from './suite.mjs';

const CHECKS = ['lint', 'types', ...SUITES];
/** Each part of a suite has a Postgres, daemons and workers to keep busy; more would wait for memory and disks. */
const WIDTH = Math.min(availableParallelism(), 4);
/** Options of mocha whose value is the next word, which therefore is no suite. */
const MOCHA_OPTIONS_WITH_VALUE = new Set([
  '-g',
  '--grep',
  '-f',
  '--fgrep',
  '-t',
  '--timeout',
  '--retries',
  '-s',
  '--slow',
]);

/** A part that did not run, since somebody interrupted the run. */
const INTERRUPTED = { passed: 0, failed: 1, failures: [], notRun: [] };

class UsageError extends Error {}

process.exitCode = await main(process.argv.slice(2));

async function main(words) {
  const totals = { passed: 0, failed: 0, failures: [], notRun: [] };
  try {
    await runChecks(parse(words), totals);
  } catch (error) {
    console.error(error instanceof UsageError ? error.message : error);
    totals.failed += 1;
  }
  return close(totals);
}

async function runChecks({ checks, node, mochaArgs }, totals) {
  const broken = await bootstrap();
  if (broken === 'install') {
    totals.failed += 1;
    return;
  }
  // The compiler ran in the bootstrap. Without its blessing the compiled tests may be those of yesterday.
  if (checks.includes('types') || broken !== undefined) {
    console.log('\ntypes');
    add(totals, verdict('tsc -b', broken === undefined, writeOut));
  }
  const parts = SUITES.filter((suite) => broken === undefined && checks.includes(suite)).flatMap(partsOf);
  const jobs = parts.map((part) => (write) => runPart(part, { node, mochaArgs, write }));
  if (checks.includes('lint')) jobs.unshift(lintJob);
  const outcomes = await sideBySide(jobs, { width: WIDTH, write: writeOut, signal: interruption() });
  for (const counts of outcomes) add(totals, counts ?? INTERRUPTED);
  if (broken !== undefined) console.error('the suites were not run: the types are broken');
}

/** Aborted by a signal, which `run` passes on to the parts that are running. */
function interruption() {
  const interrupted = new AbortController();
  for (const signal of FORWARDED) process.once(signal, () => interrupted.abort());
  return interrupted.signal;
}

async function lintJob(write) {
  write('\nlint\n');
  return verdict('eslint and prettier', await lint({ onOutput: write }), write);
}

function writeOut(text) {
  process.stdout.write(text);
}

function verdict(name, ok, write) {
  write(`  ${ok ? '✔' : '✘'} ${name}\n`);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, failures: [], notRun: [] };
}

function add(totals, { passed, failed, failures, notRun }) {
  totals.passed += passed;
  totals.failed += failed;
  totals.failures.push(...failures);
  totals.notRun.push(...notRun);
}

function close({ passed, failed, failures, notRun }) {
  console.log('');
  // Again, for who sees only the end of a long log.
  for (const { title, error } of failures) console.log(`failed: ${title}\n${error}\n`);
  for (const line of notRun) console.log(line);
  if (passed + failed === 0) console.log('no test ran');
  const skipped = notRun.length > 0 ? `, ${notRun.length} skipped` : '';
  console.log(`${passed} passed, ${failed} failed${skipped}`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

/** Splits the words into checks to run, the Node to run them with, and what mocha gets. */
function parse(words) {
  const rest = [...words];
  const named = [];
  const mochaArgs = [];
  let node = process.execPath;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--node') node = valueOf(word, rest);
    else if (MOCHA_OPTIONS_WITH_VALUE.has(word)) mochaArgs.push(word, valueOf(word, rest));
    else if (word.startsWith('-')) mochaArgs.push(word);
    else if (CHECKS.includes(word)) named.push(word);
    else throw new UsageError(`no suite is named ${word}; there are: ${CHECKS.join(', ')}`);
  }
  // Whoever looks for some tests (--grep) wants those, and not lint and types in their count.
  const all = mochaArgs.length > 0 ? SUITES : CHECKS;
  return { checks: named.length > 0 ? named : all, node, mochaArgs };
}

function valueOf(option, rest) {
  const value = rest.shift();
  if (value === undefined) throw new UsageError(`${option} wants a value`);
  return value;
}
