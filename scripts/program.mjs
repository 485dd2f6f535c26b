// `npm run test:soak -- --minutes N --seed S`, `npm run measure:workers`, `npm run bench -- --only NAME`
// Makes the checkout ready and runs a compiled program, named from the root: its exit code says how it went.
import './node-version.mjs';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { ROOT, run } from './run.mjs';

const [program, ...words] = process.argv.slice(2);
const broken = await bootstrap();
process.exitCode = broken === undefined ? await run(process.execPath, [join(ROOT, program), ...words]) : 1;
