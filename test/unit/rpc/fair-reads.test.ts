import { expect } from 'chai';
import { deferred } from '../../support/deferred.js';
import { fakeOperations } from '../../support/fake-operations.js';
import { RpcCaller } from '../../support/rpc-caller.js';
import { withServer } from '../../support/rpc-server.js';
import { until } from '../../support/until.js';
import type { Operations } from '@dbosd/daemon/internal/operations/operations.js';

const SLOTS = 2;
const MANY = 300;

/** Reads that are held until a turn ends one, in the order in which they begin. */
class HeldReads {
  readonly begun: string[] = [];
  readonly #held: (() => void)[] = [];

  readonly operations: Operations = fakeOperations({
    listStreams: async ({ workflowId }) => {
      this.begun.push(workflowId);
      const one = deferred();
      this.#held.push(() => {
        one.resolve();
      });
      await one.promise;
      return { items: [] };
    },
  });

  /** Ends the oldest read and waits until another has begun in its place. */
  async endOne(): Promise<void> {
    const { length } = this.begun;
    this.#held.shift()?.();
    await until(() => this.begun.length > length);
  }

  endAll(): void {
    for (const end of this.#held.splice(0)) end();
  }
}

const list = (id: number, workflowId: string): object => ({ id, listStreams: { workflowId } });
const many = Array.from({ length: MANY }, (_, index) => list(index + 1, 'many'));

describe('a read', () => {
  it('of one session does not wait for the many of another: callers take turns', async () => {
    const reads = new HeldReads();
    await withServer(
      reads.operations,
      async ({ caller, server }) => {
        const greedy = caller.openSession();
        greedy.write({ requests: many });
        await until(() => reads.begun.length === SLOTS);
        const other = new RpcCaller(server.address);
        const modest = other.openSession();
        modest.write({ requests: [list(1, 'one'), list(2, 'one')] });
        const unary = other.call('StreamService/ListStreams', { workflowId: 'unary' });
        // Each has asked when a call that takes no turn is answered behind it.
        modest.write({ requests: [{ id: 3, send: {} }] });
        await modest.answer(3);
        await other.call('MessageService/Send', {}).catch(() => undefined);
        for (let turns = 0; turns < 6; turns += 1) await reads.endOne();
        expect(reads.begun.slice(SLOTS, SLOTS + 6).filter((name) => name !== 'many')).to.have.members([
          'one',
          'one',
          'unary',
        ]);
        const ending = setInterval(() => {
          reads.endAll();
        }, 1);
        await Promise.all([greedy.answer(MANY), modest.answer(2), unary]);
        clearInterval(ending);
        expect(reads.begun.length).to.equal(MANY + 3);
        other.close();
      },
      { readSlots: SLOTS },
    );
  });

  it('that waits for its turn is not begun for a session that has gone', async () => {
    const reads = new HeldReads();
    await withServer(
      reads.operations,
      async ({ caller, server }) => {
        const session = caller.openSession();
        session.write({ requests: many });
        await until(() => reads.begun.length === SLOTS);
        session.stream.cancel();
        await until(() => server.openSessions === 0);
        reads.endAll();
        const last = caller.call('StreamService/ListStreams', { workflowId: 'last' });
        await until(() => reads.begun.includes('last'));
        reads.endAll();
        await last;
        expect(reads.begun).to.deep.equal(['many', 'many', 'last']);
      },
      { readSlots: SLOTS },
    );
  });

  it('nor does a change: cancels, and all else that writes in a transaction of its own', async () => {
    const begun: string[] = [];
    const held: (() => void)[] = [];
    const cancelWorkflows = async ({ workflowIds }: { workflowIds: readonly string[] }): Promise<object> => {
      begun.push(...workflowIds);
      const one = deferred();
      held.push(() => {
        one.resolve();
      });
      await one.promise;
      return { cancelled: [], notFound: [] };
    };
    const cancel = (id: number, workflowId: string): object => ({
      id,
      cancelWorkflows: { workflowIds: [workflowId] },
    });
    await withServer(
      fakeOperations({ cancelWorkflows: cancelWorkflows as unknown as Operations['cancelWorkflows'] }),
      async ({ caller, server }) => {
        const greedy = caller.openSession();
        greedy.write({ requests: Array.from({ length: MANY }, (_, at) => cancel(at + 1, 'many')) });
        await until(() => begun.length === SLOTS);
        const other = new RpcCaller(server.address);
        const modest = other.openSession();
        modest.write({ requests: [cancel(1, 'one'), { id: 2, send: {} }] });
        await modest.answer(2);
        for (let turns = 0; turns < 2; turns += 1) {
          const { length } = begun;
          held.shift()?.();
          await until(() => begun.length > length);
        }
        expect(begun.slice(SLOTS)).to.include('one');
        greedy.stream.cancel();
        await until(() => server.openSessions === 1);
        for (const end of held) end();
        await modest.answer(1);
        other.close();
      },
      { writeSlots: SLOTS },
    );
  });
});
