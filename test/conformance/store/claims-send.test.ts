import { expect } from 'chai';
import type { DbosdError } from '@dbosd/shared';
import type { MessageSent, SendMessageCommand } from '@dbosd/daemon/internal/model/durable.js';
import { send } from '@dbosd/daemon/internal/operations/messages.js';
import { recordStepKind } from '@dbosd/daemon/internal/writer/kinds/fenced-records.js';
import { durableMessageOf, sendDurablyKind } from '@dbosd/daemon/internal/writer/kinds/send-durably.js';
import type { Writer } from '@dbosd/daemon/internal/writer/writer.js';
import type { Hint } from '@dbosd/daemon/internal/store/channels.js';
import { call, ownedWorkflow } from '../../support/durable.js';
import { failureOf } from '../../support/failure-of.js';
import { openWriter } from '../../support/writer.js';
import { openTestStore, type TestStore } from '../../support/test-store.js';

const payload = (data: string) => ({ data, serialization: 'portable_json' });

function sendMessage(writer: Writer, command: SendMessageCommand): Promise<MessageSent> {
  return writer.submit(sendDurablyKind, durableMessageOf(command));
}

describe('a send from a workflow', () => {
  let test: TestStore;
  let writer: Writer;
  let heard: Hint[];
  let made = 0;

  before(async () => {
    test = await openTestStore();
    ({ writer, heard } = openWriter(test.store.write));
  });

  after(() => test.close());

  async function owned(): Promise<string> {
    made += 1;
    const id = `w${String(made)}`;
    await ownedWorkflow(test, id);
    return id;
  }

  function message(
    from: string,
    to: string,
    functionId: number,
    more: Partial<SendMessageCommand> = {},
  ): SendMessageCommand {
    return {
      ...call(from, functionId),
      destinationId: to,
      topic: 't',
      payload: payload(String(functionId)),
      ...more,
    };
  }

  const texts = async (id: string): Promise<string[]> =>
    (
      await test.query<{ message: string }>(
        `select message from dbos.notifications where destination_uuid = $1 order by created_at_epoch_ms`,
        [id],
      )
    ).map((row) => row.message);
  const steps = (id: string) =>
    test.query(
      `select function_id as id, function_name as name, output, error, serialization,
        started_at_epoch_ms::text as started, application_name as app
      from dbos.operation_outputs where workflow_uuid = $1 order by function_id`,
      [id],
    );

  it('stores the message and its checkpoint as DBOS does, and announces it', async () => {
    const [from, to] = [await owned(), await owned()];
    const { topic: _none, ...untopical } = message(from, to, 3);

    const sent = await sendMessage(writer, untopical);

    expect(sent).to.deep.equal({ messageId: sent.messageId, duplicate: false });
    expect(
      await test.query(
        `select message_uuid as id, destination_uuid as to, topic, message, serialization, consumed, consumed_by_function_id as by
        from dbos.notifications where destination_uuid = $1`,
        [to],
      ),
    ).to.deep.equal([
      {
        id: sent.messageId,
        to,
        topic: '__null__topic__',
        message: '3',
        serialization: 'portable_json',
        consumed: false,
        by: null,
      },
    ]);
    expect(sent.messageId).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await steps(from)).to.deep.equal([
      {
        id: 3,
        name: 'DBOS.send',
        output: null,
        error: null,
        serialization: 'portable_json',
        started: '1700000000003',
        app: 'app',
      },
    ]);
    expect(heard.at(-1)).to.deep.equal({ kind: 'message', payload: `${to}::__null__topic__` });
  });

  it('that is repeated is sent once, and answered as it was', async () => {
    const [from, to] = [await owned(), await owned()];

    const first = await sendMessage(writer, message(from, to, 0));
    const again = await Promise.all([0, 0].map(() => sendMessage(writer, message(from, to, 0))));

    expect(again).to.deep.equal([first, first]);
    expect(await texts(to)).to.deep.equal(['0']);
  });

  it('under the id of another operation is refused, and sends nothing', async () => {
    const [from, to] = [await owned(), await owned()];
    await sendMessage(writer, message(from, to, 0));
    await writer.submit(recordStepKind, { ...call(from, 1), functionName: 'step' });

    const otherStart = await failureOf(sendMessage(writer, message(from, to, 0, { startedAtMs: 5 })));
    const otherName = await failureOf(sendMessage(writer, message(from, to, 1)));

    expect(otherStart.reason).to.equal('STEP_NONDETERMINISM');
    expect(otherName.reason).to.equal('UNEXPECTED_STEP');
    expect(otherName.metadata).to.include({ recorded: 'step', called: 'DBOS.send' });
    expect(await texts(to)).to.deep.equal(['0']);
  });

  it('to a workflow that is missing fails naming it, and records nothing: the worker records what it throws', async () => {
    const from = await owned();

    const error = await failureOf(sendMessage(writer, message(from, 'nobody', 0)));

    expect(error.reason).to.equal('WORKFLOW_NOT_FOUND');
    expect(error.metadata).to.deep.include({ destination_id: 'nobody' });
    expect(await steps(from)).to.deep.equal([]);
    await writer.submit(recordStepKind, {
      ...call(from, 0),
      functionName: 'DBOS.send',
      error: payload('{}'),
    });
  });

  it('fails for a caller that does not run the workflow, and sends nothing', async () => {
    const [from, to] = [await owned(), await owned()];

    const errors = await Promise.all([
      failureOf(sendMessage(writer, message(from, to, 0, { ownerToken: 'thief' }))),
      failureOf(sendMessage(writer, message(from, to, 0, { ownerToken: 'thief', stepAttempt: 1 }))),
      failureOf(sendMessage(writer, message('gone', to, 0))),
    ]);

    expect(errors.map(({ reason }) => reason)).to.deep.equal([
      'OWNERSHIP_LOST',
      'OWNERSHIP_LOST',
      'WORKFLOW_NOT_FOUND',
    ]);
    expect(errors[2].metadata).to.include({ workflow_id: 'gone' });
    expect(await texts(to)).to.deep.equal([]);
  });

  it('with a key that was used is recorded, and the first message stands', async () => {
    const [one, two, to] = [await owned(), await owned(), await owned()];
    const keyed = { idempotencyKey: 'k' };

    const answers = await Promise.all([
      sendMessage(writer, message(one, to, 0, keyed)),
      sendMessage(writer, message(two, to, 7, keyed)),
      sendMessage(writer, message(one, to, 1, keyed)),
    ]);

    const messageId = `k::${to}`;
    expect(answers).to.deep.equal([
      { messageId, duplicate: false },
      { messageId, duplicate: true },
      { messageId, duplicate: true },
    ]);
    expect(await texts(to)).to.deep.equal(['0']);
    expect((await steps(one)).length + (await steps(two)).length).to.equal(3);
  });

  it('whose key is spelt like that of a message to another workflow is refused, and records nothing', async () => {
    const [from, to] = [await owned(), await owned()];
    await ownedWorkflow(test, `b::${to}`);
    await sendMessage(writer, message(from, to, 0, { idempotencyKey: 'a::b' }));

    const error = await failureOf(sendMessage(writer, message(from, `b::${to}`, 1, { idempotencyKey: 'a' })));

    expect(error.reason).to.equal('IDEMPOTENCY_KEY_REUSED');
    expect(await steps(from)).to.have.length(1);
  });

  it('from inside a step has no checkpoint: one message for a key, or for a message’s id', async () => {
    const [from, to] = [await owned(), await owned()];
    const inStep = (data: string, more: Partial<SendMessageCommand>) =>
      sendMessage(writer, message(from, to, 0, { stepAttempt: 1, payload: payload(data), ...more }));

    const answers = [
      await inStep('keyed', { idempotencyKey: 'k' }),
      await inStep('id', { messageId: 'id' }),
      await inStep('keyed again', { idempotencyKey: 'k', stepAttempt: 2 }),
      await inStep('id', { messageId: 'id', stepAttempt: 2 }),
      ...(await Promise.all([inStep('free', { stepAttempt: 2 }), inStep('free', { stepAttempt: 2 })])),
    ];
    const late = await failureOf(inStep('late', {}));

    expect(answers.map(({ duplicate }) => duplicate)).to.deep.equal([
      false,
      false,
      true,
      false,
      false,
      false,
    ]);
    expect(late.reason).to.equal('STEP_SUPERSEDED');
    expect(await texts(to)).to.deep.equal(['keyed', 'id', 'free', 'free']);
    expect(await steps(from)).to.deep.equal([]);
  });

  it('is received in the order of sends: of one workflow unawaited, and between workflows and from outside by their answers', async () => {
    const [one, two, to] = [await owned(), await owned(), await owned()];
    const { writer: outside } = openWriter(test.store.write);
    const expected: string[] = [];
    for (let round = 0; round < 15; round++) {
      const name = (who: string): string => `"${who} ${String(round)}"`;
      await Promise.all(
        [0, 1, 2].map((i) => {
          expected.push(name(`one ${String(i)}`));
          return sendMessage(
            writer,
            message(one, to, 3 * round + i, { payload: payload(name(`one ${String(i)}`)) }),
          );
        }),
      );
      expected.push(name('outside'));
      await send(
        outside,
        { destinationId: to, topic: 't', payload: payload(name('outside')) },
        { requireActive: false, rejectDifferent: false },
      );
      expected.push(name('two'));
      await sendMessage(writer, message(two, to, round, { payload: payload(name('two')) }));
    }

    expect(await texts(to)).to.deep.equal(expected);
  });

  it('into a mailbox that runs a second ahead of the clock waits, in order, and holds up no other workflow', async () => {
    const [flooding, calm, flooded, beside] = [await owned(), await owned(), await owned(), await owned()];
    const answered: string[] = [];

    const flood = Array.from({ length: 1500 }, async (_, i) => {
      await sendMessage(writer, message(flooding, flooded, i));
      answered.push(String(i));
    });
    await sendMessage(writer, message(calm, beside, 0));
    answered.push('calm');
    await Promise.all(flood);

    const numbers = Array.from({ length: 1500 }, (_, i) => String(i));
    expect(await texts(flooded)).to.deep.equal(numbers);
    expect(answered.filter((name) => name !== 'calm')).to.deep.equal(numbers);
    expect(answered.indexOf('calm')).to.be.below(1000);
  });

  it('that Postgres refuses fails alone', async () => {
    const [from, other, to] = [await owned(), await owned(), await owned()];
    const sends = await Promise.allSettled([
      sendMessage(writer, message(from, to, 0)),
      sendMessage(writer, message(other, to, 0, { payload: payload('"\u0000"') })),
      sendMessage(writer, message(from, to, 1)),
    ]);

    expect(sends.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect(await texts(to)).to.deep.equal(['0', '1']);
    expect((sends[1] as PromiseRejectedResult).reason as DbosdError).to.be.instanceOf(Error);
  });
});
