import { setImmediate as nextTurn } from 'node:timers/promises';
import { FrameOutput } from '@dbosd/daemon/internal/rpc/link/frame-output.js';
import { expect } from 'chai';

describe('the output of a stream of frames', () => {
  /** An output whose frames are noted as the words in them; `take` lets the transport take the oldest. */
  function output(): { say: (word: string) => void; frames: string[]; take: () => void } {
    const frames: string[] = [];
    const waiting: (() => void)[] = [];
    const frameOutput = new FrameOutput({
      limits: { maxOutputBytes: 1024, frameBytes: 1024 },
      outlet: undefined,
      write: (frame, taken) => {
        frames.push(frame.toString());
        waiting.push(taken);
      },
      onRoom: () => undefined,
      onEmpty: () => undefined,
    });
    return {
      frames,
      say: (word) => {
        const text = Buffer.from(`${word} `);
        frameOutput.push({
          bytes: text.length,
          // As it is, without a length: so that a frame reads as its words.
          write: (writer) => {
            for (const byte of text) writer.uint32(byte);
          },
        });
      },
      take: () => waiting.shift()?.(),
    };
  }

  it('makes one frame of answers that promises give one after the other, in the same turn', async () => {
    const { say, frames } = output();
    const turnIsOver = nextTurn();
    say('one');
    for (let hop = 0; hop < 50; hop++) await Promise.resolve();
    say('other');
    await turnIsOver;

    expect(frames).to.deep.equal(['one other ']);
  });

  it('makes one frame of all that gathers while the transport has another', async () => {
    const { say, frames, take } = output();
    say('first');
    await nextTurn();
    for (const word of ['a', 'b', 'c']) {
      say(word);
      await nextTurn();
    }
    expect(frames).to.deep.equal(['first ']);

    take();
    expect(frames).to.deep.equal(['first ', 'a b c ']);
  });
});
