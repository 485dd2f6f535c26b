import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, run } from './run.mjs';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {{ title: string, error: string }[]} failures those that mocha counted, to be told again at the end
 * @property {string[]} notRun lines such as `not run: interop: python3 missing`, each counted as skipped
 */

/** The folders below test/ in the order in which they run: cheap and telling ones first. */
export const SUITES = ['unit', 'conformance', 'interop', 'fault', 'e2e'];

/**
 * Runs the compiled tests of one suite in a mocha of their own and counts what mocha counted.
 * What runs is decided by the sources, so that a leftover in test/dist never runs, and a source that was
 * not compiled is a failure, and so is a suite without sources.
 * @param {string} suite
 * @param {{ node: string, mochaArgs: readonly string[] }} options
 * @returns {Promise<Counts>}
 */
export async function runSuite(suite, { node, mochaArgs }) {
  const sources = testSources(suite);
  if (sources.length === 0) {
    console.error(`${suite}: test/${suite} holds no test`);
    return { passed: 0, failed: 1, failures: [], notRun: [] };
  }
  const files = sources.map((source) => join('test', 'dist', source.replace(/\.ts$/, '.js')));
  const missing = files.filter((file) => !existsSync(join(ROOT, file)));
  if (missing.length > 0) {
    console.error(`not compiled: ${missing.join(', ')}`);
    return { passed: 0, failed: missing.length, failures: [], notRun: [] };
  }
  console.log(`\n${suite}`);
  const scratch = mkdtempSync(join(tmpdir(), 'dbosd-suite-'));
  try {
    return await runMocha(suite, { node, args: [...mochaArgs, ...files], scratch });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function runMocha(suite, { node, args, scratch }) {
  const result = join(scratch, 'result.json');
  const notRun = join(scratch, 'not-run');
  const mocha = join(ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const reporter = join(ROOT, 'scripts', 'mocha-reporter.cjs');
  const code = await run(node, [mocha, '--reporter', reporter, ...args], {
    env: { ...process.env, DBOSD_TEST_RESULT: result, DBOSD_TEST_NOT_RUN: notRun },
  });
  const lines = existsSync(notRun) ? readFileSync(notRun, 'utf8').split('\n').filter(Boolean) : [];
  const announced = [...new Set(lines)];
  if (!existsSync(result)) {
    console.error(`${suite}: mocha ended with exit code ${code} before its tests did`);
    return { passed: 0, failed: 1, failures: [], notRun: announced };
  }
  // forbid-pending makes mocha count pending tests as failures, so that there is no third number.
  const { passes, failures, failed } = JSON.parse(readFileSync(result, 'utf8'));
  if (code === 0 || failures > 0)
    return { passed: passes, failed: failures, failures: failed, notRun: announced };
  console.error(`${suite}: mocha ended with exit code ${code} though no test failed`);
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
