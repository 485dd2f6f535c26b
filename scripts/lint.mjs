// `npm run lint`: eslint and prettier over everything. With --fix (`npm run format`) both repair what they can.
import './node-version.mjs';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';
import { ROOT, run } from './run.mjs';

/**
 * Runs both and says whether they found nothing.
 * @param {{ fix?: boolean, onOutput?: (text: string) => void }} options
 * @returns {Promise<boolean>}
 */
export async function lint({ fix = false, onOutput } = {}) {
  const eslint = await run(
    process.execPath,
    [
      join(ROOT, 'node_modules', 'eslint', 'bin', 'eslint.js'),
      '--max-warnings=0',
      ...(fix ? ['--fix'] : []),
      '.',
    ],
    { onOutput },
  );
  const prettier = await run(
    process.execPath,
    [
      join(ROOT, 'node_modules', 'prettier', 'bin', 'prettier.cjs'),
      '--log-level=warn',
      fix ? '--write' : '--check',
      '.',
    ],
    { onOutput },
  );
  return eslint === 0 && prettier === 0;
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const failed = await bootstrap();
  const clean = failed !== 'install' && (await lint({ fix: process.argv.includes('--fix') }));
  process.exitCode = clean && failed === undefined ? 0 : 1;
}
