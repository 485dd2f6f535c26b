import { expect } from 'chai';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../support/database.js';

describe('the database of a test', () => {
  async function tables(database: TestDatabase): Promise<string[]> {
    const client = new pg.Client(database.url);
    await client.connect();
    const { rows } = await client.query<{ tablename: string }>(
      `select tablename from pg_tables where schemaname = 'public'`,
    );
    await client.end();
    return rows.map(({ tablename }) => tablename);
  }

  it('is empty, and its own', async () => {
    const [one, other] = await Promise.all([createDatabase(), createDatabase()]);
    const client = new pg.Client(one.url);
    await client.connect();
    await client.query('create table mark ()');
    await client.end();

    expect(await tables(one)).to.deep.equal(['mark']);
    expect(await tables(other)).to.deep.equal([]);
    await one.drop();
    await other.drop();
  });

  it('can begin as a copy of another', async () => {
    const template = await createDatabase();
    const client = new pg.Client(template.url);
    await client.connect();
    await client.query('create table mark ()');
    await client.end();

    const copy = await createDatabase({ template: template.name });

    expect(await tables(copy)).to.deep.equal(['mark']);
    await copy.drop();
    await template.drop();
  });

  it('is gone after drop, even with a session open, and drop may be repeated', async () => {
    const database = await createDatabase();
    const client = new pg.Client(database.url);
    client.on('error', () => undefined);
    await client.connect();

    await database.drop();
    await database.drop();

    const error = await new pg.Client(database.url).connect().catch((reason: unknown) => reason);
    expect(error).to.include({ code: '3D000' });
  });
});
