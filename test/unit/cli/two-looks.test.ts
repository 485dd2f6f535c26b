import type { DBOSClient } from '@dbosd/client';
import { getEvent } from '@dbosd/cli/internal/client/event.js';
import { watchWorkflow } from '@dbosd/cli/internal/client/workflow.js';
import type { ClientSurroundings } from '@dbosd/cli/internal/client/with-client.js';
import { outputOf } from '@dbosd/cli/internal/output/output-of.js';
import { expect } from 'chai';
import { FakeTerminal } from '../../support/fake-terminal.js';

/** What a command runs in, with a client that answers as the test says. */
function surroundingsOf(client: object): ClientSurroundings & { terminal: FakeTerminal } {
  const terminal = new FakeTerminal();
  return {
    client: client as DBOSClient,
    output: outputOf(undefined, { terminal, environment: {} }),
    terminal,
    signal: new AbortController().signal,
  };
}

describe('a command that looks twice', () => {
  it('gets an event that was set when the wait for it was just over', async () => {
    const surroundings = surroundingsOf({
      getEvent: () => Promise.resolve(null),
      getAllEvents: () => Promise.resolve({ status: 'shipped' }),
    });

    await getEvent({ workflowId: 'w', key: 'status' }, surroundings);

    expect(surroundings.terminal.written).to.equal('"shipped"\n');
  });

  it('ends its watch of a workflow that was resumed as soon as it had ended', async () => {
    let looks = 0;
    const surroundings = surroundingsOf({
      // Nobody sees it between its end and its resumption.
      getWorkflow: () => {
        looks += 1;
        if (looks > 10) throw new Error('it looks on, without a rest');
        return Promise.resolve({ workflowID: 'w', status: 'ENQUEUED' });
      },
      listWorkflowSteps: () => Promise.resolve([]),
      watchEvents: async function* () {
        await Promise.resolve();
        yield { type: 'workflowEnded', status: 'CANCELLED' };
      },
    });

    await watchWorkflow({ workflowId: 'w' }, surroundings);

    expect(surroundings.terminal.written).to.equal('status  ENQUEUED\n');
  });
});
