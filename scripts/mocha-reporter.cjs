// Mocha's spec output for people, and beside it the counts as JSON for scripts/test.mjs, in the file that
// DBOSD_TEST_RESULT names. Mocha loads reporters with require, hence CommonJS.
const { writeFileSync } = require('node:fs');
const Mocha = require('mocha');

/** Stopping the database of the run takes well under a second; what lives longer was leaked by a test. */
const LINGER_MS = 30_000;
const EXIT_LEAKED = 86;

class CountingSpec extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      const file = process.env.DBOSD_TEST_RESULT;
      if (file !== undefined) writeFileSync(file, JSON.stringify({ passes, failures, pending }));
      watchForLeaks();
    });
  }
}

/** Mocha waits for an idle process (`exit: false`), for ever if a test leaked a socket: name it and end. */
function watchForLeaks() {
  const timer = setTimeout(() => {
    console.error(`mocha does not end; still open: ${process.getActiveResourcesInfo().join(', ')}`);
    process.exit(EXIT_LEAKED);
  }, LINGER_MS);
  timer.unref();
}

module.exports = CountingSpec;
