import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const DAEMON = 'packages/daemon/src';
const ROOMS = readdirSync(join(ROOT, DAEMON), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('README.md'))
  .map((path) => join(DAEMON, path));

/** Pages that name files, and the folders that their paths may be relative to. */
const PAGES: readonly [page: string, ...bases: string[]][] = [
  ['docs/architecture.md', '', DAEMON, 'packages/cli/src', 'packages/worker/src'],
  ['CONTRIBUTING.md', '', DAEMON, `${DAEMON}/writer`, `${DAEMON}/operations`],
  ['README.md', ''],
  ...ROOMS.map((page): [string, ...string[]] => [
    page,
    dirname(page),
    dirname(dirname(page)),
    '',
    DAEMON,
    'packages/shared/src/link',
  ]),
];

const EXTENSION = /\.(ts|mjs|md|json|proto|py|svg|binpb)$/;

/** What is written as code and reads like a file or a folder. */
function pathsIn(text: string): string[] {
  return [...text.replaceAll(/^```[^]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)]
    .flatMap(([, code = '']) => code.split(/\s+/))
    .filter((word) => /^\w[\w./-]*$/.test(word) && (EXTENSION.test(word) || /\w\/\w/.test(word)))
    .filter((word) => !word.includes('…') && !/^\d/.test(word));
}

function linksIn(text: string): string[] {
  return [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, path = '']) => path);
}

function filesBelow(folder: string): Set<string> {
  return new Set(
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => basename(path)),
  );
}

describe('the paths that pages name', () => {
  for (const [page, ...bases] of PAGES) {
    it(`exist: ${page}`, () => {
      const text = readFileSync(join(ROOT, page), 'utf8');
      // A bare name may be that of a file in any folder of the room.
      const below = page.startsWith(DAEMON) ? filesBelow(dirname(page)) : new Set<string>();
      const found = (path: string): boolean =>
        below.has(path) ||
        bases.some(
          (base) => existsSync(join(ROOT, base, path)) || existsSync(join(ROOT, base, `${path}.ts`)),
        );
      const missing = [
        ...pathsIn(text).filter((path) => !found(path)),
        ...linksIn(text).filter((path) => !existsSync(join(ROOT, dirname(page), path))),
      ];
      expect(missing).to.deep.equal([]);
    });
  }
});
