import { plainCommand, type Command } from './command.js';

const VERSION = plainCommand({
  name: 'version',
  summary: 'print the version',
  arguments: {},
  options: {},
  examples: [{ line: 'dbosd version', about: 'the same as dbosd --version' }],
  load: async () => {
    const [{ version }, { EXIT }] = await Promise.all([
      import('../../version.js'),
      import('../exit-code.js'),
    ]);
    return (_given, context) => {
      context.print(`dbosd ${version()}`);
      return EXIT.ok;
    };
  },
});

export const PROGRAM_COMMANDS: readonly Command[] = [VERSION];
