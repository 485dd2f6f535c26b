import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Flusher } from '@dbosd/shared';
import { expect } from 'chai';

describe('a flusher', () => {
  /** A flusher that notes what had gathered at each flush, as the words that were said before it. */
  function recorder(): { say: (word: string) => void; flushes: string[][] } {
    const flushes: string[][] = [];
    let gathered: string[] = [];
    const flusher = new Flusher(() => {
      flushes.push(gathered);
      gathered = [];
    });
    return {
      flushes,
      say: (word) => {
        gathered.push(word);
        flusher.schedule();
      },
    };
  }

  const nextTick = (): Promise<void> =>
    new Promise((resolve) => {
      process.nextTick(resolve);
    });

  it('flushes once for what promises say one after the other, in the turn in which it was said', async () => {
    const { say, flushes } = recorder();
    const turnIsOver = nextTurn();
    say('one');
    for (let hop = 0; hop < 50; hop++) await Promise.resolve();
    say('other');
    while (flushes.length === 0) await nextTick();

    expect(flushes).to.deep.equal([['one', 'other']]);
    await turnIsOver;
    expect(flushes).to.have.length(1);
  });

  it('flushes at the end of the turn what is said after that, all together', async () => {
    const { say, flushes } = recorder();
    const turnIsOver = nextTurn();
    say('alone');
    while (flushes.length === 0) await nextTick();
    for (const word of ['late', 'later']) {
      say(word);
      for (let tick = 0; tick < 50; tick++) await nextTick();
    }
    expect(flushes).to.deep.equal([['alone']]);

    await turnIsOver;
    await nextTurn();
    expect(flushes).to.deep.equal([['alone'], ['late', 'later']]);
  });

  it('flushes before the process does anything else', async () => {
    const { say, flushes } = recorder();
    const server = createServer((socket) => socket.end('heard')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = createConnection((server.address() as AddressInfo).port, '127.0.0.1');
    const before: number[] = [];
    for (const event of ['connect', 'data', 'close']) {
      await once(socket, event);
      before.push(flushes.length);
      say(event);
    }
    server.close();
    await nextTurn();

    expect(before).to.deep.equal([0, 1, 2]);
    expect(flushes).to.deep.equal([['connect'], ['data'], ['close']]);
  });
});
