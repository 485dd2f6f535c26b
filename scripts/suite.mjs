import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT, run } from './run.mjs';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {{ title: string, error: string }[]} failures those that mocha counted, to be told again at the end
 * @property {string[]} notRun lines such as `not run: interop: python3 missing`, each counted as skipped
 */

/** The folders below test/ in the order in which they are shown: cheap and telling ones first. */
export const SUITES = ['unit', 'conformance', 'interop', 'fault', 'e2e'];

/** Mocha writes to a pipe, and would leave them out. */
const COLORS = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};

/** Of these suites each folder runs in a mocha with a Postgres of its own, so that they can run next to each other. */
const SPLIT = new Set(['conformance', 'interop', 'e2e']);

/**
 * The parts in which a suite runs: names of folders below test/, such as `conformance/store`, with their files.
 * What runs is decided by the sources, so that a leftover in test/dist never runs.
 * @param {string} suite
 * @returns {{ name: string, sources: string[] }[]}
 */
export function partsOf(suite) {
  const parts = new Map();
  for (const source of testSources(suite)) {
    const name = SPLIT.has(suite) ? dirname(source) : suite;
    parts.set(name, [...(parts.get(name) ?? []), source]);
  }
  if (parts.size === 0) parts.set(suite, []);
  return [...parts].map(([name, sources]) => ({ name, sources }));
}

/**
 * Runs the compiled tests of one part in a mocha of their own and counts what mocha counted. A source that was not
 * compiled is a failure, and so is a part without sources.
 * @param {{ name: string, sources: readonly string[] }} part
 * @param {{ node: string, mochaArgs: readonly string[], write: (text: string) => void }} options
 * @returns {Promise<Counts>}
 */
export async function runPart({ name, sources }, { node, mochaArgs, write }) {
  if (sources.length === 0) {
    write(`${name}: test/${name} holds no test\n`);
    return { passed: 0, failed: 1, failures: [], notRun: [] };
  }
  const files = sources.map((source) => join('test', 'dist', source.replace(/\.ts$/, '.js')));
  const missing = files.filter((file) => !existsSync(join(ROOT, file)));
  if (missing.length > 0) {
    write(`not compiled: ${missing.join(', ')}\n`);
    return { passed: 0, failed: missing.length, failures: [], notRun: [] };
  }
  write(`\n${name}\n`);
  const scratch = mkdtempSync(join(tmpdir(), 'dbosd-suite-'));
  try {
    return await runMocha(name, { node, args: [...mochaArgs, ...files], scratch, write });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function runMocha(name, { node, args, scratch, write }) {
  const result = join(scratch, 'result.json');
  const notRun = join(scratch, 'not-run');
  const mocha = join(ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const reporter = join(ROOT, 'scripts', 'mocha-reporter.cjs');
  const code = await run(node, [mocha, '--reporter', reporter, ...args], {
    env: { ...process.env, ...COLORS, DBOSD_TEST_RESULT: result, DBOSD_TEST_NOT_RUN: notRun },
    onOutput: write,
  });
  const lines = existsSync(notRun) ? readFileSync(notRun, 'utf8').split('\n').filter(Boolean) : [];
  const announced = [...new Set(lines)];
  if (!existsSync(result)) {
    write(`${name}: mocha ended with exit code ${code} before its tests did\n`);
    return { passed: 0, failed: 1, failures: [], notRun: announced };
  }
  // forbid-pending makes mocha count pending tests as failures, so that there is no third number.
  const { passes, failures, failed } = JSON.parse(readFileSync(result, 'utf8'));
  if (code === 0 || failures > 0)
    return { passed: passes, failed: failures, failures: failed, notRun: announced };
  write(`${name}: mocha ended with exit code ${code} though no test failed\n`);
  return { passed: passes, failed: 1, failures: failed, notRun: announced };
}

/** Test files of the suite, relative to test/, in a fixed order. */
function testSources(suite) {
  const folder = join(ROOT, 'test', suite);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .sort()
    .map((file) => join(suite, file));
}
