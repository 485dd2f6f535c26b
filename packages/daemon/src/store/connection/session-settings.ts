import pg from 'pg';

/** Names and values of settings, as `set` takes them. */
export type SessionSettings = Readonly<Record<string, string>>;

/** Levels that acknowledge before this server's own disk has the commit, or before its synchronous standbys' disks have it. */
const LESS_THAN_ON = `'off', 'local', 'remote_write'`;

/**
 * What every session of dbosd needs, whatever server, database and role say: statements see what is committed when they
 * begin, what is acknowledged is on disk, and an idle session is not ended.
 */
const FOR_ALL: SessionSettings = {
  default_transaction_isolation: 'read committed',
  idle_session_timeout: '0',
};

/**
 * One statement that sets them. Where `local`, an SQL condition, is true, they hold for the transaction only. A setting that
 * the server does not have (an older one, another engine) is left out, and `synchronous_commit` is never lowered.
 */
export function settingsSql(settings: SessionSettings, local: string): string {
  const assignments = Object.entries({ ...FOR_ALL, ...settings }).map(([name, value]) =>
    setWhere(`current_setting('${name}', true) is not null`, { name, value, local }),
  );
  const durable = setWhere(`current_setting('synchronous_commit', true) in (${LESS_THAN_ON})`, {
    name: 'synchronous_commit',
    value: 'on',
    local,
  });
  return `select ${[...assignments, durable].join(', ')}`;
}

function setWhere(
  condition: string,
  { name, value, local }: { readonly name: string; readonly value: string; readonly local: string },
): string {
  return `case when ${condition} then set_config('${name}', ${pg.escapeLiteral(value)}, ${local}) end`;
}
