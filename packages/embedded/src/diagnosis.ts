const LINES_SHOWN = 8;

interface Symptom {
  readonly sign: RegExp;
  readonly fault: EmbeddedPostgresFault;
  readonly what: string;
  readonly fix: string;
}

/** Signs as Postgres 18 writes them under LC_ALL=C; the first that matches decides. */
const SYMPTOMS: readonly Symptom[] = [
  {
    sign: /could not bind IPv4 address .*: (Address already in use|Permission denied)/,
    fault: 'PORT_TAKEN',
    what: 'The port of the embedded Postgres cannot be had',
    fix: 'Stop what listens there, or leave the port out and a free one is taken',
  },
  {
    sign: /No space left on device|Disk quota exceeded/,
    fault: 'NO_SPACE',
    what: 'There is no space left for the embedded Postgres',
    fix: 'Free some (a new cluster takes 50 MB; in a container check /dev/shm too) or choose another data folder (--data-dir)',
  },
  {
    sign: /could not look up effective user ID/,
    fault: 'NO_ACCOUNT',
    what: 'Postgres needs an account with a name, and this uid has no passwd entry',
    fix: 'Run as a user listed in /etc/passwd, or use a Postgres of your own by its URL',
  },
  {
    sign: /lock file "postmaster\.pid" already exists/,
    fault: 'DATA_IN_USE',
    what: 'Another Postgres uses this data folder',
    fix: 'Stop it, or choose another data folder (--data-dir)',
  },
  {
    sign: /pre-existing shared memory block .* is still in use/,
    fault: 'DATA_IN_USE',
    what: 'Processes of a killed Postgres still use this data folder',
    fix: 'End the postgres processes left over, then start again',
  },
  {
    sign: /database files are incompatible with server/,
    fault: 'DATA_UNUSABLE',
    what: 'The data folder was written by another version of Postgres',
    fix: 'Dump it with that version, or remove the folder to start afresh',
  },
  {
    sign: /unrecognized configuration parameter|invalid value for parameter/,
    fault: 'BAD_SETTING',
    what: 'Postgres refused a setting',
    fix: 'Correct the settings passed to the embedded Postgres',
  },
];

/** Turns what initdb or postgres wrote before it ended into one error with a fix. */
export function diagnose(program: string, lines: readonly string[]): EmbeddedPostgresError {
  const text = lines.join('\n');
  const tail = lines.slice(-LINES_SHOWN).join('\n');
  const symptom = SYMPTOMS.find(({ sign }) => sign.test(text));
  if (symptom === undefined) {
    return new EmbeddedPostgresError('START_FAILED', `${program} ended before it was ready`, wrote(tail));
  }
  return new EmbeddedPostgresError(symptom.fault, symptom.what, symptom.fix, {
    cause: new Error(`${program}: ${wrote(tail)}`),
  });
}

/** Turns a failure to start the program itself into one error with a fix. */
export function diagnoseSpawn(program: string, cause: Error): EmbeddedPostgresError {
  const code = 'code' in cause ? cause.code : undefined;
  const what = `${program} cannot be executed (${cause.message})`;
  const fix =
    code === 'ENOENT'
      ? 'The binaries need glibc: on musl (Alpine) use a Postgres of your own by its URL'
      : 'Check that the file system allows programs (noexec) and that this user may switch accounts, or use a Postgres of your own by its URL';
  return new EmbeddedPostgresError('START_FAILED', what, fix, { cause });
}

function wrote(tail: string): string {
  return tail === '' ? 'It wrote nothing' : `It wrote:\n${tail}`;
}

/** What went wrong, for code that wants to react; the message is for people and ends with the fix. */
export type EmbeddedPostgresFault =
  | 'NO_BINARIES'
  | 'NO_ACCOUNT'
  | 'NO_SPACE'
  | 'FOLDER_UNUSABLE'
  | 'DATA_IN_USE'
  | 'DATA_UNUSABLE'
  | 'PORT_TAKEN'
  | 'BAD_SETTING'
  | 'START_FAILED';

/** The embedded Postgres could not be had. `message` says what happened and what to do about it. */
export class EmbeddedPostgresError extends Error {
  constructor(
    readonly fault: EmbeddedPostgresFault,
    what: string,
    fix: string,
    options?: ErrorOptions,
  ) {
    super(`${what}. ${fix}.`, options);
    this.name = 'EmbeddedPostgresError';
  }
}
