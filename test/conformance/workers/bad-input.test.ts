import { randomUUID } from 'node:crypto';
import { contractRoot, fromStatus, NULL_TOPIC, type DbosdError } from '@dbosd/shared';
import { expect } from 'chai';
import { contentsOf } from '../../support/contents.js';
import { startOwnDaemon, type OwnDaemon } from '../../support/own-daemon.js';
import { textPlaces, type Plain, type TextPlace } from '../../support/request-fields.js';
import { RpcCaller } from '../../support/rpc-caller.js';
import { helloOf, type WorkerCaller } from '../../support/worker-caller.js';

const MAX_PAYLOAD_BYTES = 8192;

/** What a field takes: a name of so many bytes at most (`not`: these are refused all the same), or JSON of some form. */
type Rule =
  | { readonly bytes: number; readonly not?: readonly string[] }
  | { readonly json: 'any' | 'object' | 'arguments' | 'stream value' }
  | { readonly uuid: true };

const ID: Rule = { bytes: 1280 };
const KEY: Rule = { bytes: 1024 };
const NAME: Rule = { bytes: 255 };
const TOPIC: Rule = { bytes: 1024, not: [NULL_TOPIC] };
const NEW_ID: Rule = { bytes: 1280, not: [' ', '\t \n'] };
const VALUE: Rule = { json: 'any' };

/** Every string of a worker's frame. A new field has to be entered here. */
const RULES: Readonly<Record<string, Rule>> = {
  'hello.application_name': NAME,
  'hello.application_version': NAME,
  'hello.executor_id': { bytes: 200 },
  'hello.instance': NAME,
  'hello.workflows[0].workflow_name': NAME,
  'hello.workflows[0].class_name': NAME,
  'hello.workflows[0].config_name': NAME,
  'hello.offer.queue_names[0]': NAME,
  'hello.running[0].workflow_id': ID,
  'hello.running[0].owner_token': NAME,
  'hello.running[0].queue_name': NAME,
  'hello.running[0].queue_partition_key': { bytes: 512 },
  'offer.queue_names[0]': NAME,
  'assignment_answers[0].workflow_id': ID,
  'assignment_answers[0].owner_token': NAME,
  'stopped[0].workflow_id': ID,
  'stopped[0].owner_token': NAME,
  'operations[0].workflow_id': ID,
  'operations[0].owner_token': NAME,
  'operations[0].record_step.function_name': KEY,
  'operations[0].record_step.output.data': VALUE,
  'operations[0].record_step.output.serialization': NAME,
  'operations[0].record_step.error.data': VALUE,
  'operations[0].record_step.error.serialization': NAME,
  'operations[0].record_step.child_workflow_id': ID,
  'operations[0].send_message.destination_id': ID,
  'operations[0].send_message.payload.data': VALUE,
  'operations[0].send_message.payload.serialization': NAME,
  'operations[0].send_message.topic': TOPIC,
  'operations[0].send_message.idempotency_key': KEY,
  'operations[0].send_message.message_id': { uuid: true },
  'operations[0].receive.topic': TOPIC,
  'operations[0].set_event.key': KEY,
  'operations[0].set_event.value.data': VALUE,
  'operations[0].set_event.value.serialization': NAME,
  'operations[0].write_stream.key': KEY,
  'operations[0].write_stream.value.data': { json: 'stream value' },
  'operations[0].write_stream.value.serialization': NAME,
  'operations[0].close_stream.key': KEY,
  'operations[0].start_workflow.workflow_id': NEW_ID,
  'operations[0].start_workflow.workflow_name': NAME,
  'operations[0].start_workflow.class_name': NAME,
  'operations[0].start_workflow.config_name': NAME,
  'operations[0].start_workflow.input.data': { json: 'arguments' },
  'operations[0].start_workflow.input.serialization': NAME,
  'operations[0].start_workflow.token': NAME,
  'operations[0].start_workflow.authenticated_user': NAME,
  'operations[0].start_workflow.assumed_role': NAME,
  'operations[0].start_workflow.authenticated_roles[0]': NAME,
  'operations[0].start_workflow.attributes_json': { json: 'object' },
  'operations[0].start_workflow.application_version': NAME,
  'operations[0].start_workflow.queue.queue_name': NAME,
  'operations[0].start_workflow.queue.deduplication_id': NAME,
  'operations[0].start_workflow.queue.queue_partition_key': { bytes: 512 },
  'operations[0].start_workflow.queue.application_version': NAME,
  'operations[0].start_workflow.queue.application_name': NAME,
  'operations[0].finish_workflow.output.data': VALUE,
  'operations[0].finish_workflow.output.serialization': NAME,
  'operations[0].finish_workflow.error.data': VALUE,
  'operations[0].finish_workflow.error.serialization': NAME,
};

const REFUSED_BYTES: Readonly<Record<string, Buffer>> = {
  'with NUL': Buffer.from('a\0b'),
  'that is no UTF-8': Buffer.from([0x61, 0xff, 0xfe, 0x62]),
  'with a lone surrogate': Buffer.from([0x61, 0xed, 0xa0, 0x80]),
};

const JSON_1 = { data: '1' };

/** The kinds of operations, each good but for what a test puts into it. */
const GOOD: Readonly<Record<string, () => Plain>> = {
  recordStep: () => ({ functionName: 'step' }),
  sendMessage: () => ({ destinationId: 'd', payload: { ...JSON_1 } }),
  receive: () => ({}),
  setEvent: () => ({ key: 'k', value: { ...JSON_1 } }),
  writeStream: () => ({ key: 's', value: { ...JSON_1 } }),
  closeStream: () => ({ key: 's' }),
  startWorkflow: () => ({
    workflowId: randomUUID(),
    workflowName: 'order',
    token: randomUUID(),
    input: { data: '{}' },
  }),
  finishWorkflow: () => ({}),
};

const TYPE = contractRoot().lookupType('dbosd.v1.ConnectRequest');
const PLACES = textPlaces(TYPE);

describe('The table of bad input of workers', () => {
  it('has an entry for every string of a frame, and no other', () => {
    expect(PLACES.map(({ path }) => path)).to.have.members(Object.keys(RULES));
  });
});

describe('Bad input of a worker', () => {
  let daemon: OwnDaemon;
  let caller: RpcCaller;

  before(async () => {
    daemon = await startOwnDaemon({ config: { maxPayloadBytes: MAX_PAYLOAD_BYTES } });
    caller = new RpcCaller(daemon.address);
  });

  after(async () => {
    caller.close();
    await daemon.stop();
  });

  /** How a frame is refused; undefined: it is not. A worker that was let in is one that has gone again. */
  async function refusal(place: TextPlace, frame: Buffer): Promise<DbosdError | undefined> {
    const worker = caller.connectWorker();
    try {
      if (!place.path.startsWith('hello')) await worker.join(helloOf());
      worker.write(frame);
      if (!place.path.startsWith('operations')) return await ended(worker, place);
      const answer = await worker.until((frames) => frames.flatMap(({ answers }) => answers)[0]);
      return answer.error ? fromStatus(answer.error) : undefined;
    } finally {
      worker.die();
    }
  }

  // A good hello is answered; behind anything else that is good, a goodbye ends the stream well.
  async function ended(worker: WorkerCaller, { path }: TextPlace): Promise<DbosdError | undefined> {
    if (path.startsWith('hello')) {
      return Promise.race([
        worker.end,
        worker.accepted().then(
          () => undefined,
          () => worker.end,
        ),
      ]);
    }
    worker.write({ goodbye: {} });
    return worker.end;
  }

  for (const place of PLACES) {
    const rule = RULES[place.path];
    if (rule === undefined) continue;
    const field = place.path.replace('operations[0].', '');

    it(`in ${place.path} is refused by its name, and nothing is written`, async () => {
      // The executors of the workers themselves come and go.
      const contents = async (): Promise<object> => ({
        ...(await contentsOf(daemon.dbos)),
        'dbosd.executor': '',
        'dbos.application_versions': '',
      });
      const before = await contents();
      for (const [what, bytes] of Object.entries(REFUSED_BYTES)) {
        const error = await refusal(place, put(place, bytes));
        expect(error, what).to.include({ reason: 'INVALID_FIELD', outcome: 'not_applied' });
        expect(error!.field, what).to.equal(field);
      }
      for (const { text, reason } of refusedTexts(rule)) {
        const error = await refusal(place, put(place, Buffer.from(text)));
        expect(error, text.slice(0, 40)).to.include({ reason, outcome: 'not_applied' });
        expect(error!.field ?? error!.metadata['field'], text.slice(0, 40)).to.equal(field);
      }
      expect(await contents()).to.deep.equal(before);
    });

    it(`in ${place.path} is not seen where there is none`, async () => {
      for (const text of acceptedTexts(rule)) {
        const error = await refusal(place, put(place, Buffer.from(text)));
        expect(error?.reason, text.slice(0, 40)).to.not.be.oneOf([
          'INVALID_FIELD',
          'PAYLOAD_TOO_LARGE',
          'INTERNAL',
        ]);
      }
    });
  }

  /** A frame that is refused: how its stream, or its operation, ends. */
  const wrong: Readonly<Record<string, { readonly frame: Plain; readonly field: string }>> = {
    'that is no hello': { frame: { offer: {} }, field: 'hello' },
    'that registers a workflow twice': {
      frame: { hello: helloOf({ workflows: [{ workflowName: 'a' }, { workflowName: 'a' }] }) },
      field: 'hello.workflows[1]',
    },
    'that offers fewer slots than none': {
      frame: { hello: helloOf({ offer: { slots: -1 } }) },
      field: 'hello.offer.slots',
    },
    'that allows no attempt': {
      frame: { hello: helloOf({ workflows: [{ workflowName: 'a', maxRecoveryAttempts: 0 }] }) },
      field: 'hello.workflows[0].max_recovery_attempts',
    },
  };
  for (const [what, { frame, field }] of Object.entries(wrong)) {
    it(`ends the stream of a first frame ${what}`, async () => {
      const worker = caller.connectWorker();
      worker.write(encode(frame));
      const error = await worker.end;
      expect(error).to.include({ reason: 'INVALID_FIELD' });
      expect(error!.field).to.equal(field);
    });
  }

  it('ends the stream when it says hello twice, or numbers an operation wrong', async () => {
    const operation = { workflowId: 'w', ownerToken: 't', startedAt: { seconds: 1 } };
    const receive = { ...operation, receive: { timeout: { seconds: 100 }, deadlineFunctionId: 1 } };
    const frames: Readonly<Record<string, Plain>> = {
      hello: { hello: helloOf() },
      'operations.id': { operations: [{ ...operation, id: 0, recordStep: { functionName: 's' } }] },
    };
    for (const [field, frame] of Object.entries(frames)) {
      const worker = caller.connectWorker();
      await worker.join(helloOf());
      worker.write(encode(frame));
      expect((await worker.end)?.field).to.equal(field);
    }
    const worker = caller.connectWorker();
    await worker.join(helloOf());
    worker.write(
      encode({
        operations: [
          { ...receive, id: 1 },
          { ...receive, id: 1 },
        ],
      }),
    );
    expect((await worker.end)?.field).to.equal('operations.id');
  });

  const operations: Readonly<Record<string, { readonly operation: Plain; readonly field: string }>> = {
    'of no kind': { operation: {}, field: 'kind' },
    'that began at no time': { operation: { startedAt: null, receive: {} }, field: 'started_at' },
    'with a function id below 0': { operation: { functionId: -1, receive: {} }, field: 'function_id' },
    'that a step cannot do': { operation: { stepAttempt: 1, receive: {} }, field: 'step_attempt' },
    'that records an outcome inside a step': {
      operation: { stepAttempt: 1, recordStep: { functionName: 's' } },
      field: 'step_attempt',
    },
    'that records a deadline inside a step': {
      operation: { stepAttempt: 1, recordDeadline: { duration: { seconds: 1 } } },
      field: 'step_attempt',
    },
    'that sets an event inside a step': {
      operation: { stepAttempt: 1, setEvent: { key: 'k', value: JSON_1 } },
      field: 'step_attempt',
    },
    'that starts a workflow inside a step': {
      operation: { stepAttempt: 1, startWorkflow: GOOD['startWorkflow']!() },
      field: 'step_attempt',
    },
    'that waits without a deadline': {
      operation: { receive: { timeout: { seconds: 1 } } },
      field: 'receive.deadline_function_id',
    },
    'with an output and an error': {
      operation: { recordStep: { functionName: 's', output: JSON_1, error: JSON_1 } },
      field: 'record_step.error',
    },
    'that ends a workflow with nothing': {
      operation: { finishWorkflow: {} },
      field: 'finish_workflow.outcome',
    },
    'that counts writes outside a step': {
      operation: { writeStream: { key: 'k', value: JSON_1, dedupeOrdinal: 1 } },
      field: 'write_stream.dedupe_ordinal',
    },
    'that writes the mark of the end': {
      operation: { writeStream: { key: 'k', value: { data: '"__DBOS_STREAM_CLOSED__"' } } },
      field: 'write_stream.value.data',
    },
    'with a timeout of its own and its parent’s': {
      operation: {
        startWorkflow: { ...GOOD['startWorkflow']!(), timeout: { seconds: 1 }, inheritDeadline: true },
      },
      field: 'start_workflow.inherit_deadline',
    },
    'that returns a duplicate of nothing': {
      operation: {
        startWorkflow: { ...GOOD['startWorkflow']!(), queue: { queueName: 'q', returnDeduplicated: true } },
      },
      field: 'start_workflow.queue.deduplication_id',
    },
  };
  for (const [what, { operation, field }] of Object.entries(operations)) {
    it(`answers an operation ${what} with its field`, async () => {
      const worker = caller.connectWorker();
      await worker.join(helloOf());
      const base = { id: 1, workflowId: 'w', ownerToken: 't', startedAt: { seconds: 1 } };
      worker.write(encode({ operations: [{ ...base, ...operation }] }));
      const answer = await worker.until((frames) => frames.flatMap(({ answers }) => answers)[0]);
      const error = fromStatus(answer.error!);
      expect(error).to.include({ reason: 'INVALID_FIELD', outcome: 'not_applied' });
      expect(error.field).to.equal(field);
      worker.die();
    });
  }
});

function encode(frame: Plain): Buffer {
  return Buffer.from(TYPE.encode(TYPE.fromObject(frame)).finish());
}

/** A frame that is good but for those bytes. */
function put(place: TextPlace, bytes: Buffer): Buffer {
  const text = '~'.repeat(bytes.length);
  const frame = goodFrame(place.path);
  place.put(frame, text);
  const encoded = encode(frame);
  if (bytes.length === 0) return encoded;
  const at = encoded.indexOf(text);
  expect(encoded.indexOf(text, at + 1), 'the text stands there once').to.equal(-1);
  bytes.copy(encoded, at);
  return encoded;
}

function goodFrame(path: string): Plain {
  if (path.startsWith('hello')) {
    return { hello: helloOf({ running: [{ workflowId: 'w', ownerToken: 't' }] }) };
  }
  if (path.startsWith('offer')) return { offer: {} };
  if (path.startsWith('assignment')) return { assignmentAnswers: [{ workflowId: 'w', ownerToken: 't' }] };
  if (path.startsWith('stopped')) return { stopped: [{ workflowId: 'w', ownerToken: 't' }] };
  const part = path.split('.')[1]!.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
  const kind = part in GOOD ? part : 'receive';
  const placement = path.includes('.queue.')
    ? { queue: { queueName: 'q', byName: path.endsWith('.application_name') } }
    : {};
  return {
    operations: [
      {
        id: 1,
        workflowId: randomUUID(),
        ownerToken: 't',
        startedAt: { seconds: 1 },
        [kind]: { ...GOOD[kind]!(), ...placement },
      },
    ],
  };
}

function refusedTexts(rule: Rule): { text: string; reason: string }[] {
  const as = (reason: string, texts: readonly string[]): { text: string; reason: string }[] =>
    texts.map((text) => ({ text, reason }));
  if ('bytes' in rule) {
    return as('INVALID_FIELD', [
      '',
      'n'.repeat(rule.bytes + 1),
      `ä${'n'.repeat(rule.bytes - 1)}`,
      ...(rule.not ?? []),
    ]);
  }
  if ('uuid' in rule) return as('INVALID_FIELD', ['', 'a', `${randomUUID()}x`]);
  const tooLarge = `{"positionalArgs":["${'j'.repeat(MAX_PAYLOAD_BYTES)}"]}`;
  const wrongForm = rule.json === 'any' || rule.json === 'stream value' ? [] : ['1', '[]', 'null'];
  return [
    ...as('INVALID_FIELD', ['', '{', 'undefined', ...wrongForm]),
    ...as('PAYLOAD_TOO_LARGE', [tooLarge]),
  ];
}

function acceptedTexts(rule: Rule): string[] {
  if ('bytes' in rule)
    return [`'; drop table x; --`, '__proto__', 'a genuine \uFFFD', 'n'.repeat(rule.bytes)];
  if ('uuid' in rule) return [randomUUID()];
  switch (rule.json) {
    case 'any':
    case 'stream value':
      return ['"😀"', '{"a":1}'];
    case 'object':
    case 'arguments':
      return ['{}', '{"positionalArgs":["😀"]}'];
  }
}
