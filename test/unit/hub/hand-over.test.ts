import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { CLOSE_MARKER, FRAME_BYTES, systemClock } from '@dbosd/shared';
import { Hub } from '@dbosd/daemon/internal/hub/hub.js';
import { LiveStreams } from '@dbosd/daemon/internal/hub/live-streams.js';
import { StreamReader } from '@dbosd/daemon/internal/hub/stream-reader.js';
import type { CommittedValue } from '@dbosd/daemon/internal/model/committed.js';
import type { StreamBatch } from '@dbosd/daemon/internal/model/streams.js';
import { eachOf } from '@dbosd/daemon/internal/model/values.js';
import { Random } from '../../support/random.js';
import { StoredStream } from '../../support/stored-stream.js';

const LARGE = 1_000_000;

interface Reading {
  readonly batches: StreamBatch[];
  readonly texts: () => string[];
  readonly done: Promise<void>;
}

function stage() {
  const hub = new Hub();
  const stream = new StoredStream(hub);
  const live = new LiveStreams({ hub, reads: stream.batched, clock: systemClock, retry: () => undefined });
  const over = new AbortController();
  const read = (maxValueBytes = LARGE, from = 0): Reading => {
    const batches: StreamBatch[] = [];
    const sink = {
      offer: (batch: StreamBatch) => {
        batches.push(batch);
        return true;
      },
      ready: () => Promise.resolve(),
    };
    const reader = new StreamReader({
      hub,
      reads: stream.batched,
      live,
      workflowId: stream.workflowId,
      key: stream.key,
      from,
      maxValueBytes,
      sink,
      signal: over.signal,
      slowReaderMs: 600_000,
    });
    return {
      batches,
      texts: () =>
        batches
          .flatMap(({ values }) => [...eachOf(values)])
          .map((value) => (value.kind === 'payload' ? value.data : `${String(value.size)} bytes`)),
      done: reader.run().catch(() => undefined),
    };
  };
  return {
    hub,
    stream,
    live,
    read,
    end: () => {
      over.abort(new Error('the test is over'));
    },
  };
}

function committed(offset: number, data: string, parts: Partial<CommittedValue> = {}): CommittedValue {
  return {
    kind: 'stream',
    workflowId: 'w',
    key: 's',
    offset,
    value: { data, serialization: 'portable_json' },
    begunAtMs: systemClock.monotonicMs(),
    ...parts,
  };
}

describe('the hand-over of committed values to live readers', () => {
  it('spares them the read, and makes one batch of what commits together', async () => {
    const { hub, stream, read, end } = stage();
    const readings = [read(), read()];
    await turn();
    const reads = stream.reads;

    const rows = ['a', 'bb', 'ccc'].map((data, offset) => {
      const row = committed(offset, data);
      stream.write(data);
      return row;
    });
    for (const row of rows) hub.hint({ kind: 'stream', payload: 'w::s' }, row);
    await turn();
    stream.write('later');
    hub.hint({ kind: 'stream', payload: 'w::s' }, committed(3, 'later'));
    await turn();

    for (const { texts, batches } of readings) {
      expect(texts()).to.deep.equal(['a', 'bb', 'ccc', 'later']);
      expect(batches.map(({ nextOffset }) => nextOffset)).to.deep.equal([3, 4]);
    }
    expect(stream.reads - reads).to.equal(0);
    end();
  });

  const passedOver: readonly { why: string; row: () => CommittedValue; texts: readonly string[] }[] = [
    { why: 'an offset is missing before it', row: () => committed(1, 'stored'), texts: ['stored'] },
    { why: 'it was handed over before', row: () => committed(-1, 'old'), texts: ['stored'] },
    {
      why: 'it belongs to another stream whose notifications look the same',
      row: () => committed(0, 'foreign', { workflowId: 'w::x' }),
      texts: ['stored'],
    },
    {
      why: 'its statement began before the readers last read',
      row: () => committed(0, 'deleted since', { begunAtMs: 0 }),
      texts: ['stored'],
    },
    {
      why: 'it is a close marker',
      row: () => committed(0, CLOSE_MARKER.data, { value: CLOSE_MARKER }),
      texts: ['stored'],
    },
  ];
  for (const { why, row, texts } of passedOver) {
    it(`reads instead where ${why}`, async () => {
      const { hub, stream, read, end } = stage();
      const reading = read();
      await turn();
      const reads = stream.reads;
      stream.write('stored');

      hub.hint({ kind: 'stream', payload: 'w::s' }, row());
      await turn();

      expect(stream.reads - reads).to.be.greaterThan(0);
      expect(reading.texts()).to.deep.equal(texts);
      end();
    });
  }

  it('reads instead while a read is under way, which may have seen more', async () => {
    const { hub, stream, read, end } = stage();
    const reading = read();
    await turn();
    let go = (): void => undefined;
    stream.trouble.afterSnapshot = () => new Promise((resolve) => (go = resolve));
    stream.hint();
    await turn();
    stream.write('now');
    hub.hint({ kind: 'stream', payload: 'w::s' }, committed(0, 'now'));
    await turn();
    expect(reading.texts()).to.deep.equal([]);

    delete stream.trouble.afterSnapshot;
    go();
    while (reading.texts().length === 0) await turn();

    expect(reading.texts()).to.deep.equal(['now']);
    end();
  });

  it('reads instead for a reader that has joined since the statement began', async () => {
    const { hub, stream, read, end } = stage();
    read();
    await turn();
    const row = committed(0, 'gone');
    // It is committed, and deleted again by a rewind, before this reader comes and finds nothing.
    const late = read();
    await turn();
    hub.hint({ kind: 'stream', payload: 'w::s' }, row);
    await turn();
    stream.write('after the rewind');
    hub.hint({ kind: 'stream', payload: 'w::s' }, committed(0, 'after the rewind'));
    await turn();

    expect(late.texts()).to.deep.equal(['after the rewind']);
    end();
  });

  it('gives each reader what its limit takes', async () => {
    const { hub, stream, read, end } = stage();
    const [large, small] = [read(), read(3)];
    await turn();
    stream.write('12345');

    hub.hint({ kind: 'stream', payload: 'w::s' }, committed(0, '12345'));
    await turn();

    expect([large.texts(), small.texts()]).to.deep.equal([['12345'], ['5 bytes']]);
    end();
  });

  it('cuts what commits together as pages are cut, and lets a larger value travel alone', async () => {
    const { hub, stream, read, end } = stage();
    const reading = read(10 * FRAME_BYTES);
    await turn();
    const reads = stream.reads;
    const texts = [0.5, 0.4, 0.2, 1.5, 0.1].map((share) => 'x'.repeat(Math.floor(share * FRAME_BYTES)));
    const rows = texts.map((data, offset) => {
      const row = committed(offset, data);
      stream.write(data);
      return row;
    });

    for (const row of rows) hub.hint({ kind: 'stream', payload: 'w::s' }, row);
    await turn();

    expect(reading.batches.map(({ nextOffset }) => nextOffset)).to.deep.equal([2, 3, 4, 5]);
    expect(reading.texts()).to.deep.equal(texts);
    expect(stream.reads - reads).to.equal(0);
    end();
  });

  it('ends no stream: the workflow’s end is read', async () => {
    const { hub, stream, read } = stage();
    const reading = read();
    await turn();
    stream.write('last');
    hub.hint({ kind: 'stream', payload: 'w::s' }, committed(0, 'last'));
    await turn();
    expect(reading.batches.at(-1)).to.not.have.property('end');

    stream.status = 'SUCCESS';
    hub.wakeAll();
    await reading.done;

    expect(reading.batches.at(-1)).to.deep.include({ end: { kind: 'workflowEnded', status: 'SUCCESS' } });
    expect(hub.size).to.equal(0);
  });

  it('loses and doubles nothing, whatever is lost, doubled, late or read in between', async () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = new Random(seed);
      const { hub, stream, read } = stage();
      stream.trouble.afterSnapshot = async () => {
        for (let turns = random.int(3); turns > 0; turns -= 1) await turn();
      };
      const readings: Reading[] = [read(), read()];
      const late: CommittedValue[] = [];
      const written: string[] = [];
      for (let step = 0; step < 60; step += 1) {
        const choice = random.int(6);
        if (choice <= 2) {
          const row = committed(written.length, `v${String(written.length)}`);
          written.push(row.value.data);
          stream.write(row.value.data);
          late.push(row);
          if (random.chance(0.2)) late.push(row);
        } else if (choice === 3) {
          for (const row of late.splice(0)) {
            if (random.chance(0.8)) hub.hint({ kind: 'stream', payload: 'w::s' }, row);
          }
        } else if (choice === 4) readings.push(read(random.chance(0.5) ? LARGE : 10));
        else stream.hint();
        if (random.chance(0.7)) await turn();
      }
      stream.status = 'SUCCESS';
      hub.wakeAll();
      await Promise.all(readings.map(({ done }) => done));

      for (const { texts } of readings) expect(texts(), `seed ${String(seed)}`).to.deep.equal(written);
    }
  });
});
