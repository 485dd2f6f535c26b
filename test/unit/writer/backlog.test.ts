import { expect } from 'chai';
import { Backlog } from '@dbosd/daemon/internal/writer/backlog.js';

describe('a backlog', () => {
  it('is full above its marks, in members or in bytes, and has room again at half of both', () => {
    const backlog = new Backlog({ members: 4, bytes: 100 });
    let room = 0;
    backlog.onRoom(() => (room += 1));
    for (let i = 0; i < 4; i++) backlog.add(1);
    expect(backlog.full).to.equal(false);
    backlog.add(1);
    expect(backlog.full).to.equal(true);
    backlog.remove(1);
    backlog.remove(1);
    expect([backlog.full, room]).to.deep.equal([true, 0]);
    backlog.remove(1);
    expect([backlog.full, room]).to.deep.equal([false, 1]);
    backlog.add(99);
    expect(backlog.full).to.equal(true);
    backlog.remove(99);
    expect([backlog.full, room]).to.deep.equal([false, 2]);
  });
});
