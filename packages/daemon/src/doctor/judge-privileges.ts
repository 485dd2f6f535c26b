import { failed, ok, type Finding } from '../model/finding.js';
import type { Privileges, SchemaPrivileges } from '../store/doctor/index.js';
import { quoteIdentifier } from '../store/statement.js';

export interface PrivilegeFacts {
  /** Of the role that makes what is missing: the one of listen_url, where there is one. */
  readonly maker: Privileges;
  /** Of the role that reads and writes. */
  readonly worker: Privileges;
  /** What is still to be made: the tables of DBOS, some or all of dbosd's. */
  readonly toBeMade: { readonly dbos: boolean; readonly own: boolean };
}

interface Lack {
  readonly what: string;
  /** The statement that fixes it. */
  readonly grant: string;
}

/** Judges whether a daemon has all privileges that it needs, with the roles as which it connects. */
export function judgePrivileges({ maker, worker, toBeMade }: PrivilegeFacts): Finding {
  const lacks = [
    ...(toBeMade.dbos ? lacksToMake(maker, maker.dbos) : []),
    ...(toBeMade.own ? lacksToMake(maker, maker.own) : []),
    ...lacksToWork(worker, worker.dbos),
    ...lacksToWork(worker, worker.own),
  ];
  if (lacks.length === 0) return ok(`role ${quoteIdentifier(worker.role)} may do all that dbosd does`);
  return failed(
    lacks.map(({ what }) => what).join('; '),
    [...new Set(lacks.map(({ grant }) => grant))].join('; '),
  );
}

function lacksToMake(
  { role, database, createInDatabase }: Privileges,
  { name, exists, create }: SchemaPrivileges,
): Lack[] {
  if (exists ? create : createInDatabase) return [];
  const place = exists ? `schema ${quoteIdentifier(name)}` : `database ${quoteIdentifier(database)}`;
  const made = exists ? 'tables' : `schema ${quoteIdentifier(name)}`;
  return [
    {
      what: `role ${quoteIdentifier(role)} lacks create on ${place}, to make ${made}`,
      grant: `grant create on ${place} to ${quoteIdentifier(role)}`,
    },
  ];
}

function lacksToWork({ role }: Privileges, { name, exists, usage, lacking }: SchemaPrivileges): Lack[] {
  const [who, place] = [quoteIdentifier(role), quoteIdentifier(name)];
  const schema: Lack[] =
    exists && !usage
      ? [
          {
            what: `role ${who} lacks usage on schema ${place}`,
            grant: `grant usage on schema ${place} to ${who}`,
          },
        ]
      : [];
  const tables = lacking.map(({ table, privileges }) => ({
    what: `role ${who} lacks ${privileges.join(', ')} on ${place}.${quoteIdentifier(table)}`,
    grant: `grant select, insert, update, delete on all tables in schema ${place} to ${who}`,
  }));
  return [...schema, ...tables];
}
