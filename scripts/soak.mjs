// `npm run test:soak -- --minutes N --seed S`
// Makes the checkout ready and runs the soak (test/soak/soak.ts). Exit code 1 when a promise was broken.
import './node-version.mjs';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { ROOT, run } from './run.mjs';

const broken = await bootstrap();
if (broken === undefined) {
  const program = join(ROOT, 'test', 'dist', 'soak', 'soak.js');
  process.exitCode = await run(process.execPath, [program, ...process.argv.slice(2)]);
} else {
  process.exitCode = 1;
}
