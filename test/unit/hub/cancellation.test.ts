import { expect } from 'chai';
import { Cancellation } from '@dbosd/daemon/internal/model/waits.js';

describe('a cancellation', () => {
  it('tells those who listen, once, and keeps its first reason', () => {
    const cancellation = new Cancellation();
    const told: string[] = [];
    const [first, second] = [new Error('first'), new Error('second')];
    const gone = (): void => {
      told.push('gone');
    };
    cancellation.throwIfAborted();
    cancellation.addEventListener('abort', () => told.push('a'));
    cancellation.addEventListener('abort', gone);
    cancellation.addEventListener('abort', () => told.push('b'));
    cancellation.removeEventListener('abort', gone);

    cancellation.abort(first);
    cancellation.abort(second);

    expect(told).to.deep.equal(['a', 'b']);
    expect([cancellation.aborted, cancellation.reason]).to.deep.equal([true, first]);
    expect(() => {
      cancellation.throwIfAborted();
    }).to.throw(first);
  });
});
