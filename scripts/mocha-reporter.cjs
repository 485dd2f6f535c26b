// Mocha's spec output for people, and beside it the counts as JSON for scripts/test.mjs, in the file that
// DBOSD_TEST_RESULT names. Mocha loads reporters with require, hence CommonJS.
const { writeFileSync } = require('node:fs');
const Mocha = require('mocha');

/** Stopping the database of the run takes well under a second; what lives longer was leaked by a test. */
const LINGER_MS = 30_000;

class CountingSpec extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failed = [];
    runner.on(Mocha.Runner.constants.EVENT_TEST_FAIL, (test, error) => {
      failed.push({ title: test.fullTitle(), error: String(error?.stack ?? error) });
    });
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures } = this.stats;
      record({ passes, failures, failed });
      watchForLeaks({ passes, failures: failures + 1, failed });
    });
  }
}

function record(counts) {
  const file = process.env.DBOSD_TEST_RESULT;
  if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
}

/**
 * Mocha waits for an idle process (`exit: false`), for ever if a test leaked a socket: then say what is open,
 * count one failure more, and end. The timer itself keeps nothing alive.
 */
function watchForLeaks(countsThen) {
  const timer = setTimeout(() => {
    console.error(`mocha does not end; still open: ${process.getActiveResourcesInfo().join(', ')}`);
    record(countsThen);
    process.exit();
  }, LINGER_MS);
  timer.unref();
}

module.exports = CountingSpec;
