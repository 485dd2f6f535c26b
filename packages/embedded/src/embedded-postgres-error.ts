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
