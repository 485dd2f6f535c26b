import { DBOS as Official } from '@dbos-inc/dbos-sdk';
import { DBOS } from '@dbosd/worker';
import { expect } from 'chai';
import { registerTwin } from '../../support/interop/twin-program.js';
import { withClient } from '../../support/connect.js';
import { rowsOf, type Rows } from '../../support/interop/twins.js';
import { APPLICATION, withRealWorker } from '../../support/real-worker.js';

describe('a program on the worker and on DBOS itself', () => {
  it('leaves the same rows in every table, and returns the same', async () => {
    const ours = registerTwin(DBOS);
    await withRealWorker(
      async ({ database }) => {
        const theirs = registerTwin(Official);
        Official.setConfig({
          name: APPLICATION,
          systemDatabaseUrl: database.url,
          applicationVersion: 'v1',
          logLevel: 'error',
        });
        await Official.launch();
        try {
          expect(await ours.run('ours')).to.deep.equal(await theirs.run('theirs'));
        } finally {
          await Official.shutdown({ deregister: true });
        }
        const names = await childrenOf(database.url, 'theirs');
        expect(await childrenOf(database.url, 'ours')).to.deep.equal(names);
        for (const suffix of ['', ...names]) {
          const [left, right] = await Promise.all([
            rowsOf(database.url, `ours${suffix}`, 'twin'),
            rowsOf(database.url, `theirs${suffix}`, 'twin'),
          ]);
          expect(comparable(left, 'ours'), suffix).to.deep.equal(comparable(right, 'theirs'));
        }
      },
      { applicationVersion: 'v1' },
    );
  });
});

/** What follows the parent's id in the ids of its children. */
async function childrenOf(url: string, parent: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      'select workflow_uuid as id from dbos.workflow_status where parent_workflow_id = $1 order by workflow_uuid',
      [parent],
    );
    return rows.map(({ id }) => id.slice(parent.length));
  });
}

/**
 * Without what is made anew in every run, and without the words of errors: ours are our own. The class, the numbers and
 * the fields of errors stay.
 */
function comparable(rows: Rows, parent: string): unknown {
  return JSON.parse(
    JSON.stringify(rows).replaceAll(`"parent_workflow_id":"${parent}"`, '"parent_workflow_id":"the twin"'),
    (key, value: unknown) => {
      if (value === null || typeof value !== 'object') return value;
      const row = value as Record<string, unknown>;
      if (/^DBOS\.(now|randomUUID)$/.test(String(row.function_name))) return { ...row, output: 'made anew' };
      return typeof row.error === 'string' ? { ...row, error: errorOf(row.error) } : value;
    },
  );
}

function errorOf(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) =>
    (key === 'message' && /nobody/.test(String(value))) || key === 'stack' ? 'words' : value,
  );
}
