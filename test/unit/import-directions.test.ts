import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { workspacePath } from '../support/workspace.js';

const RULES = {
  direction: 'dbosd/import-direction',
  cycle: 'import-x/no-cycle',
  undeclared: 'import-x/no-extraneous-dependencies',
  environment: 'no-restricted-properties',
  environmentImport: 'no-restricted-imports',
};

interface Violation {
  readonly name: string;
  /** Below packages/. Nothing is written there: the text is linted as if it were. */
  readonly file: string;
  readonly text: string;
  readonly rule: string;
  readonly message: RegExp;
}

const imports = (specifier: string): string => `import { x } from '${specifier}';\nexport const y = x;\n`;

const daemon = (room: string, specifier: string, message: RegExp): Violation => ({
  name: `${room} importing ${specifier}`,
  file: `daemon/src/${room}`,
  text: imports(specifier),
  rule: RULES.direction,
  message,
});

const VIOLATIONS: Violation[] = [
  daemon(
    'store/a.ts',
    '../writer/lanes.js',
    /store\/ may not import writer\/: it stands on ops, config, model/,
  ),
  daemon('model/a.ts', '../store/pools.js', /model\/ may not import store\/: it is a leaf/),
  daemon('lifecycle.ts', './ops/log.js', /lifecycle\.ts may not import ops\/: it is a leaf/),
  daemon('store/queries/a.ts', '../../hub/waiter.js', /store\/ may not import hub\//),
  daemon('hub/a.ts', '../writer/lanes.js', /hub\/ may not import writer\//),
  daemon('writer/a.ts', '../hub/waiter.js', /writer\/ may not import hub\//),
  daemon('dispatch/a.ts', '../writer/lanes.js', /dispatch\/ may not import writer\//),
  daemon('writer/a.ts', '../operations/messages.js', /writer\/ may not import operations\//),
  daemon('operations/a.ts', '../rpc/server.js', /operations\/ may not import rpc\//),
  daemon('rpc/a.ts', '../store/pools.js', /rpc\/ may not import store\//),
  daemon('rpc/a.ts', '../app.js', /rpc\/ may not import app\.js/),
  daemon('store/a.ts', '../index.js', /store\/ may not import index\.js/),
  daemon('ops/a.ts', '../store/pools.js', /ops\/ may not import store\/: it is a leaf/),
  daemon('config.ts', './store/pools.js', /config\.ts may not import store\/: it is a leaf/),
  daemon('attic/a.ts', '../store/pools.js', /attic is no room/),
  daemon('operations/a.ts', 'pg', /Only store\/ may import pg/),
  daemon('writer/a.ts', 'knex', /Only store\/ may import knex/),
  daemon('operations/a.ts', '@grpc/grpc-js', /Only rpc\/ may import @grpc\/grpc-js/),
  daemon('rpc/a.ts', '@dbosd/client', /packages\/daemon may not import @dbosd\/client: it stands on shared/),
  daemon(
    'app.ts',
    '@dbosd/embedded',
    /packages\/daemon may not import @dbosd\/embedded: it stands on shared/,
  ),
  daemon('rpc/a.ts', '@dbosd/shared/dist/names.js', /No deep imports/),
  daemon('rpc/a.ts', '../../../shared/src/names.js', /No deep imports/),
  {
    name: 'a dynamic import against the stair',
    file: 'daemon/src/store/a.ts',
    text: "export const load = async () => import('../hub/waiter.js');\n",
    rule: RULES.direction,
    message: /store\/ may not import hub\//,
  },
  {
    name: 'a type import against the stair',
    file: 'daemon/src/store/a.ts',
    text: "export type W = import('../hub/waiter.js').Waiter;\n",
    rule: RULES.direction,
    message: /store\/ may not import hub\//,
  },
  {
    name: 'a re-export against the stair',
    file: 'daemon/src/store/a.ts',
    text: "export * from '../hub/waiter.js';\n",
    rule: RULES.direction,
    message: /store\/ may not import hub\//,
  },
  {
    name: 'shared importing the client',
    file: 'shared/src/index.ts',
    text: imports('@dbosd/client'),
    rule: RULES.direction,
    message: /packages\/shared may not import @dbosd\/client: it imports no package of ours/,
  },
  {
    name: 'the client importing the daemon',
    file: 'client/src/index.ts',
    text: imports('@dbosd/daemon'),
    rule: RULES.direction,
    message: /packages\/client may not import @dbosd\/daemon: it stands on shared/,
  },
  {
    name: 'the embedded Postgres importing the daemon',
    file: 'embedded/src/index.ts',
    text: imports('@dbosd/daemon'),
    rule: RULES.direction,
    message: /packages\/embedded may not import @dbosd\/daemon: it stands on shared/,
  },
  {
    name: 'the command line importing pg',
    file: 'cli/src/migrate.ts',
    text: imports('pg'),
    rule: RULES.direction,
    message: /packages\/cli may not import pg: only the daemon/,
  },
  {
    name: 'the command line reaching into a room of the daemon',
    file: 'cli/src/migrate.ts',
    text: imports('@dbosd/daemon/internal/store/database.js'),
    rule: RULES.direction,
    message: /No deep imports/,
  },
  {
    name: 'the command line reaching into the client',
    file: 'cli/src/client/a.ts',
    text: imports('@dbosd/client/dist/pages.js'),
    rule: RULES.direction,
    message: /No deep imports/,
  },
  {
    name: 'the worker importing knex',
    file: 'worker/src/index.ts',
    text: imports('knex'),
    rule: RULES.direction,
    message: /packages\/worker may not import knex: only the daemon/,
  },
  {
    name: 'the client importing pg',
    file: 'client/src/index.ts',
    text: imports('pg'),
    rule: RULES.direction,
    message: /packages\/client may not import pg: only the daemon/,
  },
  {
    name: 'an undeclared dependency',
    file: 'client/src/index.ts',
    text: imports('commander'),
    rule: RULES.undeclared,
    message: /'commander' should be listed in the project's dependencies/,
  },
  {
    name: 'a cycle',
    file: 'embedded/src/data-directory.ts',
    text: "import { prepareBinaries } from './binaries.js';\nexport const y = prepareBinaries;\n",
    rule: RULES.cycle,
    message: /Dependency cycle detected/,
  },
  {
    name: 'the environment read outside config.ts',
    file: 'daemon/src/store/a.ts',
    text: "export const url = process.env['DBOSD_URL'];\n",
    rule: RULES.environment,
    message: /Only config\.ts reads the environment/,
  },
  {
    name: 'the environment taken apart outside config.ts',
    file: 'client/src/index.ts',
    text: 'const { env } = process;\nexport const e = env;\n',
    rule: RULES.environment,
    message: /Only config\.ts reads the environment/,
  },
  {
    name: 'the environment imported outside config.ts',
    file: 'daemon/src/store/a.ts',
    text: "import { env } from 'node:process';\nexport const e = env;\n",
    rule: RULES.environmentImport,
    message: /Only config\.ts reads the environment/,
  },
];

const CLEAN: [file: string, text: string][] = [
  [
    'daemon/src/app.ts',
    "import { a } from './rpc/a.js';\nimport { b } from './store/b.js';\nexport const c = [a, b];\n",
  ],
  [
    'daemon/src/rpc/a.ts',
    "import * as grpc from '@grpc/grpc-js';\nexport { grpc };\nexport * from '../operations/messages.js';\n",
  ],
  ['daemon/src/operations/a.ts', "export * from '../writer/a.js';\nexport * from '../hub/b.js';\n"],
  ['daemon/src/writer/a.ts', "export * from '../store/queries/b.js';\nexport * from '../ops/metrics.js';\n"],
  ['daemon/src/store/queries/a.ts', "import pg from 'pg';\nexport { pg };\nexport * from '../pools.js';\n"],
  ['daemon/src/hub/a.ts', "export * from '../config.js';\nexport * from '../lifecycle.js';\n"],
  ['cli/src/dev.ts', "export * from '@dbosd/embedded';\nexport * from '@dbosd/daemon/config';\n"],
  ['cli/src/client/a.ts', "export * from '@dbosd/client';\nexport * from '../exit-code.js';\n"],
  ['daemon/src/ops/a.ts', "export * from '../config.js';\nexport * from '../lifecycle.js';\n"],
  ['daemon/src/config.ts', "export const port = process.env['DBOSD_PORT'];\n"],
  ['client/src/index.ts', "export * from '@dbosd/shared';\nexport * from './connection.js';\n"],
];

describe('the linter', () => {
  // Types are left out (nothing on disk has these texts); what a file imports needs none.
  const eslint = new ESLint({
    cwd: workspacePath(),
    overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }],
  });

  async function lint(file: string, text: string): Promise<{ rule: string | null; message: string }[]> {
    const results = await eslint.lintText(text, { filePath: workspacePath(`packages/${file}`) });
    return results
      .flatMap(({ messages }) => messages)
      .map(({ ruleId, message }) => ({ rule: ruleId, message }));
  }

  for (const { name, file, text, rule, message } of VIOLATIONS) {
    it(`reports ${name}`, async () => {
      const found = (await lint(file, text)).filter((finding) => finding.rule === rule);

      expect(found).to.have.length(1);
      expect(found[0]?.message).to.match(message);
    });
  }

  for (const [file, text] of CLEAN) {
    it(`passes what ${file} may import`, async () => {
      expect(await lint(file, text)).to.deep.equal([]);
    });
  }

  it('reports a promise that nobody awaits', async () => {
    const typed = new ESLint({ cwd: workspacePath() });
    const text = 'async function work(): Promise<void> {\n  await Promise.resolve();\n}\nwork();\n';

    const results = await typed.lintText(text, { filePath: workspacePath('packages/daemon/src/index.ts') });

    const rules = results.flatMap(({ messages }) => messages).map(({ ruleId }) => ruleId);
    expect(rules).to.include('@typescript-eslint/no-floating-promises');
  });

  it('knows a direction for every room and package there is', async () => {
    const module = (await import(workspacePath('scripts/eslint/import-direction.mjs'))) as {
      ROOMS: Record<string, string[]>;
      PACKAGES: Record<string, string[]>;
    };
    const folders = (path: string): string[] =>
      readdirSync(workspacePath(path), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name);

    expect(Object.keys(module.ROOMS)).to.include.members(folders('packages/daemon/src'));
    expect(Object.keys(module.PACKAGES)).to.include.members(folders('packages'));
  });
});
