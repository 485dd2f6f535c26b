#!/usr/bin/env node
// Generates what is derived from proto/: TypeScript types and the descriptor set that reflection answers from. Both
// are checked in; a test fails when they are stale. `--check` writes nothing and exits 1 when something is.
// `--root FOLDER` works on another checkout than this one, with the generators of this one.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { joinTypes } from './generate/join-types.mjs';
import { ROOT } from './run.mjs';

const { values: options } = parseArgs({ options: { check: { type: 'boolean' }, root: { type: 'string' } } });
const root = resolve(options.root ?? ROOT);
const typesDir = join(root, 'packages/shared/src/generated');
const descriptorSet = join(root, 'packages/daemon/assets/descriptors.binpb');

const services = readdirSync(join(root, 'proto/dbosd/v1')).map((name) => `dbosd/v1/${name}`);
const bin = (name) => join(ROOT, 'node_modules/.bin', name);

/** The types as one file in the folder `types`, by way of the folder `parts`, where the generator puts one a message. */
function generateTypes(types, parts) {
  execFileSync(
    bin('proto-loader-gen-types'),
    [
      '--longs=Number',
      '--enums=String',
      '--bytes=Buffer',
      '--defaults',
      '--oneofs',
      '--grpcLib=@grpc/grpc-js',
      '--importFileExtension=.js',
      '--includeComments',
      '--includeDirs=proto',
      '--includeDirs=proto/third_party',
      `--outDir=${parts}`,
      '--',
      ...services,
      'google/rpc/status.proto',
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  mkdirSync(types);
  writeFileSync(join(types, 'contract.ts'), joinTypes(parts));
}

function generateDescriptors(descriptors) {
  execFileSync(bin('buf'), ['build', '-o', `${descriptors}#format=binpb`, '--as-file-descriptor-set'], {
    cwd: root,
    stdio: 'inherit',
  });
}

function filesBelow(dir) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

function stale(fresh, checkedIn) {
  const names = new Set([
    ...filesBelow(fresh).map((path) => relative(fresh, path)),
    ...filesBelow(checkedIn).map((path) => relative(checkedIn, path)),
  ]);
  return [...names].filter((name) => {
    const [a, b] = [join(fresh, name), join(checkedIn, name)];
    return !existsSync(a) || !existsSync(b) || !readFileSync(a).equals(readFileSync(b));
  });
}

const scratch = mkdtempSync(join(tmpdir(), 'dbosd-generate-'));
try {
  const types = join(scratch, 'types');
  const descriptors = join(scratch, 'descriptors.binpb');
  generateTypes(types, join(scratch, 'parts'));
  generateDescriptors(descriptors);
  const differing = stale(types, typesDir).map((name) => relative(root, join(typesDir, name)));
  if (!existsSync(descriptorSet) || !readFileSync(descriptors).equals(readFileSync(descriptorSet))) {
    differing.push(relative(root, descriptorSet));
  }
  if (differing.length === 0) {
    console.log('generated files are up to date');
  } else if (options.check) {
    console.error(`stale: ${differing.join(', ')}; run "npm run generate" and commit the result`);
    process.exitCode = 1;
  } else {
    rmSync(typesDir, { recursive: true, force: true });
    cpSync(types, typesDir, { recursive: true });
    cpSync(descriptors, descriptorSet);
    console.log(`generated ${String(differing.length)} file(s)`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
