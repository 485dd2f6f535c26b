import type { contract, DbosdError } from '@dbosd/shared';
import { expect } from 'chai';
import { failureOf } from '../../support/failure-of.js';
import { portableValue, type FakeSession } from '../../support/fake-daemon.js';
import { withClient } from './client-and-daemon.js';

/** Answers every page with as many workflows as it asks for, and always says that there are more. */
function endless(session: FakeSession, { id, listWorkflows }: contract.SessionRequest__Output): void {
  if (!listWorkflows) return;
  const workflows = Array.from({ length: listWorkflows.pageSize }, (_one, index) => ({
    workflowId: `${listWorkflows.pageToken}/${String(index)}`,
    status: 'WORKFLOW_STATUS_SUCCESS' as const,
    workflowName: 'w',
    output: portableValue(index),
  }));
  session.answer(id, { listWorkflows: { workflows, nextPageToken: `${listWorkflows.pageToken}+` } });
}

describe('a list of workflows', () => {
  it('asks for no more than limit and offset need', () =>
    withClient({ onRequest: endless }, async (client, daemon) => {
      const few = await client.listWorkflows({ limit: 2, offset: 1 });
      expect(few.map(({ workflowID, output }) => [workflowID, output])).to.deep.equal([
        ['/1', 1],
        ['/2', 2],
      ]);
      const many = await client.listWorkflows({ limit: 1500 });
      expect(many.at(-1)?.workflowID).to.equal('+/499');
      expect(daemon.requests.map(({ listWorkflows }) => listWorkflows?.pageSize)).to.deep.equal([
        3, 1000, 1000,
      ]);
    }));

  it('includes both ends of its times', () =>
    withClient({ onRequest: endless }, async (client, daemon) => {
      await client.listWorkflows({
        limit: 1,
        startTime: '1970-01-01T00:00:01Z',
        endTime: '1970-01-01T00:00:01Z',
      });
      const request = daemon.requests[0]?.listWorkflows;
      expect(request?.createdSince).to.include({ seconds: 1, nanos: 0 });
      expect(request?.createdBefore).to.include({ seconds: 1, nanos: 1e6 });
    }));

  it('asks nothing where a filter takes none, or is none', () =>
    withClient({ onRequest: endless }, async (client, daemon) => {
      expect(await client.listWorkflows({ workflowIDs: [] })).to.deep.equal([]);
      expect(await client.listWorkflows({ status: [] })).to.deep.equal([]);
      const refusals: readonly (readonly [string, Promise<unknown>])[] = [
        ['startTime', client.listWorkflows({ startTime: 'yesterday' })],
        ['limit', client.listWorkflows({ limit: -1 })],
        ['offset', client.listWorkflows({ offset: 0.5 })],
        ['limit', client.listWorkflowSteps('w', { limit: -1 })],
        ['offset', client.listWorkflowSteps('w', { offset: NaN })],
        ['handles', client.waitFirst([])],
        ['handles', client.waitFirst([client.retrieveWorkflow('w'), client.retrieveWorkflow('w')])],
      ];
      for (const [field, refused] of refusals) {
        const error: DbosdError = await failureOf(refused);
        expect(error).to.include({ reason: 'INVALID_FIELD', field });
      }
      expect(await client.waitAll([])).to.deep.equal([]);
      expect(daemon.requests).to.deep.equal([]);
    }));
});
