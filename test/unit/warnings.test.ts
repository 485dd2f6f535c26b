import { createLog } from '@dbosd/daemon/internal/ops/log.js';
import { Warnings } from '@dbosd/daemon/internal/ops/warnings.js';
import { expect } from 'chai';
import { HeldClock } from '../support/held-clock.js';

type Line = Record<string, unknown>;

describe('warnings that come in floods', () => {
  function scene() {
    const lines: Line[] = [];
    const log = createLog(
      { logLevel: 'warn', logFormat: 'json' },
      {
        isTTY: false,
        write: (text) => {
          const { event, n, count } = JSON.parse(text) as Line;
          lines.push({ event, n, count });
        },
      },
    );
    const clock = new HeldClock();
    return { clock, lines, warnings: new Warnings(log, clock) };
  }

  it('are logged at once, then counted, and the last of them once an interval while they last', async () => {
    const { clock, lines, warnings } = scene();
    for (let n = 1; n <= 500; n++) warnings.note('call.failed', 'STORAGE_FULL', { n });
    expect(lines.splice(0)).to.deep.equal([{ event: 'call.failed', n: 1, count: 1 }]);
    await clock.advance(10_000);
    expect(lines.splice(0)).to.deep.equal([{ event: 'call.failed', n: 500, count: 499 }]);
    warnings.note('call.failed', 'STORAGE_FULL', { n: 501 });
    expect(lines.splice(0)).to.deep.equal([]);
    await clock.advance(10_000);
    expect(lines.splice(0)).to.deep.equal([{ event: 'call.failed', n: 501, count: 1 }]);
    await clock.advance(10_000);
    warnings.note('call.failed', 'STORAGE_FULL', { n: 502 });
    expect(lines).to.deep.equal([{ event: 'call.failed', n: 502, count: 1 }]);
  });

  it('of different causes do not hide one another', () => {
    const { lines, warnings } = scene();
    for (const reason of ['STORAGE_FULL', 'READ_ONLY', 'STORAGE_FULL'])
      warnings.note('call.failed', reason, {});
    warnings.note('store.failing', 'READ_ONLY', {});
    expect(lines.map(({ event }) => event)).to.deep.equal(['call.failed', 'call.failed', 'store.failing']);
  });

  it('are all told at the end', async () => {
    const { clock, lines, warnings } = scene();
    warnings.note('call.failed', 'READ_ONLY', { n: 1 });
    warnings.note('call.failed', 'READ_ONLY', { n: 2 });
    warnings.stop();
    await clock.advance(0);
    expect(lines.map(({ n }) => n)).to.deep.equal([1, 2]);
  });
});
