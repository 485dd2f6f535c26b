import { one, plainCommand, type Command } from './command.js';

const VERSION = plainCommand({
  name: 'version',
  summary: 'print the version',
  arguments: {},
  options: {},
  examples: [{ line: 'dbosd version', about: 'the same as dbosd --version' }],
  load: async () => {
    const [{ version }, { EXIT }] = await Promise.all([
      import('@dbosd/daemon/version'),
      import('../exit-code.js'),
    ]);
    return (_given, context) => {
      context.print(`dbosd ${version()}`);
      return EXIT.ok;
    };
  },
});

const COMPLETION = plainCommand({
  name: 'completion',
  summary: 'print a completion script for a shell',
  arguments: { shell: one('bash, zsh or fish', { choices: ['bash', 'zsh', 'fish'] }) },
  options: {},
  examples: [
    { line: 'source <(dbosd completion bash)', about: 'in ~/.bashrc' },
    { line: 'source <(dbosd completion zsh)', about: 'in ~/.zshrc, after compinit' },
    { line: 'dbosd completion fish > ~/.config/fish/completions/dbosd.fish', about: 'once' },
  ],
  load: async () => (await import('../manual/print.js')).printCompletion,
});

const MAN = plainCommand({
  name: 'man',
  summary: 'print the man page',
  arguments: {},
  options: {},
  examples: [
    { line: 'dbosd man | man -l -', about: 'read it' },
    { line: 'dbosd man > /usr/local/share/man/man1/dbosd.1', about: 'install it' },
  ],
  load: async () => (await import('../manual/print.js')).printManPage,
});

export const PROGRAM_COMMANDS: readonly Command[] = [COMPLETION, MAN, VERSION];
