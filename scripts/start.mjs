// `npm start -- ARGS`: makes the checkout ready, then runs `dbosd dev ARGS` in the foreground.
import './node-version.mjs';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { ROOT, run } from './run.mjs';

const failed = await bootstrap();
if (failed === undefined) {
  const dbosd = join(ROOT, 'packages', 'cli', 'bin', 'dbosd.js');
  process.exitCode = await run(process.execPath, [dbosd, 'dev', ...process.argv.slice(2)]);
} else {
  process.exitCode = 1;
}
