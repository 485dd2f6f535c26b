import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The platform that packages with native parts are chosen for. */
const THIS_MACHINE = { os: process.platform, cpu: process.arch };

/**
 * Whether node_modules holds what package-lock.json says, whoever ran `npm ci`. Our own mark is checked first, because
 * it is quick; without it, or after the lock file has changed, npm's own record of what it installed is compared with
 * the lock file, and a match leaves the mark.
 * @param {string} root folder of the workspace
 * @param {{ os: string, cpu: string }} machine
 * @returns {boolean}
 */
export function isInstalled(root, machine = THIS_MACHINE) {
  const mark = markOf(root);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === fingerprint(root, machine)) return true;
  if (!npmInstalledTheLock(root, machine)) return false;
  markInstalled(root, machine);
  return true;
}

/**
 * Records that node_modules holds what package-lock.json says now.
 * @param {string} root folder of the workspace
 * @param {{ os: string, cpu: string }} machine
 */
export function markInstalled(root, machine = THIS_MACHINE) {
  writeFileSync(markOf(root), fingerprint(root, machine));
}

function markOf(root) {
  return join(root, 'node_modules', '.dbosd-lock');
}

/** Of the lock file, and of the platform: a folder mounted into a container needs other binaries. */
function fingerprint(root, { os, cpu }) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  return `${hash.digest('hex')} ${os}-${cpu}\n`;
}

/**
 * npm lists in node_modules/.package-lock.json what it has installed: nothing of other platforms, and no development
 * packages when it was told to omit them.
 */
function npmInstalledTheLock(root, machine) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const found = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || found === undefined) return false;
  if (Object.keys(found).some((path) => wanted[path] === undefined)) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true; // the workspace itself, which npm does not list as installed
    if (found[path] !== undefined) return isSame(entry, found[path]) && isThere(join(root, path), entry);
    return mayBeMissing(entry, machine);
  });
}

function isSame(wanted, found) {
  return wanted.version === found.version && wanted.integrity === found.integrity;
}

/** The record alone is not enough: `npm install --package-lock-only` changes it, and installs nothing. */
function isThere(folder, { version }) {
  try {
    const found = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
    return version === undefined || found === version;
  } catch {
    return false;
  }
}

/**
 * Optional packages are left out where they do not fit. One that names this platform must be there, unless it also asks
 * for a C library, which Node does not tell; one that names none may belong to a package that was left out.
 */
function mayBeMissing({ optional, os, cpu, libc }, machine) {
  if (optional !== true) return false;
  const namesPlatform = os !== undefined || cpu !== undefined;
  const fits = (os?.includes(machine.os) ?? true) && (cpu?.includes(machine.cpu) ?? true);
  return !(namesPlatform && fits && libc === undefined);
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
