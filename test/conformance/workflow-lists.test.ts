import { randomUUID } from 'node:crypto';
import { PAGE_BYTES, type contract } from '@dbosd/shared';
import { expect } from 'chai';
import type { DbosWriter } from '../support/dbos-writer.js';
import { failureOf } from '../support/failure-of.js';
import { overSurfaces, overWires } from '../support/surfaces/over-surfaces.js';
import type { WorkflowFilter } from '../support/surfaces/management.js';
import type { CallRequest, Wire } from '../support/surfaces/wire.js';

type Filter = CallRequest<'listWorkflows'>;

/** A filter, and the ids that it takes. */
type Case = readonly [WorkflowFilter, string[]];

/** The ids that a list has, through all pages. */
async function listed(wire: Wire, filter: Filter): Promise<string[]> {
  return (await pagesOf(wire, filter)).flat();
}

async function pagesOf(wire: Wire, filter: Filter): Promise<string[][]> {
  const pages: string[][] = [];
  let pageToken = '';
  do {
    const page = await wire.call('listWorkflows', { ...filter, pageToken });
    pages.push(page.workflows.map(({ workflowId }) => workflowId));
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return pages;
}

/** A row of `workflow_status`, made of columns. */
async function insert(dbos: DbosWriter, columns: Record<string, unknown>): Promise<void> {
  const names = Object.keys(columns);
  await dbos.query(
    `insert into dbos.workflow_status (${names.join(', ')}) values (${names.map((_n, i) => `$${String(i + 1)}`).join(', ')})`,
    Object.values(columns),
  );
}

const T0 = 1_700_000_000_000;
const at = (ms: number): { seconds: number; nanos: number } => ({
  seconds: Math.floor((T0 + ms) / 1000),
  nanos: ((T0 + ms) % 1000) * 1e6,
});

/** Six workflows of one application, a second apart, each found by something else. */
async function makeSix(
  dbos: DbosWriter,
  app: string,
): Promise<Record<'a' | 'b' | 'c' | 'd' | 'e' | 'f', string>> {
  const [a, b, c, d, e, f] = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${app}-${name}`) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const rows: Record<string, unknown>[] = [
    {
      workflow_uuid: a,
      status: 'SUCCESS',
      name: 'order',
      completed_at: T0 + 10_000,
      started_at_epoch_ms: T0 + 5000,
      was_forked_from: true,
    },
    {
      workflow_uuid: b,
      status: 'ERROR',
      name: 'order',
      authenticated_user: `ann ${app}`,
      completed_at: T0 + 20_000,
    },
    {
      workflow_uuid: c,
      status: 'PENDING',
      name: 'refund',
      queue_name: `q ${app}`,
      priority: 3,
      executor_id: `x ${app}`,
      started_at_epoch_ms: T0 + 6000,
    },
    {
      workflow_uuid: d,
      status: 'ENQUEUED',
      name: 'refund',
      queue_name: `q ${app}`,
      priority: 7,
      parent_workflow_id: a,
      application_version: `v ${app}`,
    },
    {
      workflow_uuid: e,
      status: 'DELAYED',
      name: 'late',
      queue_name: `r ${app}`,
      forked_from: a,
      attributes: { app, n: { m: [1, 2] } },
    },
    {
      workflow_uuid: f,
      status: 'ENQUEUED',
      name: 'late',
      queue_name: `r ${app}`,
      schedule_name: `s ${app}`,
      attributes: { app },
    },
  ];
  for (const [index, row] of rows.entries()) {
    await insert(dbos, { ...row, application_name: app, created_at: T0 + index * 1000 });
  }
  return { a, b, c, d, e, f };
}

/** Filters over those six, each with what it takes, oldest first. */
function casesOf(app: string, six: Record<'a' | 'b' | 'c' | 'd' | 'e' | 'f', string>): Case[] {
  const { a, b, c, d, e, f } = six;
  return [
    [{}, [a, b, c, d, e, f]],
    [{ workflowIds: [f, a, 'nobody'] }, [a, f]],
    [{ workflowIdPrefixes: [`${app}-a`, `${app}-e`] }, [a, e]],
    [{ workflowIdPrefixes: [`${app.slice(0, -1)}_`] }, []],
    [{ workflowNames: ['order', 'late'] }, [a, b, e, f]],
    [{ statuses: ['WORKFLOW_STATUS_SUCCESS'] }, [a]],
    [
      { statuses: ['WORKFLOW_STATUS_ENQUEUED', 'WORKFLOW_STATUS_ERROR', 'WORKFLOW_STATUS_PENDING'] },
      [b, c, d, f],
    ],
    [{ statuses: ['WORKFLOW_STATUS_DELAYED', 'WORKFLOW_STATUS_CANCELLED'] }, [e]],
    [{ createdSince: at(1000), createdBefore: at(4000) }, [b, c, d]],
    [{ completedSince: at(10_000), completedBefore: at(20_000) }, [a]],
    [{ completedSince: at(10_001) }, [b]],
    [{ dequeuedSince: at(5000), dequeuedBefore: at(6000) }, [a]],
    [{ authenticatedUsers: [`ann ${app}`] }, [b]],
    [{ applicationVersions: [`v ${app}`, 'other'] }, [d]],
    [{ executorIds: [`x ${app}`] }, [c]],
    [{ queueNames: [`q ${app}`] }, [c, d]],
    [{ queueNames: [`q ${app}`], statuses: ['WORKFLOW_STATUS_PENDING', 'WORKFLOW_STATUS_ENQUEUED'] }, [c, d]],
    [{ queueNames: [`r ${app}`, `r ${app}`], statuses: ['WORKFLOW_STATUS_ENQUEUED'] }, [f]],
    [{ queuesOnly: true }, [c, d, e, f]],
    [{ queuesOnly: true, queueNames: [`r ${app}`] }, [e, f]],
    [{ queuesOnly: true, statuses: ['WORKFLOW_STATUS_SUCCESS'] }, []],
    [{ forkedFrom: [a] }, [e]],
    [{ wasForkedFrom: true }, [a]],
    [{ wasForkedFrom: false }, [b, c, d, e, f]],
    [{ isFork: true }, [e]],
    [{ isFork: false }, [a, b, c, d, f]],
    [{ parentWorkflowIds: [a, b] }, [d]],
    [{ parentWorkflowIds: [a], statuses: ['WORKFLOW_STATUS_SUCCESS'] }, []],
    [{ hasParent: true }, [d]],
    [{ hasParent: false }, [a, b, c, e, f]],
    [{ attributesJson: JSON.stringify({ app }) }, [e, f]],
    [{ attributesJson: JSON.stringify({ app, n: { m: [2] } }) }, [e]],
    [{ attributesJson: '{}' }, [a, b, c, d, e, f]],
    [{ scheduleNames: [`s ${app}`] }, [f]],
  ];
}

overSurfaces('A list of workflows', (on) => {
  it('takes what each filter says, oldest first or newest first', async () => {
    const { surface, dbos } = on();
    const app = randomUUID();
    const cases = casesOf(app, await makeSix(dbos, app));
    for (const [filter, wanted] of cases) {
      const what = JSON.stringify(filter);
      const only = { applicationNames: [app], workflowIdPrefixes: [`${app}-`], ...filter };
      expect(await surface.listWorkflows(only), what).to.deep.equal(wanted);
      const newestFirst = await surface.listWorkflows({ ...only, descending: true });
      expect(newestFirst, what).to.deep.equal([...wanted].reverse());
    }
  });

  it('takes what no application owns along with what the given ones own', async () => {
    const { surface, dbos } = on();
    const [mine, yours, prefix] = [randomUUID(), randomUUID(), randomUUID()];
    for (const [name, app] of Object.entries({ a: mine, b: null, c: yours })) {
      const id = `${prefix}${name}`;
      await insert(dbos, { workflow_uuid: id, status: 'SUCCESS', application_name: app, created_at: T0 });
    }
    const filter = { workflowIdPrefixes: [prefix] };
    const owned = await surface.listWorkflows({ ...filter, applicationNames: [mine] });
    expect(owned).to.deep.equal([`${prefix}a`, `${prefix}b`]);
    expect(await surface.listWorkflows(filter)).to.have.length(3);
  });
});

overWires('ListWorkflows', (on) => {
  it('takes what each filter says, page by page', async () => {
    const { wire, dbos } = on();
    const app = randomUUID();
    const cases = casesOf(app, await makeSix(dbos, app));
    const only = { applicationNames: [app], workflowIdPrefixes: [`${app}-`] };
    for (const [filter, wanted] of cases) {
      const what = JSON.stringify(filter);
      for (const descending of [false, true]) {
        const pages = await pagesOf(wire, { ...only, ...filter, descending, pageSize: 1 });
        expect(pages.flat(), `${what}, one a page`).to.deep.equal(
          descending ? [...wanted].reverse() : wanted,
        );
        expect(pages, what).to.have.length(Math.max(1, wanted.length));
      }
    }
  });

  it('lists those of one millisecond by their ids, none twice and none left out', async () => {
    const { wire, dbos } = on();
    const name = randomUUID();
    await dbos.query(
      `insert into dbos.workflow_status (workflow_uuid, status, name, queue_name, priority, created_at)
       select gen_random_uuid()::text, (array['ENQUEUED', 'PENDING', 'ERROR', 'SUCCESS', 'DELAYED'])[1 + i % 5], $1, $1, i % 3, $2
       from generate_series(1, 100) i`,
      [name, T0],
    );
    const rows = await dbos.query<{ workflow_uuid: string }>(
      'select workflow_uuid from dbos.workflow_status where name = $1 order by workflow_uuid',
      [name],
    );
    const all = rows.map((row) => row.workflow_uuid);
    const statuses = ['ENQUEUED', 'PENDING', 'ERROR', 'SUCCESS', 'DELAYED'].map(
      (status) => `WORKFLOW_STATUS_${status}` as contract.WorkflowStatus,
    );
    for (const filter of [{}, { statuses }, { statuses, queueNames: [name] }]) {
      expect(await listed(wire, { workflowNames: [name], ...filter, pageSize: 7 })).to.deep.equal(all);
    }
  });

  it('lists a workflow that was enqueued on no queue', async () => {
    const { wire, dbos } = on();
    const workflowId = await dbos.workflow(undefined, 'ENQUEUED');
    const ids = await listed(wire, { statuses: ['WORKFLOW_STATUS_ENQUEUED'], workflowNames: ['order'] });
    expect(ids).to.include(workflowId);
    const queued = await listed(wire, { statuses: ['WORKFLOW_STATUS_ENQUEUED'], queuesOnly: true });
    expect(queued).to.not.include(workflowId);
  });

  it('gives what GetWorkflow gives, with values only where they are asked for', async () => {
    const { wire, dbos } = on();
    const { workflowId } = await wire.call('enqueueWorkflow', {
      queueName: 'q',
      workflowName: 'order',
      workflowId: randomUUID(),
      attributesJson: '{"a":1}',
      input: { portable: { positionalJson: ['1'] } },
    });
    await dbos.end(workflowId, { output: 'x'.repeat(100) });
    for (const flags of [
      {},
      { withoutInput: true },
      { withoutOutput: true },
      { readOptions: { maxValueBytes: 50 } },
    ]) {
      const { workflow } = await wire.call('getWorkflow', { workflowId, ...flags });
      const { workflows } = await wire.call('listWorkflows', { workflowIds: [workflowId], ...flags });
      expect(workflows, JSON.stringify(flags)).to.deep.equal([workflow]);
    }
  });

  it('cuts a page before its values pass 1 MiB, unless nobody asked for them', async () => {
    const { wire, dbos } = on();
    const name = randomUUID();
    for (let nth = 0; nth < 5; nth++) {
      const id = randomUUID();
      await insert(dbos, { workflow_uuid: id, status: 'PENDING', name, created_at: T0 + nth });
      await dbos.end(id, { output: 'x'.repeat(0.4 * PAGE_BYTES) });
    }
    const lengths = async (filter: Filter): Promise<number[]> =>
      (await pagesOf(wire, { workflowNames: [name], ...filter })).map((page) => page.length);
    expect(await lengths({})).to.deep.equal([2, 2, 1]);
    expect(await lengths({ withoutOutput: true })).to.deep.equal([5]);
    expect(await lengths({ readOptions: { maxValueBytes: 1000 } })).to.deep.equal([5]);
  });

  it('refuses too many values, unknown statuses and a token of another filter', async () => {
    const { wire, dbos } = on();
    await dbos.workflow();
    await dbos.workflow();
    const refusals: readonly (readonly [Filter, string])[] = [
      [{ workflowNames: Array<string>(101).fill('n') }, 'workflow_names'],
      [{ workflowIds: Array<string>(1001).fill('n') }, 'workflow_ids'],
      [{ statuses: ['WORKFLOW_STATUS_UNSPECIFIED'] }, 'statuses[0]'],
      [{ pageSize: 1001 }, 'page_size'],
      [{ createdSince: { seconds: 0, nanos: -1 } }, 'created_since'],
      [{ attributesJson: '{"a":"\\u0000"}' }, 'attributes_json'],
    ];
    for (const [filter, field] of refusals) {
      expect(await failureOf(wire.call('listWorkflows', filter))).to.include({
        reason: 'INVALID_FIELD',
        field,
      });
    }
    const { nextPageToken } = await wire.call('listWorkflows', { pageSize: 1 });
    expect(nextPageToken).to.not.equal('');
    for (const other of [{ descending: true }, { workflowNames: ['order'] }, { hasParent: false }]) {
      const asked = wire.call('listWorkflows', { ...other, pageToken: nextPageToken });
      expect((await failureOf(asked)).reason, JSON.stringify(other)).to.equal('INVALID_PAGE_TOKEN');
    }
  });
});
