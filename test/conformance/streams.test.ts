import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { collect, take } from '../support/collect.js';
import { CLOSE_FORMS } from '../support/dbos-writer.js';
import { failureOf } from '../support/failure-of.js';
import { overSurfaces } from '../support/surfaces/over-surfaces.js';
import type { StreamItem } from '../support/surfaces/surface.js';

/** Longer than any test: what waits this long is ended by what it waits for. */
const LONG_MS = 600_000;

overSurfaces('ReadStream', (on) => {
  it('yields what is there and what comes, in order, until the stream is closed', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await dbos.write(id, 's', 0, 1);
    const reader = surface.readStream(id, 's');
    expect(await take(reader, 2)).to.deep.equal(values(0, 1));
    await dbos.write(id, 's', 2);
    expect(await take(reader, 1)).to.deep.equal(values(2));
    await dbos.write(id, 's', 3, null, { four: [5] });
    await dbos.closeStream(id, 's');
    expect(await collect(reader)).to.deep.equal(values(3, null, { four: [5] }));
  });

  it('begins at an offset, at the last values, or after them', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await dbos.write(id, 's', 0, 1, 2, 3);
    const tail = surface.readStream(id, 's', { tail: true });
    const coming = take(tail, 1);
    const first = async (position: Parameters<typeof surface.readStream>[2]): Promise<unknown> => {
      const reader = surface.readStream(id, 's', position);
      const [item] = await take(reader, 1);
      await reader.return();
      return item;
    };
    expect(await first({ offset: 2 })).to.deep.equal({ value: 2 });
    expect(await first({ fromEnd: 1 })).to.deep.equal({ value: 3 });
    expect(await first({ fromEnd: 3 })).to.deep.equal({ value: 1 });
    expect(await first({ fromEnd: 99 })).to.deep.equal({ value: 0 });
    await untilRead(on);
    await dbos.write(id, 's', 4);
    expect(await coming).to.deep.equal([{ value: 4 }]);
    await tail.return();
  });

  it('does not count the close marker among the last values', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await dbos.write(id, 's', 0, 1, 2);
    await dbos.closeStream(id, 's');
    expect(await collect(surface.readStream(id, 's', { fromEnd: 2 }))).to.deep.equal(values(1, 2));
    expect(await collect(surface.readStream(id, 's', { tail: true }))).to.be.empty;
  });

  for (const form of Object.keys(CLOSE_FORMS)) {
    it(`ends at a close marker that is ${form}, and reads nothing after it`, async () => {
      const { surface, dbos } = on();
      const id = await dbos.workflow();
      await dbos.write(id, 's', 0);
      await dbos.closeStream(id, 's', form);
      await dbos.write(id, 's', 'behind');
      expect(await collect(surface.readStream(id, 's'))).to.deep.equal(values(0));
      expect(await collect(surface.readStream(id, 's', { offset: 1 }))).to.be.empty;
    });
  }

  it('ends live readers at the close, too', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    const readers = Array.from({ length: 20 }, () => collect(surface.readStream(id, 's')));
    await dbos.write(id, 's', 0);
    await dbos.write(id, 's', 1);
    await dbos.closeStream(id, 's');
    for (const read of await Promise.all(readers)) expect(read).to.deep.equal(values(0, 1));
  });

  it('ends after the last value when the workflow has ended, or ends, without closing', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await dbos.write(id, 's', 0);
    const live = surface.readStream(id, 's');
    await take(live, 1);
    const rest = collect(live);
    await dbos.write(id, 's', 1);
    await dbos.end(id, { status: 'ERROR' });
    expect(await rest).to.deep.equal(values(1));
    expect(await collect(surface.readStream(id, 's'))).to.deep.equal(values(0, 1));
    expect(await collect(surface.readStream(id, 'never written'))).to.be.empty;
  });

  it('names a gap that was left, and goes on after it', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await dbos.write(id, 's', 0, 1, 2, 3, 4);
    await dbos.removeOffsets(id, 's', 1, 3);
    await dbos.closeStream(id, 's');
    expect(await collect(surface.readStream(id, 's'))).to.deep.equal([
      { value: 0 },
      { gap: [1, 3] },
      ...values(3, 4),
    ]);
    expect(await collect(surface.readStream(id, 's', { offset: 2 }))).to.deep.equal([
      { gap: [2, 3] },
      ...values(3, 4),
    ]);
  });

  it('names a gap before the close marker', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await dbos.write(id, 's', 0, 1);
    await dbos.closeStream(id, 's');
    await dbos.removeOffsets(id, 's', 1, 2);
    expect(await collect(surface.readStream(id, 's'))).to.deep.equal([{ value: 0 }, { gap: [1, 2] }]);
  });

  it('refuses a workflow that does not exist, from every position', async () => {
    const { surface } = on();
    for (const position of [{}, { fromEnd: 1 }, { tail: true as const }]) {
      const error = await failureOf(collect(surface.readStream(randomUUID(), 's', position)));
      expect(error.reason).to.equal('WORKFLOW_NOT_FOUND');
    }
  });

  it('finds values that no notification announced', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    const reader = surface.readStream(id, 's');
    const coming = take(reader, 1);
    await untilRead(on);
    await dbos.query(
      `insert into dbos.streams (workflow_uuid, key, value, serialization, "offset") values ($1, 's', '7', 'portable_json', 0)`,
      [id],
    );
    expect(await coming).to.deep.equal(values(7));
    await reader.return();
  });

  it('gives every reader every value once and in order while it is written', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    const readers = Array.from({ length: 10 }, () => collect(surface.readStream(id, 's')));
    for (let n = 0; n < 300; n += 3) await dbos.write(id, 's', n, n + 1, n + 2);
    await dbos.closeStream(id, 's');
    const late = collect(surface.readStream(id, 's'));
    const expected = values(...Array.from({ length: 300 }, (_, n) => n));
    for (const read of [...(await Promise.all(readers)), await late]) expect(read).to.deep.equal(expected);
  });

  it('keeps apart streams whose names are spelled alike together', async () => {
    const { surface, dbos } = on();
    const root = randomUUID();
    const [short, long] = [await dbos.workflow(root), await dbos.workflow(`${root}::a`)];
    await dbos.write(short, 'a::s', 'short');
    await dbos.write(long, 's', 'long');
    await dbos.end(short);
    await dbos.end(long);
    expect(await collect(surface.readStream(short, 'a::s'))).to.deep.equal(values('short'));
    expect(await collect(surface.readStream(long, 's'))).to.deep.equal(values('long'));
  });
});

overSurfaces('ReadStreamOffset', (on) => {
  it('returns the value at an offset, now or later', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await dbos.write(id, 's', 'a', 'b');
    expect(await surface.readStreamOffset(id, 's', 1, 0)).to.deep.equal({ value: 'b' });
    const waiting = surface.readStreamOffset(id, 's', 2, LONG_MS);
    await dbos.write(id, 's', 'c');
    expect(await waiting).to.deep.equal({ value: 'c' });
  });

  it('returns the first value after a gap', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await dbos.write(id, 's', 'a', 'b', 'c');
    await dbos.removeOffsets(id, 's', 0, 2);
    expect(await surface.readStreamOffset(id, 's', 0, 0)).to.deep.equal({ value: 'c' });
  });

  it('ends in time where nothing comes', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    expect(await surface.readStreamOffset(id, 's', 0, 0)).to.equal('timed out');
    expect(await surface.readStreamOffset(id, 's', 0, 30)).to.equal('timed out');
  });

  it('says so when the stream has ended before that offset, by a close or with its workflow', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await dbos.write(id, 's', 'a');
    await dbos.closeStream(id, 's');
    expect(await surface.readStreamOffset(id, 's', 1, LONG_MS)).to.equal('ended');
    expect(await surface.readStreamOffset(id, 's', 0, LONG_MS)).to.deep.equal({ value: 'a' });
    const waiting = surface.readStreamOffset(id, 'other', 0, LONG_MS);
    await dbos.end(id);
    expect(await waiting).to.equal('ended');
  });

  it('refuses a workflow that does not exist', async () => {
    const error = await failureOf(on().surface.readStreamOffset(randomUUID(), 's', 0, LONG_MS));
    expect(error.reason).to.equal('WORKFLOW_NOT_FOUND');
  });
});

overSurfaces('ListStreams', (on) => {
  it('shows where each stream is, through all pages', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await dbos.write(id, 'a', 1, 2);
    await dbos.write(id, 'b', 1);
    await dbos.closeStream(id, 'b');
    await dbos.closeStream(id, 'c', 'bare text');
    const expected = [
      { key: 'a', nextOffset: 2, closed: false },
      { key: 'b', nextOffset: 1, closed: true },
      { key: 'c', nextOffset: 0, closed: true },
    ];
    for (const pageSize of [1, 2, 3, 4]) {
      expect(await surface.listStreams(id, pageSize)).to.deep.equal(expected);
    }
  });

  it('goes by the last row only: what was written after a marker reopens the stream', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await dbos.closeStream(id, 's');
    await dbos.write(id, 's', 'behind');
    expect(await surface.listStreams(id)).to.deep.equal([{ key: 's', nextOffset: 2, closed: false }]);
  });

  it('refuses a workflow that does not exist, and lists nothing of one without streams', async () => {
    const { surface, dbos } = on();
    expect(await surface.listStreams(await dbos.workflow())).to.be.empty;
    expect((await failureOf(surface.listStreams(randomUUID()))).reason).to.equal('WORKFLOW_NOT_FOUND');
  });
});

function values(...all: unknown[]): StreamItem[] {
  return all.map((value) => ({ value }));
}

/** Resolves when the daemon has a reader that waits. */
async function untilRead(on: () => { daemon: { parts: { hub: { size: number } } } }): Promise<void> {
  while (on().daemon.parts.hub.size === 0) await new Promise(setImmediate);
}
