import { SETTINGS_VIEW } from '../views/settings.js';
import { sourcesCommand, type Command } from './command.js';
import { choice } from './option.js';

const OUTPUT = choice(['table', 'json'], 'for people, or one JSON document', {
  short: 'o',
  fallback: 'table',
});

const PRINT = sourcesCommand({
  name: 'config print',
  summary: 'print every setting, with its source',
  details: 'Passwords are hidden.',
  arguments: {},
  options: { output: OUTPUT },
  examples: [
    { line: 'dbosd config print', about: 'as flags, variables, dbosd.yaml and defaults make them together' },
    {
      line: `dbosd config print -o json | jq '.[] | select(.source != "default")'`,
      about: 'what somebody has set',
    },
  ],
  exits: { 2: 'a setting is wrong: "dbosd config validate" says which' },
  columns: SETTINGS_VIEW.columns,
  load: async () => {
    const { printConfig } = await import('../config.js');
    return (sources, { output }, context) => printConfig(sources, output, context);
  },
});

const VALIDATE = sourcesCommand({
  name: 'config validate',
  summary: 'say whether "dbosd serve" would start with these settings, and all that is wrong with them',
  details: 'Looks at no database: that is what "dbosd doctor" does.',
  arguments: {},
  options: { output: OUTPUT },
  examples: [
    { line: 'dbosd config validate', about: 'of this environment and working directory' },
    { line: 'dbosd config validate --config /etc/dbosd.yaml', about: 'before it is rolled out' },
  ],
  exits: { 0: 'nothing is wrong', 2: 'something is wrong' },
  load: async () => {
    const { validateConfig } = await import('../config.js');
    return (sources, { output }, context) => validateConfig(sources, output, context);
  },
});

export const CONFIG_COMMANDS: readonly Command[] = [PRINT, VALIDATE];
