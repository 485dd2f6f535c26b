import { Progress } from '@dbosd/bench/report/progress.js';
import { expect } from 'chai';

function told(terminal: boolean) {
  let written = '';
  let nowMs = 0;
  const output = { isTTY: terminal, columns: 40, write: (text: string) => (written += text) };
  const progress = new Progress(output, () => nowMs);
  return {
    progress,
    written: () => written,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe('the progress of the bench', () => {
  it('is one line on a terminal, rewritten in its place and no wider than that', () => {
    const { progress, written, pass } = told(true);
    progress.row('send', 0, 9);
    pass(65_000);
    progress.say('send, 256 callers at once: round 2 of 5, dbosd');
    progress.end();

    const draws = written().split('\r\x1b[2K');
    expect(written()).not.to.include('\n');
    expect(draws[1]).to.equal('[0 s] row 1 of 9, send · begins');
    expect(draws[2]).to.equal('[1 m 05 s] row 1 of 9, send · send, 256');
    expect(draws[3]).to.equal('');
  });

  it('is a plain line now and then elsewhere, and one at the beginning of each row', () => {
    const { progress, written, pass } = told(false);
    progress.row('send', 0, 2);
    progress.say('round 1');
    pass(20_000);
    progress.say('round 2');
    progress.clear();
    progress.row('writes', 1, 2);
    progress.end();

    expect(written()).to.equal(
      '[0 s] row 1 of 2, send · begins\n' +
        '[20 s] row 1 of 2, send · round 2\n' +
        '[20 s] row 2 of 2, writes · begins\n',
    );
  });
});
