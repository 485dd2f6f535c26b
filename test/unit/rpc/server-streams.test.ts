import { DbosdError, type contract } from '@dbosd/shared';
import { expect } from 'chai';
import type { Sink, StreamBatch, WatchBatch } from '@dbosd/daemon/internal/operations/operations.js';
import { fakeOperations } from '../../support/fake-operations.js';
import { gate } from '../../support/gate.js';
import { endOf } from '../../support/rpc-caller.js';
import { withServer } from '../../support/rpc-server.js';

const stream = { workflowId: 'w', key: 's' };
const MIB = 1024 * 1024;

describe('a server stream', () => {
  it('carries batches in order, and ends when its verb does', async () => {
    const operations = fakeOperations({
      readStream: (query, sink) => {
        expect(query.position).to.deep.equal({ kind: 'fromEnd', count: 3 });
        sink.offer({
          values: [{ kind: 'payload', data: '1', serialization: 'portable_json' }],
          nextOffset: 1,
        });
        sink.offer({ values: [{ kind: 'oversized', size: 9 }], nextOffset: 5, gap: { from: 1, to: 4 } });
        sink.offer({ values: [], nextOffset: 5, end: { kind: 'closed' } });
        return Promise.resolve();
      },
    });
    await withServer(operations, async ({ caller }) => {
      const got: contract.ReadStreamResponse__Output[] = [];
      const call = caller.stream<contract.ReadStreamResponse__Output>('StreamService/ReadStream', {
        ...stream,
        fromEnd: 3,
      });
      call.on('data', (response: contract.ReadStreamResponse__Output) => got.push(response));
      expect(await endOf(call)).to.equal(undefined);
      expect(got.map(({ nextOffset }) => nextOffset)).to.deep.equal([1, 5, 5]);
      expect(got[0]?.values[0]?.payload).to.deep.include({ data: '1', serialization: 'portable_json' });
      expect(got[1]?.values[0]?.oversized?.size).to.equal(9);
      expect(got[1]?.gap).to.deep.equal({ from: 1, to: 4 });
      expect(got[2]?.end?.reason).to.equal('closed');
    });
  });

  it('fails with the error of its verb, after what was offered', async () => {
    const operations = fakeOperations({
      readStream: (_query, sink) => {
        sink.offer({ values: [], nextOffset: 3 });
        return Promise.reject(
          new DbosdError({ reason: 'SLOW_READER', message: 'too slow', metadata: { next_offset: '3' } }),
        );
      },
    });
    await withServer(operations, async ({ caller }) => {
      const call = caller.stream('StreamService/ReadStream', stream);
      let got = 0;
      call.on('data', () => (got += 1));
      const error = await endOf(call);
      expect(error?.reason).to.equal('SLOW_READER');
      expect(error?.metadata).to.deep.equal({ next_offset: '3' });
      expect(got).to.equal(1);
    });
  });

  it('refuses a wrong request before anything is read', async () => {
    await withServer(fakeOperations({}), async ({ caller }) => {
      const call = caller.stream('StreamService/ReadStream', { ...stream, key: '' });
      call.resume();
      expect((await endOf(call))?.field).to.equal('key');
    });
  });

  it('is held up by a slow reader, holds little for it, and goes on when it reads', async () => {
    const full = gate<number>();
    const operations = fakeOperations({
      readStream: async (_query, sink) => {
        const data = JSON.stringify('x'.repeat(MIB / 4));
        for (let offset = 1; offset <= 100; offset += 1) {
          const more = sink.offer({ values: [{ kind: 'payload', data }], nextOffset: offset });
          if (more) continue;
          full.open(offset);
          await sink.ready();
        }
      },
    });
    await withServer(operations, async ({ caller }) => {
      const call = caller.stream<contract.ReadStreamResponse__Output>('StreamService/ReadStream', stream);
      call.pause();
      expect(await full.passed).to.be.lessThan(20);
      const offsets: number[] = [];
      call.on('data', ({ nextOffset }: contract.ReadStreamResponse__Output) => offsets.push(nextOffset));
      call.resume();
      expect(await endOf(call)).to.equal(undefined);
      expect(offsets).to.deep.equal(Array.from({ length: 100 }, (_, index) => index + 1));
    });
  });

  it('tells a verb that waits for its reader when the reader goes', async () => {
    const [waiting, told] = [gate(), gate<unknown>()];
    const operations = fakeOperations({
      readStream: async (_query, sink, signal) => {
        const data = JSON.stringify('x'.repeat(4 * MIB));
        sink.offer({ values: [{ kind: 'payload', data }], nextOffset: 1 });
        const ready = sink.ready();
        waiting.open();
        await ready.catch((error: unknown) => {
          told.open(error);
        });
        signal.throwIfAborted();
      },
    });
    await withServer(operations, async ({ caller, log }) => {
      const call = caller.stream('StreamService/ReadStream', stream);
      call.on('error', () => undefined);
      call.pause();
      await waiting.passed;
      call.cancel();
      expect(await told.passed).to.be.instanceOf(DbosdError);
      expect(log.filter(({ msg }) => msg === 'call.internal_error')).to.deep.equal([]);
    });
  });

  it('when idle says where to resume', async () => {
    const offered = gate<Sink<StreamBatch>>();
    const operations = fakeOperations({
      readStream: (_query, sink) => {
        offered.open(sink);
        return new Promise(() => undefined);
      },
    });
    await withServer(
      operations,
      async ({ caller }) => {
        const call = caller.stream<contract.ReadStreamResponse__Output>('StreamService/ReadStream', {
          ...stream,
          offset: 7,
        });
        call.on('error', () => undefined);
        const offsets: number[] = [];
        const [first, later] = [gate(), gate()];
        call.on('data', ({ nextOffset, values }: contract.ReadStreamResponse__Output) => {
          if (values.length > 0) return;
          offsets.push(nextOffset);
          if (nextOffset === 7) first.open();
          if (nextOffset === 9) later.open();
        });
        await first.passed;
        (await offered.passed).offer({ values: [{ kind: 'payload', data: '1' }], nextOffset: 9 });
        await later.passed;
        expect(offsets.lastIndexOf(7)).to.be.lessThan(offsets.indexOf(9));
        call.cancel();
      },
      { timing: { heartbeatMs: 5 } },
    );
  });

  for (const [how, last] of [
    ['with the last changes', { changes: [], ended: { kind: 'workflowEnded', status: 'SUCCESS' } }],
    ['alone', { changes: [{ kind: 'unset', key: 'k' }] }],
  ] as const) {
    it(`of events says once that the workflow has ended: ${how}`, async () => {
      const operations = fakeOperations({
        watchEvents: (_query, sink: Sink<WatchBatch>) => {
          sink.offer(last);
          return Promise.resolve({ kind: 'workflowEnded', status: 'SUCCESS' });
        },
      });
      await withServer(operations, async ({ caller }) => {
        const call = caller.stream<contract.WatchEventsResponse__Output>('EventService/WatchEvents', {
          workflowId: 'w',
        });
        const ends: unknown[] = [];
        call.on('data', ({ workflowEnded }: contract.WatchEventsResponse__Output) => {
          if (workflowEnded) ends.push(workflowEnded.status);
        });
        expect(await endOf(call)).to.equal(undefined);
        expect(ends).to.deep.equal(['WORKFLOW_STATUS_SUCCESS']);
      });
    });
  }
});
