import { expect } from 'chai';
import { attachDbosSchema } from '@dbosd/daemon/internal/store/schema/index.js';
import { readCatalog, type Catalog } from '../support/catalog.js';
import { withClient } from '../support/connect.js';
import { createDatabase } from '../support/database.js';
import { migrateWithSdk, runDbosApp } from '../support/run-dbos-app.js';

describe('the DBOS schema that we create', () => {
  let ours: { url: string; drop(): Promise<void> };
  let theirs: { url: string; drop(): Promise<void> };

  beforeEach(async () => {
    ours = await createDatabase();
    theirs = await createDatabase();
  });

  afterEach(async () => {
    await ours.drop();
    await theirs.drop();
  });

  for (const { schema, listenNotify } of [
    { schema: 'dbos', listenNotify: true },
    { schema: 'dbos', listenNotify: false },
    { schema: 'Other-Schema', listenNotify: true },
  ]) {
    const mode = listenNotify ? 'with' : 'without';
    it(`is the one that the official SDK makes, as "${schema}" ${mode} LISTEN/NOTIFY`, async () => {
      await migrateWithSdk({ url: theirs.url, schema, useListenNotify: listenNotify });
      await attachDbosSchema({ url: ours.url, schema, listenNotify });

      const [expected, actual] = await Promise.all([look(theirs.url, schema), look(ours.url, schema)]);

      expect(actual.versions).to.deep.equal(expected.versions);
      for (const section of Object.keys(expected.catalog) as (keyof Catalog)[]) {
        expect(actual.catalog[section], section).to.deep.equal(expected.catalog[section]);
      }
      expect(expected.catalog.columns).to.have.length.above(100);
      expect(expected.catalog.triggers).to.have.length(listenNotify ? 1 : 0);
    });
  }

  for (const runMigrations of [true, false]) {
    for (const schema of ['dbos', 'Other-Schema']) {
      it(`lets a DBOS application launch on "${schema}" and run a workflow, runMigrations ${runMigrations}`, async () => {
        await attachDbosSchema({ url: ours.url, schema, listenNotify: true });
        const before = await look(ours.url, schema);

        const report = await runDbosApp({ url: ours.url, schema, runMigrations, workflowId: 'w-1' });

        expect(report).to.deep.equal({ launched: true, result: 'hello you, from outside' });
        expect(await look(ours.url, schema)).to.deep.equal(before);
      });
    }
  }
});

interface Look {
  readonly catalog: Catalog;
  readonly versions: readonly { version: string }[];
}

async function look(url: string, schema: string): Promise<Look> {
  return withClient(url, async (client) => {
    const catalog = await readCatalog(client, schema);
    const { rows: versions } = await client.query<{ version: string }>(
      `select version from ${client.escapeIdentifier(schema)}.dbos_migrations`,
    );
    return { catalog, versions };
  });
}
