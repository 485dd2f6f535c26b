/**
 * The directions of docs/architecture.md as one lint rule. It judges the written path alone, so that it needs
 * no resolver (rules that do say nothing when resolution fails) and can be tested without writing files.
 */
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const WORKSPACE = fileURLToPath(new URL('../..', import.meta.url));

/** Package below packages/ → packages of ours that it may import. */
export const PACKAGES = {
  shared: [],
  client: ['shared'],
  worker: ['shared', 'client'],
  daemon: ['shared'],
  embedded: ['shared'],
  // Most commands are clients of a daemon (docs/adr/0009); some run one, or prepare its database.
  cli: ['shared', 'client', 'daemon', 'embedded'],
};

/**
 * Room of the daemon → rooms that it may import besides itself and the foundations. A room is a folder of
 * packages/daemon/src; config.ts counts to config/. The stair's top stands on all of them.
 */
export const ROOMS = {
  rpc: ['operations'],
  operations: ['writer', 'hub', 'dispatch', 'store'],
  writer: ['store'],
  hub: ['store'],
  dispatch: ['store'],
  store: [],
  doctor: ['store'],
  ops: ['config'],
  config: [],
  model: [],
};

/** Leaves that every other room may import. */
const FOUNDATIONS = ['ops', 'config', 'model'];

/**
 * The top files import every room, and no room imports them. Other files at the root (lifecycle.ts) are shared by
 * all, and import no room.
 */
const TOP = ['app', 'compose', 'daemon', 'database', 'index'];

/** Package from npm → the one room of the daemon that knows it. */
const KEPT_IN = {
  pg: 'store',
  'pg-pool': 'store',
  knex: 'store',
  '@grpc/grpc-js': 'rpc',
  '@grpc/proto-loader': 'rpc',
  'grpc-health-check': 'rpc',
};

const STORE_DRIVERS = ['pg', 'pg-pool', 'knex'];

/** Subpaths that a package exports for others. */
const PUBLIC_SUBPATHS =
  /^@dbosd\/(shared\/proto\/|client\/internal$|daemon\/(config|database|doctor|health|log|redact|settings|version)$)/;

/** @type {import('eslint').Rule.RuleModule} */
export const importDirection = {
  meta: {
    type: 'problem',
    docs: { description: 'Imports follow the stair of docs/architecture.md' },
    messages: {
      package: 'packages/{{from}} may not import @dbosd/{{to}}: {{allowed}}.',
      driver: 'packages/{{from}} may not import {{to}}: only the daemon talks to Postgres.',
      deep: 'No deep imports into another package: import what it exports ({{to}}).',
      keeper: 'Only {{keeper}}/ may import {{to}} in the daemon.',
      room: '{{from}} may not import {{to}}: {{allowed}}.',
      unknown:
        'packages/daemon/src/{{from}} is no room of docs/architecture.md: add it to ROOMS with its direction.',
    },
    schema: [],
  },
  create(context) {
    const place = locate(context.filename);
    if (place === undefined) return {};
    const check = (node) => {
      const source = node.source;
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const finding = judge(place, source.value);
      if (finding !== undefined) context.report({ node: source, ...finding });
    };
    return {
      ImportDeclaration: check,
      ExportAllDeclaration: check,
      ExportNamedDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
    };
  },
};

function locate(filename) {
  const path = relative(WORKSPACE, filename).split(sep);
  const [top, name, source, ...inside] = path;
  if (top !== 'packages' || source !== 'src' || !(name in PACKAGES)) return undefined;
  return { package: name, file: join(...inside) };
}

function judge(place, specifier) {
  if (specifier.startsWith('node:')) return undefined;
  return specifier.startsWith('.') ? judgeRelative(place, specifier) : judgeBare(place, specifier);
}

function judgeRelative(place, specifier) {
  const target = normalize(join(dirname(place.file), specifier));
  if (target.startsWith('..')) return { messageId: 'deep', data: { to: specifier } };
  return place.package === 'daemon' ? judgeRooms(place.file, target) : undefined;
}

function judgeRooms(file, target) {
  const [from, to] = [roomOf(file), roomOf(target)];
  if (from === 'top' || from === to || (to === 'words' && from in ROOMS)) return undefined;
  if (from !== 'words' && !(from in ROOMS)) return { messageId: 'unknown', data: { from } };
  const isLeaf = from === 'words' || FOUNDATIONS.includes(from);
  const allowed = [...(ROOMS[from] ?? []), ...(isLeaf ? [] : FOUNDATIONS)];
  if (allowed.includes(to)) return undefined;
  const stairs = isLeaf ? 'it is a leaf' : `it stands on ${allowed.join(', ')}`;
  return { messageId: 'room', data: { from: named(file), to: named(target), allowed: stairs } };
}

/** A folder, `top`, or `words` (the other files at the root). */
function roomOf(file) {
  const [first, ...rest] = file.split(sep);
  if (rest.length > 0) return first;
  const name = first.replace(/\.[cm]?[jt]s$/, '');
  if (name === 'config') return 'config';
  return TOP.includes(name) ? 'top' : 'words';
}

function named(file) {
  return file.includes(sep) ? `${file.split(sep)[0]}/` : file;
}

function judgeBare(place, specifier) {
  const parts = specifier.split('/');
  const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
  if (name.startsWith('@dbosd/')) return judgePackage(place, specifier, name.slice('@dbosd/'.length));
  if (place.package !== 'daemon') {
    if (!STORE_DRIVERS.includes(name)) return undefined;
    return { messageId: 'driver', data: { from: place.package, to: name } };
  }
  const keeper = KEPT_IN[name];
  if (keeper === undefined || roomOf(place.file) === keeper) return undefined;
  return { messageId: 'keeper', data: { keeper, to: name } };
}

function judgePackage(place, specifier, name) {
  const allowed = PACKAGES[place.package];
  if (!allowed.includes(name)) {
    const stairs =
      allowed.length === 0 ? 'it imports no package of ours' : `it stands on ${allowed.join(', ')}`;
    return { messageId: 'package', data: { from: place.package, to: name, allowed: stairs } };
  }
  if (specifier !== `@dbosd/${name}` && !PUBLIC_SUBPATHS.test(specifier)) {
    return { messageId: 'deep', data: { to: specifier } };
  }
  return undefined;
}
