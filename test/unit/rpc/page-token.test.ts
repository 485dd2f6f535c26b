import type { contract } from '@dbosd/shared';
import { expect } from 'chai';
import type { ListMessagesQuery } from '@dbosd/daemon/internal/operations/operations.js';
import { failureOf } from '../../support/failure-of.js';
import { fakeOperations } from '../../support/fake-operations.js';
import { withServer } from '../../support/rpc-server.js';

const cursor = { sentAtMs: 1_700_000_000_000, messageId: 'é::w' };
const list = { workflowId: 'w', topic: 't', sentSince: { seconds: 5 } };

describe('a page token', () => {
  it('leads to the page after its cursor, of any size and format', async () => {
    const queries: ListMessagesQuery[] = [];
    await withServer(pages(queries), async ({ caller }) => {
      const first = await caller.call<contract.ListMessagesResponse__Output>(
        'MessageService/ListMessages',
        list,
      );
      await caller.call('MessageService/ListMessages', {
        ...list,
        pageSize: 7,
        readOptions: { payloadFormat: 2 },
        pageToken: first.nextPageToken,
      });
    });
    expect(queries.map(({ after, pageSize }) => [after, pageSize])).to.deep.equal([
      [undefined, 100],
      [cursor, 7],
    ]);
  });

  it('of the last page is empty', async () => {
    const operations = fakeOperations({ listStreams: () => Promise.resolve({ items: [] }) });
    await withServer(operations, async ({ caller }) => {
      const answer = await caller.call('StreamService/ListStreams', { workflowId: 'w' });
      expect(answer.nextPageToken).to.equal('');
    });
  });

  it('is refused by another request, when it was changed, and when it is of another version', async () => {
    await withServer(pages([]), async ({ caller }) => {
      const { nextPageToken: token } = await caller.call<contract.ListMessagesResponse__Output>(
        'MessageService/ListMessages',
        list,
      );
      const other = Buffer.from(token, 'base64url');
      other[0] = 2;
      for (const request of [
        { ...list, workflowId: 'v', pageToken: token },
        { ...list, topic: undefined, pageToken: token },
        { ...list, state: 1, pageToken: token },
        { ...list, sentSince: { seconds: 6 }, pageToken: token },
        { ...list, pageToken: token.slice(0, -2) },
        { ...list, pageToken: `${token}=` },
        { ...list, pageToken: other.toString('base64url') },
        { ...list, pageToken: 'x' },
      ]) {
        const error = await failureOf(caller.call('MessageService/ListMessages', request));
        expect(error.reason, JSON.stringify(request)).to.equal('INVALID_PAGE_TOKEN');
      }
      const events = await failureOf(
        caller.call('EventService/ListEvents', { workflowId: 'w', pageToken: token }),
      );
      expect(events.reason).to.equal('INVALID_PAGE_TOKEN');
    });
  });
});

function pages(queries: ListMessagesQuery[]): ReturnType<typeof fakeOperations> {
  return fakeOperations({
    listMessages: (query) => {
      queries.push(query);
      return Promise.resolve({ items: [], next: cursor });
    },
  });
}
