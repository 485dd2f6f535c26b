import { expect } from 'chai';
import { Hub } from '@dbosd/daemon/internal/hub/hub.js';
import { Subjects } from '@dbosd/daemon/internal/hub/subjects.js';
import { payloadOf, workflowHash } from '@dbosd/daemon/internal/store/channels.js';

/** A wake that counts. */
function counter(): { wake: () => void; count: () => number } {
  let woken = 0;
  return { wake: () => (woken += 1), count: () => woken };
}

describe('subjects', () => {
  it('of one identity are one entry, that wakes all that wait for it', () => {
    const subjects = new Subjects<string>();
    const [one, two] = [counter(), counter()];
    subjects.add('hint', 'same', 'subject', one.wake);
    subjects.add('hint', 'same', 'subject', two.wake);

    const entries = subjects.entries();
    entries[0]!.wake();
    subjects.wake('hint');
    subjects.wake('another hint');

    expect(entries).to.have.length(1);
    expect([one.count(), two.count()]).to.deep.equal([2, 2]);
    expect(subjects.interests).to.equal(2);
  });

  it('are forgotten with the last that waits, however often that one leaves', () => {
    const subjects = new Subjects<string>();
    const [one, two] = [counter(), counter()];
    const leaveOne = subjects.add('hint', 'same', 'subject', one.wake);
    const leaveTwo = subjects.add('hint', 'same', 'subject', two.wake);

    leaveOne();
    leaveOne();
    subjects.wake('hint');
    expect([one.count(), two.count(), subjects.interests]).to.deep.equal([0, 1, 1]);
    leaveTwo();

    expect(subjects.entries()).to.deep.equal([]);
    expect(subjects.interests).to.equal(0);
  });

  it('that were left and come again are not taken away by a late goodbye of the first', () => {
    const subjects = new Subjects<string>();
    const again = counter();
    const leave = subjects.add('hint', 'same', 'subject', () => undefined);
    leave();
    subjects.add('hint', 'same', 'subject', again.wake);

    leave();
    subjects.wake('hint');

    expect(again.count()).to.equal(1);
  });
});

describe('the hub', () => {
  it('wakes whoever a payload may mean, for DBOS does not escape what separates id and key', () => {
    const hub = new Hub();
    const waits = [
      { workflowId: 'a', key: 'b::c' },
      { workflowId: 'a::b', key: 'c' },
      { workflowId: 'a', key: 'b' },
    ].map(({ workflowId, key }) => {
      const woken = counter();
      hub.onEvent(workflowId, key, woken.wake);
      return woken;
    });

    hub.hint({ kind: 'event', payload: 'a::b::c' });

    expect(waits.map((each) => each.count())).to.deep.equal([1, 1, 0]);
    expect(hub.question(true).question.events).to.deep.equal([
      { workflowId: 'a', key: 'b::c' },
      { workflowId: 'a::b', key: 'c' },
      { workflowId: 'a', key: 'b' },
    ]);
  });

  it('wakes the watchers of every workflow that an event’s payload may begin with', () => {
    const hub = new Hub();
    const ids = ['w', 'w:', 'w::x', 'w::x::', 'x', 'w::x::k'];
    const waits = ids.map((id) => {
      const woken = counter();
      hub.onEvents(id, () => undefined, woken.wake);
      return woken;
    });

    hub.hint({ kind: 'event', payload: 'w:::x::k' });

    // w | :x::k, w: | x::k, w:::x | k: of those that watch, the first two.
    expect(waits.map((each) => each.count())).to.deep.equal([1, 1, 0, 0, 0, 0]);
  });

  it('wakes every kind of wait at its workflow’s end, but not those for messages', () => {
    const hub = new Hub();
    const [workflow, event, stream, watch, message, foreign] = Array.from({ length: 6 }, counter);
    hub.onWorkflow('w', workflow!.wake);
    hub.onEvent('w', 'k', event!.wake);
    hub.onStream('w', 'k', () => 0, stream!.wake);
    hub.onEvents('w', () => undefined, watch!.wake);
    hub.onMessage('w', 'k', message!.wake);
    hub.onWorkflow('other', foreign!.wake);

    hub.hint({ kind: 'workflow', hash: workflowHash('w') });

    expect([workflow, event, stream, watch, message, foreign].map((each) => each!.count())).to.deep.equal([
      1, 1, 1, 1, 0, 0,
    ]);
  });

  it('tells kinds apart that are spelt the same', () => {
    const hub = new Hub();
    const [event, stream, message] = Array.from({ length: 3 }, counter);
    hub.onEvent('w', 'k', event!.wake);
    hub.onStream('w', 'k', () => 0, stream!.wake);
    hub.onMessage('w', 'k', message!.wake);

    hub.hint({ kind: 'stream', payload: payloadOf('w', 'k') });
    hub.hint({ kind: 'message', payload: payloadOf('w', 'k') });
    hub.hint({ kind: 'message', payload: payloadOf('w', 'k') });

    expect([event!.count(), stream!.count(), message!.count()]).to.deep.equal([0, 1, 2]);
  });

  it('forgets whoever leaves, whatever they waited for', () => {
    const hub = new Hub();
    const leaves = [
      hub.onWorkflow('w', () => undefined),
      hub.onEvent('w', 'k', () => undefined),
      hub.onStream(
        'w',
        'k',
        () => 0,
        () => undefined,
      ),
      hub.onMessage('w', 't', () => undefined),
      hub.onEvents(
        'w',
        () => Buffer.alloc(0),
        () => undefined,
      ),
    ];
    expect(hub.size).to.equal(8);

    for (const leave of leaves) leave();

    expect(hub.size).to.equal(0);
    const { question } = hub.question(true);
    expect(Object.values(question).every((list) => (list as unknown[]).length === 0)).to.equal(true);
  });

  it('asks for the end of each workflow and run always, for values only in their turn, and for those who need it', () => {
    const hub = new Hub();
    hub.onEvent('w', 'k', () => undefined);
    hub.onEvent('w', 'k', () => undefined);
    hub.onStream(
      'w',
      's',
      () => 7,
      () => undefined,
    );
    hub.onStream(
      'w',
      'lagging',
      () => undefined,
      () => undefined,
    );
    hub.onEvents(
      'w',
      () => Buffer.from('d'),
      () => undefined,
    );
    hub.onEvents(
      'w',
      () => undefined,
      () => undefined,
    );
    hub.onRun('w', 't', () => undefined);
    hub.onMessage('w', 't', () => undefined);
    hub.onMessage('w', 't', () => undefined);

    expect(hub.question(false).question).to.deep.equal({
      workflows: [{ workflowId: 'w', existed: undefined }],
      runs: [{ workflowId: 'w', ownerToken: 't' }],
      events: [],
      streams: [],
      watches: [],
      messages: [],
    });
    const { question } = hub.question(true);
    expect(question.workflows).to.deep.equal([{ workflowId: 'w', existed: undefined }]);
    expect(question.events).to.deep.equal([{ workflowId: 'w', key: 'k' }]);
    expect(question.streams).to.have.length(1);
    expect(question.streams[0]).to.include({ workflowId: 'w', key: 's', nextOffset: 7 });
    expect(question.watches).to.have.length(1);
    expect(question.watches[0]!.digest).to.deep.equal(Buffer.from('d'));
    expect(question.messages).to.deep.equal([{ workflowId: 'w', topic: 't' }]);
  });

  it('wakes everybody when hints may have been lost, and when the daemon drains', () => {
    const hub = new Hub();
    const [event, message, drained, left] = Array.from({ length: 4 }, counter);
    hub.onEvent('w', 'k', event!.wake);
    hub.onMessage('w', 't', message!.wake);
    hub.onDrain(drained!.wake);
    hub.onDrain(left!.wake)();

    hub.wakeAll();
    expect([event!.count(), message!.count(), drained!.count()]).to.deep.equal([2, 1, 0]);
    expect(hub.draining).to.equal(false);
    hub.drain();

    expect(hub.draining).to.equal(true);
    expect([event!.count(), message!.count(), drained!.count(), left!.count()]).to.deep.equal([4, 2, 1, 0]);
  });
});
