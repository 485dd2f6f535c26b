#!/usr/bin/env node
// Writes docs/configuration.md, docs/cli.md and the man page from the tables of settings and commands. A unit test fails
// when one of them is stale.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { ROOT } from './run.mjs';

if ((await bootstrap()) === undefined) {
  const { referencePage } = await import('../packages/daemon/dist/config/reference-page.js');
  const { TABLE } = await import('../packages/cli/dist/definition/index.js');
  const { cliPage } = await import('../packages/cli/dist/manual/reference-page.js');
  const { manPage } = await import('../packages/cli/dist/manual/man-page.js');
  write('docs/configuration.md', referencePage());
  write('docs/cli.md', cliPage(TABLE));
  write('packages/cli/man/dbosd.1', manPage(TABLE));
} else {
  process.exitCode = 1;
}

function write(path, text) {
  const absolute = join(ROOT, path);
  mkdirSync(dirname(absolute), { recursive: true });
  writeFileSync(absolute, text);
  console.log(`wrote ${path}`);
}
