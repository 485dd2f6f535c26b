import { fromStatus } from '@dbosd/shared';
import { expect } from 'chai';
import { collect, take } from '../support/collect.js';
import { RawSession } from '../support/surfaces/raw-session.js';
import { overWires, withDaemon } from '../support/surfaces/over-surfaces.js';
import { decoded } from '../support/surfaces/wire-surface.js';
import type { StreamResponse } from '../support/surfaces/wire.js';

type Response = StreamResponse<'readStream'>;

overWires('The responses of ReadStream', (on) => {
  it('say where to resume, and each value once however often a reader resumes', async () => {
    const { wire, dbos } = on();
    const id = await dbos.workflow();
    const expected = Array.from({ length: 20 }, (_, n) => n);
    await dbos.write(id, 's', ...expected);
    await dbos.removeOffsets(id, 's', 7, 9);
    await dbos.closeStream(id, 's');
    const seen: unknown[] = [];
    let offset = 0;
    for (let ended = false; !ended;) {
      const reader = wire.stream('readStream', { workflowId: id, key: 's', offset });
      const [response] = await take(reader, 1);
      await reader.return();
      seen.push(...response!.values.map(decoded));
      offset = response!.nextOffset;
      ended = response!.end !== null;
    }
    expect(seen).to.deep.equal(expected.filter((n) => n < 7 || n >= 9));
    expect(offset).to.equal(20);
  });

  it('number their values by next_offset, and say the gap just before the first of them', async () => {
    const { wire, dbos } = on();
    const id = await dbos.workflow();
    await dbos.write(id, 's', 'a', 'b', 'c', 'd');
    await dbos.removeOffsets(id, 's', 1, 3);
    await dbos.end(id);
    const responses = await collect(wire.stream('readStream', { workflowId: id, key: 's' }));
    expect(responses.map(shapeOf)).to.deep.equal([
      { values: ['a'], nextOffset: 1 },
      { values: ['d'], nextOffset: 4, gap: [1, 3], end: 'workflowEnded' },
    ]);
    expect(responses.at(-1)!.end!.workflowEnded).to.deep.equal({ status: 'WORKFLOW_STATUS_SUCCESS' });
  });

  it('end at the offset of the close marker, so that a resume says so again', async () => {
    const { wire, dbos } = on();
    const id = await dbos.workflow();
    await dbos.write(id, 's', 'a', 'b');
    await dbos.closeStream(id, 's');
    const read = async (offset: number): Promise<unknown[]> =>
      (await collect(wire.stream('readStream', { workflowId: id, key: 's', offset }))).map(shapeOf);
    expect(await read(0)).to.deep.equal([{ values: ['a', 'b'], nextOffset: 2, end: 'closed' }]);
    expect(await read(2)).to.deep.equal([{ values: [], nextOffset: 2, end: 'closed' }]);
  });

  it('say at once where a read begins whose position depends on what is stored', async () => {
    const { wire, dbos } = on();
    const id = await dbos.workflow();
    await dbos.write(id, 's', 'a', 'b');
    for (const [position, nextOffset] of [
      [{ tail: {} }, 2],
      [{ fromEnd: 1 }, 1],
    ] as const) {
      const reader = wire.stream('readStream', { workflowId: id, key: 's', ...position });
      expect((await take(reader, 1)).map(shapeOf)).to.deep.equal([{ values: [], nextOffset }]);
      await reader.return();
    }
  });

  it('hold an oversized value in its place, and go on after it', async () => {
    const { wire, dbos } = on();
    const id = await dbos.workflow();
    await dbos.write(id, 's', 'a', 'b'.repeat(100), 'c');
    await dbos.closeStream(id, 's');
    const readOptions = { maxValueBytes: 50 };
    const responses = await collect(wire.stream('readStream', { workflowId: id, key: 's', readOptions }));
    const all = responses.flatMap(({ values }) => values);
    expect(all.map((value) => value.oversized?.size ?? decoded(value))).to.deep.equal(['a', 102, 'c']);
    const one = await wire.call('readStreamOffset', { workflowId: id, key: 's', offset: 1, readOptions });
    expect(one.value!.value!.oversized!.size).to.equal(102);
    expect(one.value!.offset).to.equal(1);
  });

  it('end at a close marker that is larger than the values that the reader takes', async () => {
    const { wire, dbos } = on();
    const id = await dbos.workflow();
    await dbos.write(id, 's', 1);
    await dbos.closeStream(id, 's');
    const request = { workflowId: id, key: 's', readOptions: { maxValueBytes: 1 } };
    expect((await collect(wire.stream('readStream', request))).map(shapeOf)).to.deep.equal([
      { values: [1], nextOffset: 1, end: 'closed' },
    ]);
    const behind = await wire.call('readStreamOffset', { ...request, offset: 1 });
    expect(behind.end!.reason).to.equal('closed');
  });

  it('give each of several live readers what it takes whole', async () => {
    const { wire, dbos } = on();
    const id = await dbos.workflow();
    const readers = [10, 1000].map((maxValueBytes) =>
      collect(wire.stream('readStream', { workflowId: id, key: 's', readOptions: { maxValueBytes } })),
    );
    await dbos.write(id, 's', 'b'.repeat(100));
    await dbos.closeStream(id, 's');
    const [small, large] = (await Promise.all(readers)).map((responses) =>
      responses.flatMap(({ values }) => values),
    );
    expect(small!.map(({ kind }) => kind)).to.deep.equal(['oversized']);
    expect(large!.map(({ kind }) => kind)).to.deep.equal(['payload']);
  });

  it('cut long streams into batches, none larger than 1 MiB unless it is one value', async () => {
    const { wire, dbos } = on();
    const id = await dbos.workflow();
    await dbos.query(
      `insert into dbos.streams (workflow_uuid, key, value, serialization, "offset")
       select $1, 's', to_json(repeat('x', case when n % 7 = 3 then 1200000 else 90000 end))::text, 'portable_json', n
       from generate_series(0, 39) n`,
      [id],
    );
    await dbos.end(id);
    const responses = await collect(wire.stream('readStream', { workflowId: id, key: 's' }));
    expect(responses.flatMap(({ values }) => values)).to.have.length(40);
    for (const { values } of responses) {
      const bytes = values.reduce((sum, { payload }) => sum + payload!.data.length, 0);
      expect(
        values.length === 1 || bytes <= 1024 * 1024,
        `${String(values.length)} values, ${String(bytes)} bytes`,
      ).to.equal(true);
    }
  });
});

overWires(
  'An idle reader',
  (on) => {
    it("of a stream or of events receives heartbeats, a stream's with where to resume", async function () {
      const { wire, dbos } = on();
      const id = await dbos.workflow();
      await dbos.write(id, 's', 'a');
      const reader = wire.stream('readStream', { workflowId: id, key: 's' });
      const watcher = wire.stream('watchEvents', { workflowId: id });
      if (wire.name === 'a session') {
        // There the session itself has the heartbeat (sessions.test.ts).
        expect((await take(reader, 1)).map(shapeOf)).to.deep.equal([{ values: ['a'], nextOffset: 1 }]);
      } else {
        // On a busy machine the first read may take longer than a heartbeat.
        let first = await take(reader, 1);
        while (first[0]?.values.length === 0) {
          expect(first.map(shapeOf)).to.deep.equal([{ values: [], nextOffset: 0 }]);
          first = await take(reader, 1);
        }
        expect(first.map(shapeOf)).to.deep.equal([{ values: ['a'], nextOffset: 1 }]);
        expect((await take(reader, 2)).map(shapeOf)).to.deep.equal([
          { values: [], nextOffset: 1 },
          { values: [], nextOffset: 1 },
        ]);
        expect((await take(watcher, 2)).map(({ changes }) => changes)).to.deep.equal([[], []]);
      }
      await Promise.all([reader.return(), watcher.return()]);
    });
  },
  { timing: { rpc: { heartbeatMs: 30 } } },
);

withDaemon(
  'A slow reader',
  (on) => {
    it('is given up with where to resume, and costs no other reader anything', async () => {
      const { dbos, address, parts } = on();
      const id = await dbos.workflow();
      const session = await RawSession.open(address);
      const request = { workflowId: id, key: 's' };
      session.write({
        subscribes: [
          { id: 1, creditBytes: 1, readStream: request },
          { id: 2, creditBytes: 10_000_000, readStream: request },
        ],
      });
      for (let n = 0; n < 20; n++) await dbos.write(id, 's', n);
      await session.until(() =>
        session.responses.some(({ id: of, outcome }) => of === 1 && outcome === 'ended'),
      );
      const slow = session.responses.filter((response) => response.id === 1);
      const taken = slow.flatMap(({ readStream }) => readStream?.values ?? []);
      const error = fromStatus(slow.at(-1)!.ended!);
      expect(error.reason).to.equal('SLOW_READER');
      expect(error.retryAfterMs).to.equal(0);
      expect(error.metadata['next_offset']).to.equal(String(taken.length));
      const quick = (): unknown[] =>
        session.responses
          .filter(({ id: of }) => of === 2)
          .flatMap(({ readStream }) => readStream?.values ?? []);
      await session.until(() => quick().length === 20);
      session.close();
      while (parts.hub.size > 0) await new Promise(setImmediate);
    });
  },
  { timing: { slowReaderMs: 100 } },
);

function shapeOf({ values, nextOffset, gap, end }: Response): object {
  return {
    values: values.map(decoded),
    nextOffset,
    ...(gap ? { gap: [gap.from, gap.to] } : {}),
    ...(end ? { end: end.reason } : {}),
  };
}
