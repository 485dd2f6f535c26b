import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { DbosdError, systemClock } from '@dbosd/shared';
import { Hub } from '@dbosd/daemon/internal/hub/hub.js';
import { LiveStreams } from '@dbosd/daemon/internal/hub/live-streams.js';
import { StreamReader, type BatchSink } from '@dbosd/daemon/internal/hub/stream-reader.js';
import { eachOf } from '@dbosd/daemon/internal/model/values.js';
import type { StreamBatch } from '@dbosd/daemon/internal/operations/operations.js';
import { deferred, type Deferred } from '../../support/deferred.js';
import { failureOf } from '../../support/failure-of.js';
import { forSeeds, type Random } from '../../support/random.js';
import { StoredStream } from '../../support/stored-stream.js';

const LARGE = 1_000_000;

/** A transport that is full when the test says so, and does not forgive an offer while it is. */
class Sink implements BatchSink {
  readonly batches: StreamBatch[] = [];
  full = false;
  #room: Deferred<void> | undefined;
  #blocked = false;

  offer(batch: StreamBatch): boolean {
    if (this.#blocked) throw new Error('offered although it was full and has not said that it is ready');
    this.batches.push(batch);
    this.#blocked = this.full;
    return !this.full;
  }

  ready(): Promise<void> {
    this.#room ??= deferred();
    return this.#room.promise;
  }

  drain(): void {
    this.full = false;
    this.#blocked = false;
    this.#room?.resolve();
    this.#room = undefined;
  }

  /** The call has ended. */
  fail(reason: Error): void {
    this.#room?.reject(reason);
  }

  get waiting(): boolean {
    return this.#room !== undefined;
  }

  get values(): string[] {
    return this.batches.flatMap(({ values }) =>
      eachOf(values).map((value) =>
        value.kind === 'payload' ? value.data : `oversized ${String(value.size)}`,
      ),
    );
  }
}

interface Readers {
  readonly stream: StoredStream;
  readonly live: LiveStreams;
  /** Of reads that failed: call one to try again. */
  readonly retries: (() => void)[];
  readonly read: (
    sink: BatchSink,
    options?: { from?: number; maxValueBytes?: number; signal?: AbortSignal },
  ) => Promise<void>;
}

function readers(): Readers {
  const hub = new Hub();
  const stream = new StoredStream(hub);
  const retries: (() => void)[] = [];
  const live = new LiveStreams({
    hub,
    reads: stream.batched,
    clock: systemClock,
    retry: (again) => retries.push(again),
  });
  return {
    stream,
    live,
    retries,
    read: (sink, { from = 0, maxValueBytes = LARGE, signal = new AbortController().signal } = {}) =>
      new StreamReader({
        hub,
        reads: stream.batched,
        live,
        workflowId: stream.workflowId,
        key: stream.key,
        from,
        maxValueBytes,
        sink,
        signal,
        slowReaderMs: 600_000,
      }).run(),
  };
}

describe('a reader of a stream', () => {
  it('reads what is there, then what comes, until the stream is closed', async () => {
    const { stream, read } = readers();
    const sink = new Sink();
    stream.write('0');
    const done = read(sink);
    await turn();
    stream.write('1');
    stream.hint();
    await turn();
    stream.close();
    stream.hint();
    await done;

    expect(sink.values).to.deep.equal(['0', '1']);
    expect(sink.batches.at(-1)).to.deep.include({ nextOffset: 2, end: { kind: 'closed' } });
    expect(stream.hub.size).to.equal(0);
  });

  it('finds what comes between its last page and its going live', async () => {
    const { stream, read } = readers();
    const sink = new Sink();
    let first = true;
    stream.trouble.afterSnapshot = async () => {
      if (!first) return;
      first = false;
      stream.write('0');
      stream.hint();
      await turn();
    };
    const done = read(sink);
    while (sink.values.length < 1) await turn();
    stream.status = 'SUCCESS';
    stream.hub.wakeAll();
    await done;

    expect(sink.values).to.deep.equal(['0']);
  });

  it('shares one read of what comes with all live readers', async () => {
    const { stream, read, live } = readers();
    const sinks = Array.from({ length: 50 }, () => new Sink());
    const done = Promise.all(sinks.map((sink) => read(sink)));
    await turn();
    expect(live.headOf('w', 's')).to.equal(0);
    const before = stream.reads;

    stream.write('0');
    stream.hint();
    await turn();
    expect(stream.reads).to.equal(before + 1);
    stream.close();
    stream.hint();
    await done;

    expect(sinks.map(({ values }) => values)).to.deep.equal(sinks.map(() => ['0']));
    expect(live.headOf('w', 's')).to.equal(undefined);
  });

  it('reads the next page while one is delivered, each page once', async () => {
    const { stream, read } = readers();
    const sink = new Sink();
    stream.trouble.pageRows = () => 2;
    const [held, begun] = [deferred(), deferred()];
    stream.trouble.afterSnapshot = async ({ from }) => {
      if (from !== 2) return;
      begun.resolve();
      await held.promise;
    };
    for (let i = 0; i < 6; i++) stream.write(String(i));
    stream.status = 'SUCCESS';

    const done = read(sink);
    await begun.promise;
    await turn();
    const delivered = [...sink.values];
    held.resolve();
    await done;

    expect(delivered).to.deep.equal(['0', '1']);
    expect(sink.values).to.deep.equal(['0', '1', '2', '3', '4', '5']);
    expect(stream.reads).to.equal(3);
  });

  it('that is full keeps the page that it has read ahead, unless it is a value larger than a batch', async () => {
    for (const [size, reads] of [
      [10, 3],
      [300_000, 4],
    ] as const) {
      const { stream, read } = readers();
      const sink = new Sink();
      sink.full = true;
      stream.trouble.pageRows = () => 1;
      for (let i = 0; i < 3; i++) stream.write(String(i).repeat(size));
      stream.status = 'SUCCESS';

      const done = read(sink);
      while (!sink.waiting) await turn();
      await turn();
      sink.drain();
      await done;

      expect(sink.values.map((value) => value[0])).to.deep.equal(['0', '1', '2']);
      expect(stream.reads).to.equal(reads);
    }
  });

  it('that ends while it reads ahead leaves nothing behind, and the failure of that read is nobody’s', async () => {
    const { stream, read } = readers();
    const caller = new AbortController();
    stream.trouble.pageRows = () => 1;
    const failing = deferred();
    stream.trouble.afterSnapshot = ({ from }) => (from === 0 ? Promise.resolve() : failing.promise);
    for (const data of ['0', '1']) stream.write(data);
    const sink = new Sink();
    sink.full = true;
    const done = failureOf(read(sink, { signal: caller.signal }));
    while (!sink.waiting) await turn();

    const reason = new DbosdError({ reason: 'REQUEST_ABORTED', message: 'gone' });
    caller.abort(reason);
    sink.fail(reason);
    failing.reject(new DbosdError({ reason: 'STORE_UNAVAILABLE', message: 'away' }));

    expect(await done).to.equal(reason);
    await turn();
    expect([stream.hub.size, stream.reads]).to.deep.equal([0, 2]);
  });

  it('that is full holds up nobody, and reads on for itself when there is room', async () => {
    const { stream, read } = readers();
    const [slow, fast] = [new Sink(), new Sink()];
    const done = Promise.all([read(slow), read(fast)]);
    await turn();
    slow.full = true;

    for (let i = 0; i < 10; i++) {
      stream.write(String(i));
      stream.hint();
      await turn();
    }
    expect(slow.values).to.deep.equal(['0']);
    expect(fast.values).to.have.length(10);
    slow.drain();
    await turn();
    stream.close();
    stream.hint();
    await done;

    expect(slow.values).to.deep.equal(fast.values);
  });

  it('is offered nothing more of a page once it is full', async () => {
    const { stream, read } = readers();
    const sink = new Sink();
    sink.full = true;
    for (const offset of [0, 2, 4]) stream.write(String(offset), offset);
    stream.close();

    const done = read(sink);
    for (let i = 0; i < 2; i++) {
      while (!sink.waiting) await turn();
      sink.drain();
      sink.full = true;
    }
    await done;

    expect(sink.values).to.deep.equal(['0', '2', '4']);
    expect(sink.batches.flatMap(({ gap }) => gap ?? [])).to.deep.equal([
      { from: 1, to: 2 },
      { from: 3, to: 4 },
    ]);
  });

  it('gets a value that is small enough for it whole, although it joined while a read for smaller ones was under way', async () => {
    const { stream, read } = readers();
    const [small, large] = [new Sink(), new Sink()];
    const value = JSON.stringify('x'.repeat(100));
    const ends = [read(small, { maxValueBytes: 10 })];
    await turn();
    const [own, shared] = [deferred(), deferred()];
    // The second reader has seen that there is nothing, and goes live only when the live read has its snapshot.
    stream.trouble.afterSnapshot = () => own.promise;
    ends.push(read(large, { maxValueBytes: LARGE }));
    stream.write(value);
    stream.trouble.afterSnapshot = () => shared.promise;
    for (const reader of stream.hub.question(true).awaited.streams) reader.wake();
    own.resolve();
    await turn();
    shared.resolve();
    await turn();
    stream.close();
    stream.hint();
    await Promise.all(ends);

    expect(small.values).to.deep.equal(['oversized 102']);
    expect(large.values).to.deep.equal([value]);
  });

  it('asks again after a live read has failed in a way that passes', async () => {
    const away = new DbosdError({ reason: 'STORE_UNAVAILABLE', message: 'away', retryAfterMs: 500 });
    const { stream, read, retries } = readers();
    const sink = new Sink();
    const done = read(sink);
    await turn();
    stream.trouble.afterSnapshot = () => Promise.reject(away);
    stream.write('0');
    stream.hint();
    await turn();
    expect([retries.length, sink.values.length]).to.deep.equal([1, 0]);

    stream.trouble.afterSnapshot = () => Promise.resolve();
    stream.close();
    retries[0]!();
    await done;

    expect(sink.values).to.deep.equal(['0']);
  });

  it('fails with what keeps a live read from ever passing', async () => {
    const { stream, read, retries } = readers();
    const done = failureOf(read(new Sink()));
    await turn();
    const changed = new DbosdError({ reason: 'SCHEMA_UNSUPPORTED', message: 'changed' });
    stream.trouble.afterSnapshot = () => Promise.reject(changed);
    stream.hint();

    expect(await done).to.equal(changed);
    expect([retries.length, stream.hub.size]).to.deep.equal([0, 0]);
  });

  it('fails when the workflow is not there, when it goes away, and when the daemon drains', async () => {
    const { stream, read } = readers();
    stream.status = undefined;
    expect(await failureOf(read(new Sink()))).to.include({ reason: 'WORKFLOW_NOT_FOUND' });
    stream.status = 'PENDING';
    const leaving = failureOf(read(new Sink()));
    await turn();
    stream.status = undefined;
    stream.hint();
    expect(await leaving).to.include({ reason: 'WORKFLOW_NOT_FOUND' });
    stream.status = 'PENDING';
    stream.write('0');
    const drained = failureOf(read(new Sink()));
    await turn();
    stream.hub.drain();
    const error = await drained;

    expect(error).to.include({ reason: 'DRAINING' });
    expect(error.metadata).to.deep.equal({ next_offset: '1' });
    expect(stream.hub.size).to.equal(0);
  });

  it('ends with its caller’s reason, live or full', async () => {
    const { stream, read } = readers();
    const caller = new AbortController();
    const reason = new DbosdError({ reason: 'REQUEST_ABORTED', message: 'gone' });
    const done = failureOf(read(new Sink(), { signal: caller.signal }));
    await turn();

    caller.abort(reason);

    expect(await done).to.equal(reason);
    expect(stream.hub.size).to.equal(0);
  });

  it('sees every value once and in order, under any order of writes, hints, slow reads and full transports', async () => {
    await forSeeds(150, oneHistory);
  });
});

/** Some readers join, fill up and empty, while values, gaps and hints come; in the end each has seen all. */
async function oneHistory(random: Random): Promise<void> {
  const { stream, read, retries } = readers();
  const sinks: { sink: Sink; from: number; done: Promise<void> }[] = [];
  const gates: Deferred<void>[] = [];
  stream.trouble.pageRows = () => 1 + random.int(4);
  stream.trouble.afterSnapshot = async () => {
    if (random.chance(0.3)) {
      const gate = deferred();
      gates.push(gate);
      await gate.promise;
    }
  };
  const join = (): void => {
    const sink = new Sink();
    sink.full = random.chance(0.3);
    const from = random.int(stream.nextOffset + 1);
    sinks.push({ sink, from, done: read(sink, { from }) });
  };
  const written: number[] = [];
  for (let step = 0; step < 60; step++) {
    const choice = random.int(8);
    if (choice <= 2) {
      const offset = stream.nextOffset + (random.chance(0.1) ? 1 + random.int(3) : 0);
      stream.write(String(offset), offset);
      written.push(offset);
      if (random.chance(0.7)) stream.hint();
    } else if (choice === 3 && sinks.length < 5) join();
    else if (choice === 4) stream.hint();
    else if (choice === 5 && sinks.length > 0) {
      const { sink } = sinks[random.int(sinks.length)]!;
      if (sink.full) sink.drain();
      else sink.full = true;
    } else gates.splice(random.int(Math.max(1, gates.length)), 1)[0]?.resolve();
    if (random.chance(0.6)) await turn();
  }
  if (sinks.length === 0) join();
  if (random.chance(0.5)) stream.close();
  else stream.status = 'SUCCESS';
  // The sweep finds what no hint told, the transports empty, and slow reads come to their end.
  const open = { yes: true };
  const all = Promise.all(sinks.map(({ done }) => done)).finally(() => (open.yes = false));
  for (let turns = 0; open.yes && turns < 2000; turns++) {
    stream.trouble.afterSnapshot = () => Promise.resolve();
    for (const gate of gates.splice(0)) gate.resolve();
    for (const { sink } of sinks) sink.drain();
    for (const again of retries.splice(0)) again();
    stream.hub.wakeAll();
    await turn();
  }
  expect(open.yes, 'every reader ends').to.equal(false);
  await all;
  for (const { sink, from } of sinks) {
    expect(sink.values).to.deep.equal(written.filter((offset) => offset >= from).map(String));
    let next = from;
    for (const batch of sink.batches) {
      if (batch.gap) expect(batch.gap.from).to.equal(next);
      expect(batch.nextOffset - batch.values.length).to.equal(batch.gap?.to ?? next);
      next = batch.nextOffset;
    }
    expect(sink.batches.filter(({ end }) => end)).to.have.length(1);
  }
  expect(stream.hub.size).to.equal(0);
}
