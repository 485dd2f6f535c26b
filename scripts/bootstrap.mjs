// Makes a checkout ready to run: installs what package-lock.json says, if that changed, and compiles.
// Quiet when there is nothing to do. `npm start`, `npm test` and `npm run lint` begin with it.
import './node-version.mjs';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled, markInstalled } from './installed.mjs';
import { withLock } from './lock.mjs';
import { ROOT, run } from './run.mjs';

const PROTO = join(ROOT, 'proto');
/** Ignored by git, but shipped in the package. */
const PROTO_COPY = join(ROOT, 'packages', 'shared', 'proto');

/**
 * Installs and compiles. Returns which of the two failed, if one did; its own output has said why.
 * @returns {Promise<'install' | 'types' | undefined>}
 */
export async function bootstrap() {
  return withLock(join(ROOT, '.dbosd', 'bootstrap.lock'), async () => {
    if (!(await install())) return 'install';
    copyTree(PROTO, PROTO_COPY);
    return (await compile()) ? undefined : 'types';
  });
}

async function install() {
  if (isInstalled(ROOT)) return true;
  console.error('installing dependencies (npm ci)');
  const env = { ...process.env };
  delete env.NODE_ENV; // "production" would leave out the compiler
  const [program, args] = npm();
  const code = await run(program, [...args, 'ci', '--include=dev', '--no-audit', '--no-fund'], { env });
  if (code !== 0) {
    console.error(`npm ci failed (exit code ${code}); see above. Is the registry reachable, the disk full?`);
    return false;
  }
  markInstalled(ROOT);
  return true;
}

/** The npm that started us, else the one beside our Node or on the path. */
function npm() {
  const started = process.env.npm_execpath;
  if (started !== undefined && basename(started) === 'npm-cli.js') return [process.execPath, [started]];
  const beside = join(dirname(process.execPath), 'npm');
  return [existsSync(beside) ? beside : 'npm', []];
}

/** `tsc -b`, of whose verbose words only those about work are shown, and every error. */
async function compile() {
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  let rest = '';
  const onStdout = (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) report(line);
  };
  const colours = process.stderr.isTTY ? ['--pretty'] : [];
  const code = await run(process.execPath, [tsc, '-b', '--verbose', ...colours], { onStdout });
  report(rest);
  return code === 0;
}

function report(line) {
  const building = /Building project '(.*)\/tsconfig\.json'/.exec(line);
  if (building !== null) console.error(`compiling ${building[1].replace(`${ROOT}/`, '')}`);
  else if (!isChatter(line)) console.error(line);
}

/** Lines of --verbose: stamped with a time, or members of the list of projects. */
function isChatter(line) {
  const plain = line.replaceAll(/\u001b\[\d*m/g, '').trimEnd();
  return plain === '' || /^\[?\d{1,2}:\d{2}:\d{2}/.test(plain) || /^\s+\* .*tsconfig\.json$/.test(plain);
}

/** Makes the copy equal to the source, writing only what differs, so that nothing is rebuilt for no reason. */
function copyTree(from, to) {
  if (!existsSync(from)) return;
  mkdirSync(to, { recursive: true });
  const entries = readdirSync(from, { withFileTypes: true });
  const names = new Set(entries.map(({ name }) => name));
  for (const name of readdirSync(to)) {
    if (!names.has(name)) rmSync(join(to, name), { recursive: true });
  }
  for (const entry of entries) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyTree(source, target);
    else copyFile(source, target);
  }
}

function copyFile(source, target) {
  const content = readFileSync(source);
  if (existsSync(target) && content.equals(readFileSync(target))) return;
  writeFileSync(target, content);
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = (await bootstrap()) === undefined ? 0 : 1;
}
