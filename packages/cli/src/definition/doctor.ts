import { CHECKS } from '../views/checks.js';
import { settingsCommand, type Command } from './command.js';
import { CLIENT_OPTIONS } from './facts.js';

const DOCTOR = settingsCommand({
  name: 'doctor',
  summary: 'check the database and report what to fix',
  details:
    'Changes nothing. Each check ends as ok, as a warning (a daemon works, but an operator should know), as failed (a ' +
    'daemon would not start or not work) or as skipped.',
  arguments: {},
  options: { output: CLIENT_OPTIONS.output },
  examples: [
    { line: 'dbosd doctor', about: 'the database in DBOSD_DATABASE_URL' },
    {
      line: `dbosd doctor -o jsonl | jq -r 'select(.verdict == "failed") | .fix'`,
      about: 'what to fix, one line each',
    },
  ],
  exits: {
    0: 'nothing failed; there may be warnings',
    1: 'something failed',
    5: 'the database cannot be reached',
  },
  columns: CHECKS.columns,
  settings: 'doctor',
  load: async () => {
    const { doctor } = await import('../doctor.js');
    return (config, { output }, context) => doctor(config, output, context);
  },
});

export const DOCTOR_COMMANDS: readonly Command[] = [DOCTOR];
