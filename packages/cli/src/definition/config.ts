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
    { line: 'dbosd config print', about: 'as flags, variables, dbosd.yaml and defaults combine' },
    {
      line: `dbosd config print -o json | jq '.[] | select(.source != "default")'`,
      about: 'what is not a default',
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
  summary: 'check the settings of "dbosd serve" and report everything that is wrong',
  details: 'Does not connect to the database; "dbosd doctor" does.',
  arguments: {},
  options: { output: OUTPUT },
  examples: [
    { line: 'dbosd config validate', about: 'in this environment and working directory' },
    { line: 'dbosd config validate --config /etc/dbosd.yaml', about: 'before it is deployed' },
  ],
  exits: { 0: 'nothing is wrong', 2: 'something is wrong' },
  load: async () => {
    const { validateConfig } = await import('../config.js');
    return (sources, { output }, context) => validateConfig(sources, output, context);
  },
});

export const CONFIG_COMMANDS: readonly Command[] = [PRINT, VALIDATE];
