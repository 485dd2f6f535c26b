import { randomUUID } from 'node:crypto';
import { withClient } from './connect.js';

export interface TestRole {
  readonly name: string;
  /** The same database, as this role. */
  readonly url: string;
  drop(): Promise<void>;
}

/** A role that may connect and nothing else. Roles belong to the whole server, so whoever makes one drops it. */
export async function createRole(databaseUrl: string): Promise<TestRole> {
  const name = `role_${randomUUID().replaceAll('-', '')}`;
  const password = randomUUID();
  await withClient(databaseUrl, (client) => client.query(`create role ${name} login password '${password}'`));
  const url = new URL(databaseUrl);
  url.username = name;
  url.password = password;
  return {
    name,
    url: url.href,
    drop: () =>
      withClient(databaseUrl, async (client) => {
        await client.query(`drop owned by ${name}`);
        await client.query(`drop role ${name}`);
      }),
  };
}
