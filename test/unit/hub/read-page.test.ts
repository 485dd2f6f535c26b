import { expect } from 'chai';
import { encodeSuperjson } from '@dbosd/shared';
import { readPage } from '@dbosd/daemon/internal/hub/stream-reader.js';
import { eachOf } from '@dbosd/daemon/internal/model/values.js';
import { eachRow, type StreamPage } from '@dbosd/daemon/internal/model/streams.js';

const MARK = '__DBOS_STREAM_CLOSED__';
const LARGE = 1000;

function payload(data: string, serialization = 'portable_json') {
  return { kind: 'payload', data, serialization } as const;
}

/** A page with a value `"n"` at each of the offsets. */
function page(offsets: readonly number[], more: Partial<StreamPage> = {}): StreamPage {
  return {
    rows: offsets.map((offset) => ({ offset, value: payload(`"${String(offset)}"`) })),
    more: false,
    workflowStatus: 'PENDING',
    ...more,
  };
}

describe('a page of a stream', () => {
  it('is one batch of consecutive values from where the reader is', () => {
    expect(readPage(page([0, 1, 2, 3]), 2, LARGE)).to.deep.equal({
      batches: [{ values: [payload('"2"'), payload('"3"')], nextOffset: 4 }],
      nextOffset: 4,
      ended: false,
    });
  });

  it('means the same whether its rows came one by one or together', () => {
    const texts = ['"0"', '"ü"', '', '"a longer one"'];
    const bytes = Buffer.from(texts.join(''));
    const sizes = Uint32Array.from(texts, (text) => Buffer.byteLength(text));
    const values = { length: 4, bytes, sizes, maxSize: 14, serialization: 'portable_json' };
    const facts = { more: false, workflowStatus: 'SUCCESS' };
    const together = { rows: { from: 3, values }, ...facts };
    const apart = { rows: texts.map((text, at) => ({ offset: 3 + at, value: payload(text) })), ...facts };
    for (const from of [0, 3, 4, 6, 7, 9]) {
      for (const maxValueBytes of [5, LARGE]) {
        const meaning = readPage(together, from, maxValueBytes);
        const batches = meaning.batches.map((batch) => ({ ...batch, values: eachOf(batch.values) }));
        expect({ ...meaning, batches }).to.deep.equal(readPage(apart, from, maxValueBytes));
      }
    }
  });

  it('without a row says nothing, and leaves the reader where it is', () => {
    expect(readPage(page([]), 7, LARGE)).to.deep.equal({ batches: [], nextOffset: 7, ended: false });
    expect(readPage(page([1, 2]), 7, LARGE)).to.deep.equal({ batches: [], nextOffset: 7, ended: false });
  });

  it('says each gap in front of the values after it, at its begin too', () => {
    const { batches, nextOffset } = readPage(page([2, 3, 6]), 0, LARGE);

    expect(nextOffset).to.equal(7);
    expect(batches).to.deep.equal([
      { values: [payload('"2"'), payload('"3"')], nextOffset: 4, gap: { from: 0, to: 2 } },
      { values: [payload('"6"')], nextOffset: 7, gap: { from: 4, to: 6 } },
    ]);
  });

  const markers = {
    'a JSON string': payload(`"${MARK}"`),
    'the bare text of Go': { kind: 'payload', data: MARK } as const,
    'a superjson string': payload(encodeSuperjson(MARK), 'js_superjson'),
  };
  for (const [form, marker] of Object.entries(markers)) {
    it(`ends at a close marker stored as ${form}, whose offset is where a reader resumes`, () => {
      const rows = [...eachRow(page([0, 1]).rows), { offset: 2, value: marker }, ...eachRow(page([3]).rows)];

      const meaning = readPage({ rows, more: true, workflowStatus: 'PENDING' }, 0, LARGE);

      expect(meaning).to.deep.equal({
        batches: [{ values: [payload('"0"'), payload('"1"')], nextOffset: 2, end: { kind: 'closed' } }],
        nextOffset: 2,
        ended: true,
      });
      expect(readPage({ rows, more: false, workflowStatus: 'SUCCESS' }, 2, LARGE)).to.deep.equal({
        batches: [{ values: [], nextOffset: 2, end: { kind: 'closed' } }],
        nextOffset: 2,
        ended: true,
      });
    });
  }

  it('says the gap in front of a close marker, too', () => {
    const rows = [...eachRow(page([0]).rows), { offset: 5, value: payload(`"${MARK}"`) }];

    expect(readPage({ rows, more: false, workflowStatus: 'PENDING' }, 0, LARGE).batches).to.deep.equal([
      { values: [payload('"0"')], nextOffset: 1 },
      { values: [], nextOffset: 5, gap: { from: 1, to: 5 }, end: { kind: 'closed' } },
    ]);
  });

  it('does not take a value that only holds the mark for the end', () => {
    const rows = [{ offset: 0, value: payload(JSON.stringify([MARK])) }];

    expect(readPage({ rows, more: false, workflowStatus: 'PENDING' }, 0, LARGE).ended).to.equal(false);
  });

  it('ends with the workflow once it holds all there is, and not before', () => {
    const all = readPage(page([0], { workflowStatus: 'CANCELLED' }), 0, LARGE);
    const part = readPage(page([0], { workflowStatus: 'CANCELLED', more: true }), 0, LARGE);
    const none = readPage(page([], { workflowStatus: 'SUCCESS' }), 1, LARGE);
    const unknown = readPage(page([0], { workflowStatus: 'A_NEW_STATUS' }), 0, LARGE);

    expect(all.batches.at(-1)!.end).to.deep.equal({ kind: 'workflowEnded', status: 'CANCELLED' });
    expect([all.ended, part.ended, none.ended, unknown.ended]).to.deep.equal([true, false, true, false]);
    expect(part.batches).to.deep.equal([{ values: [payload('"0"')], nextOffset: 1 }]);
    expect(none.batches).to.deep.equal([
      { values: [], nextOffset: 1, end: { kind: 'workflowEnded', status: 'SUCCESS' } },
    ]);
  });

  it('clips what is larger than the reader takes, in bytes and not in characters', () => {
    const rows = [
      { offset: 0, value: payload('"ü"') },
      { offset: 1, value: payload('"üü"') },
      { offset: 2, value: { kind: 'oversized', size: 99 } as const },
      { offset: 3, value: { kind: 'payload', data: '123456' } as const },
    ];

    const { batches } = readPage({ rows, more: false, workflowStatus: 'PENDING' }, 0, 5);

    expect(batches[0]!.values).to.deep.equal([
      payload('"ü"'),
      { kind: 'oversized', size: 6, serialization: 'portable_json' },
      { kind: 'oversized', size: 99 },
      { kind: 'oversized', size: 6 },
    ]);
  });
});
