import { expect } from 'chai';
import type { DbosWriter } from '../support/dbos-writer.js';
import { overWires } from '../support/surfaces/over-surfaces.js';
import { until } from '../support/until.js';

/** More than a page passes over. */
const PASSED_OVER = 10_050;

/** Workflows and messages that no filter below takes, and one of each behind them that it does. */
async function makeLateOnes(dbos: DbosWriter): Promise<void> {
  await dbos.query(
    `insert into dbos.workflow_status (workflow_uuid, status, name, created_at)
    select 'w' || i, 'SUCCESS', case when i = $1 then 'late' else 'other' end, i from generate_series(0, $1::int) i
    on conflict do nothing`,
    [PASSED_OVER],
  );
  await dbos.query(
    `insert into dbos.notifications (message_uuid, destination_uuid, topic, message, created_at_epoch_ms)
    select 'm' || i, 'w0', case when i = $1 then 'late' else 'other' end, '1', i from generate_series(0, $1::int) i
    on conflict do nothing`,
    [PASSED_OVER],
  );
}

overWires('a page that has passed over ten thousand', (on) => {
  it('of workflows ends there, empty and with a token that leads on', async () => {
    const { wire, daemon, dbos } = on();
    await makeLateOnes(dbos);
    const request = { workflowNames: ['late'], pageSize: 10 };

    const first = await wire.call('listWorkflows', request);
    const second = await wire.call('listWorkflows', { ...request, pageToken: first.nextPageToken });

    expect(first.workflows).to.deep.equal([]);
    expect(first.nextPageToken).not.to.equal('');
    expect(second.workflows.map(({ workflowId }) => workflowId)).to.deep.equal([`w${String(PASSED_OVER)}`]);
    expect(second.nextPageToken).to.equal('');
    const client = await daemon.connect();
    const all = await client.listWorkflows({ workflowName: 'late', limit: 1 });
    expect(all.map(({ workflowID }) => workflowID)).to.deep.equal([`w${String(PASSED_OVER)}`]);
  });

  it('of messages ends there, once dbosd’s index is there, and the list is whole all the same', async () => {
    const { wire, daemon, dbos } = on();
    await makeLateOnes(dbos);
    const request = { workflowId: 'w0', topic: 'late' };
    const firstPage = (): Promise<{ messages: unknown[]; nextPageToken: string }> =>
      wire.call('listMessages', request);
    // Until the daemon has made the index and knows of it, it reads the whole mailbox.
    await until(async () => (await firstPage()).messages.length === 0);

    const { nextPageToken } = await firstPage();
    const second = await wire.call('listMessages', { ...request, pageToken: nextPageToken });

    expect(second.messages.map(({ messageId }) => messageId)).to.deep.equal([`m${String(PASSED_OVER)}`]);
    expect(second.nextPageToken).to.equal('');
    const client = await daemon.connect();
    const messages: string[] = [];
    for await (const { messageID } of client.listMessages('w0', { topic: 'late' })) messages.push(messageID);
    expect(messages).to.deep.equal([`m${String(PASSED_OVER)}`]);
  });
});
