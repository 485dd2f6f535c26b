#!/usr/bin/env node
// Writes docs/configuration.md from the table of settings. A unit test fails when the page is stale.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { ROOT } from './run.mjs';

if ((await bootstrap()) === undefined) {
  const { referencePage } = await import('../packages/daemon/dist/config/reference-page.js');
  writeFileSync(join(ROOT, 'docs/configuration.md'), referencePage());
  console.log('wrote docs/configuration.md');
} else {
  process.exitCode = 1;
}
