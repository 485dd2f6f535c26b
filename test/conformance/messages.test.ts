import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { failureOf } from '../support/failure-of.js';
import { overSurfaces, overWires } from '../support/surfaces/over-surfaces.js';

overSurfaces('Send', (on) => {
  it('stores a message for a recv of its topic before it answers', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await surface.send({ to: id, message: { paid: true }, topic: 'payment' });
    expect(await dbos.messages(id)).to.deep.equal([
      { topic: 'payment', message: '{"paid":true}', serialization: 'portable_json' },
    ]);
  });

  it('stores a message without a topic under the mark that a recv without a topic looks for', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await surface.send({ to: id, message: 1 });
    expect((await dbos.messages(id)).map(({ topic }) => topic)).to.deep.equal(['__null__topic__']);
  });

  it('refuses a destination that does not exist', async () => {
    const error = await failureOf(on().surface.send({ to: randomUUID(), message: 1 }));
    expect(error).to.include({ reason: 'WORKFLOW_NOT_FOUND', outcome: 'not_applied' });
  });

  it('stores what is sent twice under one key once', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    const message = { to: id, message: 'once', idempotencyKey: 'k' };
    await Promise.all([surface.send(message), surface.send(message)]);
    await surface.send(message);
    expect(await dbos.messages(id)).to.have.length(1);
  });

  it('keeps the first message under a key, and refuses another one where asked to', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await surface.send({ to: id, message: 'first', idempotencyKey: 'k' });
    await surface.send({ to: id, message: 'second', idempotencyKey: 'k' });
    const other = { to: id, message: 'third', idempotencyKey: 'k' };
    const error = await failureOf(surface.send(other, { rejectDifferent: true }));
    expect(error).to.include({ reason: 'IDEMPOTENCY_KEY_REUSED', outcome: 'not_applied' });
    await surface.send({ ...other, message: 'first' }, { rejectDifferent: true });
    expect((await dbos.messages(id)).map(({ message }) => message)).to.deep.equal(['"first"']);
  });

  it('scopes a key to its destination, and never mistakes two that are spelled alike together', async () => {
    const { surface, dbos } = on();
    const tail = randomUUID();
    const long = await dbos.workflow(`b::${tail}`);
    const short = await dbos.workflow(tail);
    await surface.send({ to: long, message: 1, idempotencyKey: 'a' });
    await surface.send({ to: short, message: 2, idempotencyKey: 'a' });
    const error = await failureOf(surface.send({ to: short, message: 3, idempotencyKey: 'a::b' }));
    expect(error).to.include({ reason: 'IDEMPOTENCY_KEY_REUSED', outcome: 'not_applied' });
    expect(await dbos.messages(short)).to.have.length(1);
  });

  for (const status of ['SUCCESS', 'ERROR', 'CANCELLED', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED']) {
    it(`accepts a destination in ${status}, unless it must be active`, async () => {
      const { surface, dbos } = on();
      const id = await dbos.workflow(undefined, status);
      await surface.send({ to: id, message: 1 });
      const error = await failureOf(surface.send({ to: id, message: 2 }, { requireActive: true }));
      expect(error).to.include({ reason: 'WORKFLOW_NOT_ACTIVE', outcome: 'not_applied' });
      expect(await dbos.messages(id)).to.have.length(1);
    });
  }

  for (const status of ['PENDING', 'ENQUEUED', 'DELAYED']) {
    it(`takes a destination in ${status} for active`, async () => {
      const { surface, dbos } = on();
      const id = await dbos.workflow(undefined, status);
      await surface.send({ to: id, message: 1 }, { requireActive: true });
      expect(await dbos.messages(id)).to.have.length(1);
    });
  }

  it('gives messages that were sent one after the other rising times, so that recv goes by that order', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    for (let n = 0; n < 50; n++) await surface.send({ to: id, message: n });
    const rows = await dbos.query<{ message: string; at: string }>(
      `select message, created_at_epoch_ms as at from dbos.notifications
       where destination_uuid = $1 order by created_at_epoch_ms`,
      [id],
    );
    expect(rows.map(({ message }) => Number(message))).to.deep.equal(Array.from({ length: 50 }, (_, n) => n));
    expect(new Set(rows.map(({ at }) => at)).size).to.equal(50);
  });
});

overSurfaces('SendBatch', (on) => {
  it('keeps the order of the batch, and answers each message', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    const messages = Array.from({ length: 300 }, (_, n) => ({ to: id, message: n }));
    const outcomes = await surface.sendBatch(messages);
    expect(outcomes).to.have.length(300);
    expect((await dbos.messages(id)).map(({ message }) => Number(message))).to.deep.equal(
      messages.map(({ message }) => message),
    );
  });

  it('stores the good messages next to bad ones, and says of each what became of it', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    const ended = await dbos.workflow(undefined, 'SUCCESS');
    const outcomes = await surface.sendBatch(
      [
        { to: id, message: 1, idempotencyKey: 'a' },
        { to: randomUUID(), message: 2 },
        { to: ended, message: 3 },
        { to: id, message: 1, idempotencyKey: 'a' },
        { to: id, message: 4, idempotencyKey: 'a' },
        { to: id, message: 5 },
      ],
      { requireActive: true },
    );
    expect(
      outcomes.map((outcome) => ('refused' in outcome ? outcome.refused : outcome.duplicate)),
    ).to.deep.equal([false, 'WORKFLOW_NOT_FOUND', 'WORKFLOW_NOT_ACTIVE', true, true, false]);
    expect(outcomes[4]).to.include({ differs: true, messageId: `a::${id}` });
    expect((await dbos.messages(id)).map(({ message }) => message)).to.deep.equal(['1', '5']);
  });

  it('stores all or nothing where asked to', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    const good = [
      { to: id, message: 1 },
      { to: id, message: 2 },
    ];
    const error = await failureOf(
      surface.sendBatch([...good, { to: randomUUID(), message: 3 }], { allOrNothing: true }),
    );
    expect(error).to.include({ reason: 'WORKFLOW_NOT_FOUND', outcome: 'not_applied' });
    expect(await dbos.messages(id)).to.be.empty;
    expect(await surface.sendBatch(good, { allOrNothing: true })).to.have.length(2);
    expect((await dbos.messages(id)).map(({ message }) => message)).to.deep.equal(['1', '2']);
  });

  it('refuses another message under a used key for all of a batch of all or nothing', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await surface.send({ to: id, message: 'first', idempotencyKey: 'k' });
    const batch = [
      { to: id, message: 'new' },
      { to: id, message: 'other', idempotencyKey: 'k' },
    ];
    const error = await failureOf(surface.sendBatch(batch, { allOrNothing: true, rejectDifferent: true }));
    expect(error.reason).to.equal('IDEMPOTENCY_KEY_REUSED');
    expect(await dbos.messages(id)).to.have.length(1);
  });
});

overSurfaces('ListMessages', (on) => {
  it('shows what waits and what was consumed, by state and topic, and consumes nothing', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    await surface.send({ to: id, message: 'a', topic: 't', idempotencyKey: 'a' });
    await surface.send({ to: id, message: 'b', idempotencyKey: 'b' });
    await surface.send({ to: id, message: 'c', topic: 't', idempotencyKey: 'c' });
    await dbos.consume(`a::${id}`, 7);
    const all = await surface.listMessages(id);
    expect(all.map(({ sentAtMs: _, ...rest }) => rest)).to.deep.equal([
      { messageId: `a::${id}`, topic: 't', message: 'a', consumed: true, consumedBy: 7 },
      { messageId: `b::${id}`, topic: undefined, message: 'b', consumed: false, consumedBy: undefined },
      { messageId: `c::${id}`, topic: 't', message: 'c', consumed: false, consumedBy: undefined },
    ]);
    const said = async (rules: Parameters<typeof surface.listMessages>[1]): Promise<unknown[]> =>
      (await surface.listMessages(id, rules)).map(({ message }) => message);
    expect(await said({ state: 'waiting' })).to.deep.equal(['b', 'c']);
    expect(await said({ state: 'consumed' })).to.deep.equal(['a']);
    expect(await said({ topic: 't' })).to.deep.equal(['a', 'c']);
    expect(await said({ topic: 't', state: 'waiting' })).to.deep.equal(['c']);
    expect(await said({ topic: 'other' })).to.be.empty;
  });

  it('bounds the list by the time of sending: from the one time on, before the other', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    for (const message of ['a', 'b', 'c']) await surface.send({ to: id, message });
    const [, second] = await surface.listMessages(id);
    const at = second!.sentAtMs;
    const said = async (rules: Parameters<typeof surface.listMessages>[1]): Promise<unknown[]> =>
      (await surface.listMessages(id, rules)).map(({ message }) => message);
    expect(await said({ sentBeforeMs: at })).to.deep.equal(['a']);
    expect(await said({ sentSinceMs: at })).to.deep.equal(['b', 'c']);
    expect(await said({ sentSinceMs: at, sentBeforeMs: at + 1 })).to.deep.equal(['b']);
  });

  it('goes through all pages, each message once', async () => {
    const { surface, dbos } = on();
    const id = await dbos.workflow();
    const messages = Array.from({ length: 25 }, (_, n) => ({ to: id, message: n }));
    await surface.sendBatch(messages);
    for (const pageSize of [1, 5, 24, 25, 26]) {
      const listed = await surface.listMessages(id, { pageSize });
      expect(listed.map(({ message }) => message)).to.deep.equal(messages.map(({ message }) => message));
    }
  });

  it('refuses a workflow that does not exist, and lists nothing of one without messages', async () => {
    const { surface, dbos } = on();
    expect((await failureOf(surface.listMessages(randomUUID()))).reason).to.equal('WORKFLOW_NOT_FOUND');
    expect(await surface.listMessages(await dbos.workflow())).to.be.empty;
  });
});

overWires('The answers of MessageService', (on) => {
  const payload = (value: unknown): { data: string } => ({ data: JSON.stringify(value) });

  it('say the id, whether it is a duplicate that differs, and the status of the destination', async () => {
    const { wire, dbos } = on();
    const id = await dbos.workflow(undefined, 'ENQUEUED');
    const first = { destinationId: id, payload: payload(1), idempotencyKey: 'k', topic: 't' };
    const send = (message: object): ReturnType<typeof wire.call<'send'>> =>
      wire.call('send', { message: { ...first, ...message } });
    const sent = { messageId: `k::${id}`, destinationStatus: 'WORKFLOW_STATUS_ENQUEUED' };
    expect(await send({})).to.deep.equal({ ...sent, duplicate: false, differs: false });
    expect(await send({})).to.deep.equal({ ...sent, duplicate: true, differs: false });
    for (const change of [
      { topic: 'u' },
      { payload: payload(2) },
      { payload: { data: '1', serialization: 'js_superjson' } },
      { payload: { data: '1 ' } },
    ]) {
      expect(await send(change)).to.deep.equal({ ...sent, duplicate: true, differs: true });
    }
  });

  it('cut a page at 1 MiB, and a larger value travels alone', async () => {
    const { wire, dbos } = on();
    const id = await dbos.workflow();
    const sizes = [600_000, 600_000, 600_000, 1_500_000, 10, 10];
    for (const [n, size] of sizes.entries()) {
      const data = JSON.stringify(String(n).padEnd(size, '.'));
      await wire.call('send', { message: { destinationId: id, payload: { data } } });
    }
    const pages: number[] = [];
    let pageToken = '';
    do {
      const page = await wire.call('listMessages', { workflowId: id, pageToken });
      pages.push(page.messages.length);
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(pages.reduce((sum, count) => sum + count)).to.equal(sizes.length);
    expect(pages).to.deep.equal([1, 1, 1, 1, 2]);
  });
});
