import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const HEAD = `// Generated from proto/ by "npm run generate": the messages of the contract under plain names. A message without suffix is
// written, one with __Output is read.
`;
const MESSAGES = 'dbosd/v1';
/** No message refers to it: it is the detail of an error. */
const STATUS = 'google/rpc/Status.ts';

/**
 * Joins the files that proto-loader generates, one for each message, into the text of one module: all messages of the
 * contract, and those of Google's that they use. The types of services and packages are left out because nothing uses them.
 */
export function joinTypes(folder) {
  const parts = new Map();
  const add = (path) => {
    if (parts.has(path)) return;
    const part = readPart(folder, path);
    parts.set(path, part);
    part.uses.forEach(add);
  };
  const messages = readdirSync(join(folder, MESSAGES)).map((name) => join(MESSAGES, name));
  [...messages.filter((path) => !isService(folder, path)), STATUS].sort().forEach(add);

  const bodies = [...parts.values()].map(({ body }) => body);
  refuseDoubles(bodies);
  return `${[HEAD + libraryImports([...parts.values()]), ...bodies].join('\n')}`;
}

/** Only the types of services use those of grpc-js. */
function isService(folder, path) {
  return readFileSync(join(folder, path), 'utf8').includes("from '@grpc/grpc-js'");
}

/**
 * A file without its imports and with plain names for the imported types; the files that it uses, and the names that it
 * imports from libraries.
 */
function readPart(folder, path) {
  const aliases = new Map();
  const uses = [];
  const library = [];
  const lines = readFileSync(join(folder, path), 'utf8')
    .split('\n')
    .filter((line) => {
      const found = /^import type \{ (.*) \} from '(.*)';$/.exec(line);
      if (found === null) return line !== '// Original file: null';
      const [, names, from] = found;
      if (!from.startsWith('.')) {
        library.push({ names: names.split(', '), from });
        return false;
      }
      for (const [, name, alias] of names.matchAll(/(\w+) as (\w+)/g)) aliases.set(alias, name);
      uses.push(relative(folder, join(folder, dirname(path), from)).replace(/\.js$/, '.ts'));
      return false;
    });
  const body = lines
    .join('\n')
    .replaceAll(/\b_\w+/g, (word) => aliases.get(word) ?? word)
    .split(/^(?=export interface )/m)
    .map(withUndefined)
    .join('');
  return { body: `${body.trim().replaceAll(/\n{3,}/g, '\n\n')}\n`, uses, library };
}

/** A field of a message that is written may also be `undefined`: protobufjs leaves it out. */
function withUndefined(type) {
  if (/^export interface \w+__Output /.test(type)) return type;
  return type.replaceAll(/^( {2}'\w+'\?: .*);$/gm, '$1 | undefined;');
}

function libraryImports(parts) {
  const names = new Map();
  for (const { names: imported, from } of parts.flatMap(({ library }) => library)) {
    names.set(from, new Set([...(names.get(from) ?? []), ...imported]));
  }
  return [...names]
    .map(([from, imported]) => `import type { ${[...imported].sort().join(', ')} } from '${from}';\n`)
    .join('');
}

/** Two packages may each have a message of one name, but a module cannot export both. */
function refuseDoubles(bodies) {
  const names = bodies.flatMap((body) =>
    [...body.matchAll(/^export interface (\w+)/gm)].map(([, name]) => name),
  );
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double !== undefined)
    throw new Error(`two messages are named ${double}: give one of them another name`);
}
