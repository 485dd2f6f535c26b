import { randomUUID } from 'node:crypto';
import type { Queryable } from '../../database.js';
import type { Statement } from '../../statement.js';

// Uses the unique indexes of application_versions: a row each. As a DBOS application does at its launch: a version that no
// application owns becomes this one's, one that is registered stays as it is.
const claiming: Statement = {
  name: 'claim-version',
  text: ({ dbos }) => `
    update ${dbos}.application_versions
    set application_name = $1
    where version_name = $2
      and application_name is null
    returning version_id`,
};
const inserting: Statement = {
  name: 'insert-version',
  text: ({ dbos }) => `
    insert into ${dbos}.application_versions (version_id, version_name, application_name)
    values ($3, $2, $1)
    on conflict do nothing`,
};

/** Registers a version of an application. */
export async function registerVersion(
  tx: Queryable,
  { applicationName, applicationVersion }: { applicationName: string; applicationVersion: string },
): Promise<void> {
  const names = [applicationName, applicationVersion];
  const claimed = await tx.query(claiming, names);
  if (claimed.length === 0) await tx.query(inserting, [...names, randomUUID()]);
}
