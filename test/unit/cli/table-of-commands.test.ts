import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TABLE } from '@dbosd/cli/internal/definition/index.js';
import { optionsOf } from '@dbosd/cli/internal/definition/facts.js';
import { completionScript } from '@dbosd/cli/internal/manual/completion.js';
import { describedOptions } from '@dbosd/cli/internal/manual/described.js';
import { manPage } from '@dbosd/cli/internal/manual/man-page.js';
import { cliPage } from '@dbosd/cli/internal/manual/reference-page.js';
import { expect } from 'chai';
import { runInside } from '../../support/cli/run-inside.js';
import { DBOSD } from '../../support/cli/run-cli.js';
import { wordsOf } from '../../support/cli/transcript.js';
import { announceMissing, findTool } from '../../support/not-run.js';
import { workspacePath } from '../../support/workspace.js';

const execute = promisify(execFile);

describe('the table of commands', () => {
  it('is what docs/cli.md and the man page say', () => {
    const stale = 'stale: run "npm run generate:docs" and commit the result';
    expect(readFileSync(workspacePath('docs/cli.md'), 'utf8'), stale).to.equal(cliPage(TABLE));
    expect(readFileSync(workspacePath('packages/cli/man/dbosd.1'), 'utf8'), stale).to.equal(manPage(TABLE));
  });

  it('gives every command help, with examples, its options and its exit codes', async () => {
    for (const command of TABLE.commands) {
      const { code, out, err } = await runInside([...command.name.split(' '), '--help']);
      expect([code, err], command.name).to.deep.equal([0, '']);
      for (const { line } of command.examples) expect(out).to.contain(`  ${line}\n`);
      for (const { long } of describedOptions(command)) expect(out, command.name).to.contain(long);
      expect(out).to.contain('\nExit codes:\n  0  ');
    }
  });

  it('has no option twice, and no letter for two', () => {
    for (const command of TABLE.commands) {
      const flags = describedOptions(command).flatMap(({ short, long }) =>
        short === undefined ? [long] : [short, long],
      );
      expect(flags, command.name).to.deep.equal([...new Set(flags)]);
    }
  });

  it('has examples that its own parser takes', async () => {
    const words = TABLE.commands.flatMap(({ examples, settings }) =>
      settings === 'client'
        ? examples.map(({ line }) => /dbosd (.*?)( [|>] .*)?$/.exec(line)?.[1] ?? '')
        : [],
    );
    expect(words.length).to.be.greaterThan(40);
    for (const line of words) {
      // Nothing listens there, and the address is looked at only when all words were right.
      const { code, err } = await runInside([...wordsOf(line), '--address', 'not an address']);
      expect([code, err.startsWith('dbosd: address (from --address)')], `${line}: ${err}`).to.deep.equal([
        2,
        true,
      ]);
    }
  });

  it('loads neither gRPC nor zod nor the client for help', async () => {
    const hook = `
      import { register } from 'node:module';
      register('data:text/javascript,' + encodeURIComponent(
        'export const load = (url, context, next) => { process._rawDebug(url); return next(url, context); }'));`;
    for (const args of [['--help'], ['workflow', 'list', '--help'], ['send', '--help'], ['version']]) {
      const { stderr } = await execute(process.execPath, [
        '--import',
        `data:text/javascript,${encodeURIComponent(hook)}`,
        DBOSD,
        ...args,
      ]);
      expect(stderr, 'the hook is silent').to.contain('/commander/');
      for (const heavy of [
        '/@grpc/',
        '/protobufjs/',
        '/zod/',
        '/yaml/',
        '/knex/',
        'packages/client/',
        'packages/shared/',
      ]) {
        expect(stderr, args.join(' ')).not.to.contain(heavy);
      }
    }
  });

  it('completes words in every shell that is offered', () => {
    for (const shell of ['bash', 'zsh', 'fish'] as const) {
      const script = completionScript(shell, TABLE);
      for (const command of TABLE.commands) {
        for (const [name] of optionsOf(command)) {
          expect(script, `${shell} ${command.name}`).to.contain(
            name.replaceAll(/[A-Z]/g, (c) => `-${c.toLowerCase()}`),
          );
        }
      }
    }
  });
});

const bash = findTool('bash');
if (bash === undefined) announceMissing('unit (completion)', 'bash');
else {
  describe('completion in bash', () => {
    it('knows commands, options, and what they may be', async () => {
      const cases: [line: string, offered: string][] = [
        ['dbosd wor', 'workflow'],
        ['dbosd stream ', 'read list'],
        ['dbosd workflow list --sta', '--status'],
        ['dbosd workflow list --status PEN', 'PENDING'],
        ['dbosd send wf-1 --to', '--topic'],
        ['dbosd send wf-1 -o json', 'json jsonl'],
        ['dbosd send wf-1 ', ''],
        ['dbosd completion z', 'zsh'],
        ['dbosd serve --log-level wa', 'warn'],
      ];
      const program = `${completionScript('bash', TABLE)}
        while IFS= read -r line; do
          COMP_WORDS=($line); [[ $line == *' ' ]] && COMP_WORDS+=('')
          COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _dbosd; echo "\${COMPREPLY[*]}"
        done <<'LINES'\n${cases.map(([line]) => line).join('\n')}\nLINES`;
      const { stdout } = await execute(bash, ['-c', program]);
      expect(stdout.split('\n').slice(0, -1)).to.deep.equal(cases.map(([, offered]) => offered));
    });
  });
}

for (const [shell, check] of [
  ['zsh', ['-n']],
  ['fish', ['--no-execute']],
] as const) {
  const tool = findTool(shell);
  if (tool === undefined) announceMissing('unit (completion)', shell);
  else {
    describe(`completion in ${shell}`, () => {
      it('is a script that the shell can read', async () => {
        // A file: what Node gives a child as its standard input is a socket, which no shell opens by name.
        const folder = await mkdtemp(join(tmpdir(), 'dbosd-completion-'));
        try {
          const script = join(folder, 'script');
          await writeFile(script, completionScript(shell, TABLE));
          expect((await execute(tool, [...check, script])).stderr).to.equal('');
        } finally {
          await rm(folder, { recursive: true });
        }
      });
    });
  }
}
