import { randomUUID } from 'node:crypto';
import { NULL_TOPIC, type DbosdError } from '@dbosd/shared';
import { expect } from 'chai';
import { contentsOf } from '../support/contents.js';
import type { DbosWriter } from '../support/dbos-writer.js';
import { failureOf } from '../support/failure-of.js';
import { textFields, type Plain, type TextField } from '../support/request-fields.js';
import { overWires } from '../support/surfaces/over-surfaces.js';
import { encodeRequest, type CallName, type StreamName } from '../support/surfaces/wire.js';

const MAX_PAYLOAD_BYTES = 8192;

/** What a field takes. */
type Rule =
  /** A name: 1 to `bytes` bytes; `not` are names that are refused all the same. */
  | { readonly kind: 'name'; readonly bytes: number; readonly not?: readonly string[] }
  /** JSON up to the payload limit; `object`: an object, which is stored as jsonb. */
  | { readonly kind: 'json' | 'object' | 'arguments' }
  /** A word of a closed set. */
  | { readonly kind: 'word' }
  /** Any text that Postgres can store, empty too. */
  | { readonly kind: 'text' }
  | { readonly kind: 'page token' };

const ID: Rule = { kind: 'name', bytes: 1280 };
const KEY: Rule = { kind: 'name', bytes: 1024 };
const NAME: Rule = { kind: 'name', bytes: 255 };
const TOPIC: Rule = { kind: 'name', bytes: 1024, not: [NULL_TOPIC] };
const JSON_TEXT: Rule = { kind: 'json' };
const TOKEN: Rule = { kind: 'page token' };

/** Every string of every request. A new field has to be entered here. */
const RULES: Readonly<Record<string, Rule>> = {
  'send message.destination_id': ID,
  'send message.payload.data': JSON_TEXT,
  'send message.payload.serialization': NAME,
  'send message.topic': TOPIC,
  'send message.idempotency_key': KEY,
  'sendBatch messages[0].destination_id': ID,
  'sendBatch messages[0].payload.data': JSON_TEXT,
  'sendBatch messages[0].payload.serialization': NAME,
  'sendBatch messages[0].topic': TOPIC,
  'sendBatch messages[0].idempotency_key': KEY,
  'listMessages workflow_id': ID,
  'listMessages topic': TOPIC,
  'listMessages page_token': TOKEN,
  'getEvent workflow_id': ID,
  'getEvent key': KEY,
  'listEvents workflow_id': ID,
  'listEvents page_token': TOKEN,
  'watchEvents workflow_id': ID,
  'watchEvents keys[0]': KEY,
  'watchEvents known{key}': KEY,
  'readStream workflow_id': ID,
  'readStream key': KEY,
  'readStreamOffset workflow_id': ID,
  'readStreamOffset key': KEY,
  'listStreams workflow_id': ID,
  'listStreams page_token': TOKEN,
  'enqueueWorkflow queue_name': NAME,
  'enqueueWorkflow workflow_name': NAME,
  'enqueueWorkflow class_name': NAME,
  'enqueueWorkflow config_name': NAME,
  'enqueueWorkflow workflow_id': { kind: 'name', bytes: 1024, not: [' ', '\t \n'] },
  'enqueueWorkflow request_id': NAME,
  'enqueueWorkflow input.portable.positional_json[0]': JSON_TEXT,
  'enqueueWorkflow input.portable.named_json{key}': { kind: 'text' },
  'enqueueWorkflow input.portable.named_json{value}': JSON_TEXT,
  'enqueueWorkflow input.raw.data': { kind: 'arguments' },
  'enqueueWorkflow input.raw.serialization': NAME,
  'enqueueWorkflow application_name': NAME,
  'enqueueWorkflow application_version': NAME,
  'enqueueWorkflow deduplication_id': NAME,
  'enqueueWorkflow queue_partition_key': { kind: 'name', bytes: 512 },
  'enqueueWorkflow attributes_json': { kind: 'object' },
  'enqueueWorkflow authenticated_user': NAME,
  'enqueueWorkflow authenticated_roles[0]': NAME,
  'enqueueAndSend workflow.queue_name': NAME,
  'enqueueAndSend workflow.workflow_name': NAME,
  'enqueueAndSend workflow.class_name': NAME,
  'enqueueAndSend workflow.config_name': NAME,
  'enqueueAndSend workflow.workflow_id': { kind: 'name', bytes: 1024, not: [' ', '\t \n'] },
  'enqueueAndSend workflow.request_id': NAME,
  'enqueueAndSend workflow.input.portable.positional_json[0]': JSON_TEXT,
  'enqueueAndSend workflow.input.portable.named_json{key}': { kind: 'text' },
  'enqueueAndSend workflow.input.portable.named_json{value}': JSON_TEXT,
  'enqueueAndSend workflow.input.raw.data': { kind: 'arguments' },
  'enqueueAndSend workflow.input.raw.serialization': NAME,
  'enqueueAndSend workflow.application_name': NAME,
  'enqueueAndSend workflow.application_version': NAME,
  'enqueueAndSend workflow.deduplication_id': NAME,
  'enqueueAndSend workflow.queue_partition_key': { kind: 'name', bytes: 512 },
  'enqueueAndSend workflow.attributes_json': { kind: 'object' },
  'enqueueAndSend workflow.authenticated_user': NAME,
  'enqueueAndSend workflow.authenticated_roles[0]': NAME,
  'enqueueAndSend messages[0].payload.data': JSON_TEXT,
  'enqueueAndSend messages[0].payload.serialization': NAME,
  'enqueueAndSend messages[0].topic': TOPIC,
  'enqueueAndSend messages[0].idempotency_key': KEY,
  'cancelWorkflows workflow_ids[0]': ID,
  'cancelWorkflows request_id': NAME,
  'resumeWorkflows workflow_ids[0]': ID,
  'resumeWorkflows queue_name': NAME,
  'resumeWorkflows request_id': NAME,
  'deleteWorkflows workflow_ids[0]': ID,
  'deleteWorkflows request_id': NAME,
  'forkWorkflow workflow_id': ID,
  'forkWorkflow new_workflow_id': { kind: 'name', bytes: 1024, not: [' ', '\t \n'] },
  'forkWorkflow request_id': NAME,
  'forkWorkflow application_version': NAME,
  'forkWorkflow queue_name': NAME,
  'forkWorkflow queue_partition_key': { kind: 'name', bytes: 512 },
  'forkWorkflow replacement_children{key}': ID,
  'forkWorkflow replacement_children{value}': ID,
  'forkWorkflow application_name': NAME,
  'rewindWorkflow workflow_id': ID,
  'rewindWorkflow application_version': NAME,
  'rewindWorkflow queue_name': NAME,
  'rewindWorkflow queue_partition_key': { kind: 'name', bytes: 512 },
  'rewindWorkflow request_id': NAME,
  'setWorkflowDelay workflow_id': ID,
  'setWorkflowDelay request_id': NAME,
  'setWorkflowPriority workflow_id': ID,
  'setWorkflowPriority request_id': NAME,
  'setWorkflowAttributes workflow_id': ID,
  'setWorkflowAttributes attributes_json': { kind: 'object' },
  'setWorkflowAttributes request_id': NAME,
  'getWorkflow workflow_id': ID,
  'awaitWorkflow workflow_id': ID,
  'listWorkflows workflow_ids[0]': ID,
  'listWorkflows workflow_id_prefixes[0]': ID,
  'listWorkflows workflow_names[0]': NAME,
  'listWorkflows authenticated_users[0]': NAME,
  'listWorkflows application_versions[0]': NAME,
  'listWorkflows executor_ids[0]': NAME,
  'listWorkflows queue_names[0]': NAME,
  'listWorkflows forked_from[0]': ID,
  'listWorkflows parent_workflow_ids[0]': ID,
  'listWorkflows attributes_json': { kind: 'object' },
  'listWorkflows schedule_names[0]': NAME,
  'listWorkflows application_names[0]': NAME,
  'listWorkflows page_token': TOKEN,
  'listWorkflowSteps workflow_id': ID,
  'listWorkflowSteps page_token': TOKEN,
  'awaitFirst workflow_ids[0]': ID,
  'upsertQueue queue.name': { kind: 'name', bytes: 255, not: ['_dbos_internal_queue'] },
  'upsertQueue queue.application_name': NAME,
  'upsertQueue update_mask.paths[0]': { kind: 'word' },
  'upsertQueue request_id': NAME,
  'deleteQueue name': NAME,
  'deleteQueue request_id': NAME,
  'getQueue name': NAME,
  'listQueues application_names[0]': NAME,
  'listQueues page_token': TOKEN,
};

/** Text that is somebody's attack elsewhere, and a name like any other here. */
const HOSTILE = [
  `'; drop table dbos.workflow_status; --`,
  '%_\\',
  '$1',
  '__proto__',
  'constructor',
  'a genuine \uFFFD',
  '::',
  '\u202E\u0007\u007f',
  '😀',
];

const REFUSED_BYTES: Readonly<Record<string, Buffer>> = {
  'with NUL': Buffer.from('a\0b'),
  'that is no UTF-8': Buffer.from([0x61, 0xff, 0xfe, 0x62]),
  'of UTF-8 cut short': Buffer.from([0x61, 0x62, 0xe2, 0x82]),
  'with a lone surrogate': Buffer.from([0x61, 0xed, 0xa0, 0x80]),
  'of UTF-8 in an overlong form': Buffer.from([0x61, 0xc0, 0xaf]),
};

/** A request that is good but for the field that a test puts into it. `id` is a workflow that has ended. */
const GOOD: Readonly<Record<CallName | StreamName, (id: string) => Plain>> = {
  send: (id) => ({ message: { destinationId: id, payload: { data: '1' } } }),
  // Then what is wrong with one message fails the call.
  sendBatch: (id) => ({ messages: [{ destinationId: id, payload: { data: '1' } }], allOrNothing: true }),
  listMessages: (id) => ({ workflowId: id }),
  getEvent: (id) => ({ workflowId: id, key: 'k' }),
  listEvents: (id) => ({ workflowId: id }),
  watchEvents: (id) => ({ workflowId: id }),
  readStream: (id) => ({ workflowId: id, key: 's' }),
  readStreamOffset: (id) => ({ workflowId: id, key: 's' }),
  listStreams: (id) => ({ workflowId: id }),
  enqueueWorkflow: () => ({ queueName: randomUUID(), workflowName: 'order', workflowId: randomUUID() }),
  enqueueAndSend: () => ({
    workflow: { queueName: randomUUID(), workflowName: 'order', workflowId: randomUUID() },
    messages: [{ payload: { data: '1' }, idempotencyKey: randomUUID() }],
  }),
  cancelWorkflows: (id) => ({ workflowIds: [id] }),
  resumeWorkflows: (id) => ({ workflowIds: [id] }),
  // Of none that other tests need.
  deleteWorkflows: () => ({ workflowIds: [randomUUID()] }),
  forkWorkflow: (id) => ({ workflowId: id, newWorkflowId: randomUUID() }),
  rewindWorkflow: (id) => ({ workflowId: id }),
  setWorkflowDelay: (id) => ({ workflowId: id, delay: { seconds: 1 } }),
  setWorkflowPriority: (id) => ({ workflowId: id, priority: 1 }),
  setWorkflowAttributes: (id) => ({ workflowId: id, attributesJson: '{}' }),
  getWorkflow: (id) => ({ workflowId: id }),
  awaitWorkflow: (id) => ({ workflowId: id }),
  listWorkflows: () => ({}),
  listWorkflowSteps: (id) => ({ workflowId: id }),
  awaitFirst: (id) => ({ workflowIds: [id] }),
  upsertQueue: () => ({ queue: { name: randomUUID() } }),
  deleteQueue: () => ({ name: randomUUID() }),
  getQueue: () => ({ name: 'q' }),
  listQueues: () => ({}),
};

const FIELDS = textFields();

describe('The table of bad input', () => {
  it('has an entry for every string of every request, and no other', () => {
    expect(FIELDS.map(nameOf)).to.have.members(Object.keys(RULES));
  });
});

overWires(
  'Bad input',
  (on) => {
    let id: string;
    before(async () => {
      const { dbos } = on();
      id = await dbos.workflow(undefined, 'SUCCESS');
      await makeThings(dbos);
    });

    for (const field of FIELDS) {
      const rule = RULES[nameOf(field)];
      if (rule === undefined) continue;
      it(`in ${nameOf(field)} is refused by its name, and nothing is written`, async () => {
        const { wire, dbos } = on();
        const contents = await contentsOf(dbos);
        for (const [name, bytes] of Object.entries(REFUSED_BYTES)) {
          const isToken = rule.kind === 'page token' && name === 'with NUL';
          await refused(
            put(field, id, bytes),
            isToken ? 'INVALID_PAGE_TOKEN' : 'INVALID_FIELD',
            `text ${name}`,
          );
        }
        for (const { text, reason } of refusedTexts(rule)) {
          await refused(put(field, id, Buffer.from(text)), reason, `"${text.slice(0, 40)}"`);
        }
        expect(await contentsOf(dbos)).to.deep.equal(contents);

        async function refused(request: Buffer, reason: string, what: string): Promise<void> {
          const error = await failureOf(wire.callEncoded(field.method, request)).catch((cause: unknown) => {
            throw new Error(`${what} was not refused as it should be`, { cause });
          });
          expect(error, what).to.include({ reason, outcome: 'not_applied' });
          expect(fieldIn(error), what).to.equal(errorPath(field, reason));
        }
      });

      if (rule.kind === 'word' || rule.kind === 'page token') continue;
      it(`in ${nameOf(field)} is not seen where there is none`, async () => {
        const { wire, dbos } = on();
        for (const text of acceptedTexts(rule)) {
          // What is deleted here is missed elsewhere.
          await makeThings(dbos);
          if (field.method === 'rewindWorkflow')
            await dbos.query(`update dbos.workflow_status set status = 'ERROR'`);
          if (field.path === 'new_workflow_id') await wire.call('deleteWorkflows', { workflowIds: [text] });
          // A token is bound to the request that came with it first, here over the other wire.
          if (field.path === 'request_id') await dbos.query('delete from dbosd.request');
          await wire.callEncoded(field.method, put(field, id, Buffer.from(text))).catch((cause: unknown) => {
            throw new Error(`"${text.slice(0, 60)}" was not accepted`, { cause });
          });
        }
      });
    }

    it('in what is no message at all is refused', async () => {
      const { wire } = on();
      const bytes = Buffer.from([0x0a, 0x7f, 0x01]);
      for (const method of Object.keys(GOOD) as (CallName | StreamName)[]) {
        // A session's frame does not parse as a whole then, and ends it.
        if (wire.name === 'a session') continue;
        expect((await failureOf(wire.callEncoded(method, bytes))).reason).to.equal('INVALID_FIELD');
      }
    });
  },
  { config: { maxPayloadBytes: MAX_PAYLOAD_BYTES } },
);

overWires('Hostile names', (on) => {
  for (const text of HOSTILE) {
    it(`like ${JSON.stringify(text)} are stored and read as they are`, async () => {
      const { wire, dbos } = on();
      const workflowId = await dbos.workflow(`${text} ${randomUUID()}`);
      const data = JSON.stringify(text);
      const message = { destinationId: workflowId, topic: text, idempotencyKey: text, payload: { data } };
      expect(await wire.call('send', { message })).to.include({ messageId: `${text}::${workflowId}` });
      const { messages } = await wire.call('listMessages', { workflowId, topic: text });
      expect(messages.map(({ topic, value }) => [topic, value!.payload!.data])).to.deep.equal([[text, data]]);
      await dbos.setEvent(workflowId, text, text);
      await dbos.write(workflowId, text, text);
      expect((await wire.call('getEvent', { workflowId, key: text })).value!.value!.payload!.data).to.equal(
        data,
      );
      const { events } = await wire.call('listEvents', { workflowId });
      expect(events.map(({ key }) => key)).to.deep.equal([text]);
      const { streams } = await wire.call('listStreams', { workflowId });
      expect(streams.map(({ key }) => key)).to.deep.equal([text]);
      const { queue } = await wire.call('upsertQueue', { queue: { name: text, applicationName: text } });
      expect(queue).to.deep.include({ name: text, applicationName: text });
    });
  }

  it('are kept as names of arguments, __proto__ too', async () => {
    const { wire, dbos } = on();
    for (const text of [...HOSTILE, '']) {
      const workflowId = randomUUID();
      const field = FIELDS.find((one) => nameOf(one) === 'enqueueWorkflow input.portable.named_json{key}')!;
      await wire.callEncoded('enqueueWorkflow', put(field, '', Buffer.from(text), { workflowId }));
      const [row] = await dbos.query<{ inputs: string }>(
        'select inputs from dbos.workflow_input where workflow_uuid = $1',
        [workflowId],
      );
      expect(row!.inputs).to.equal(`{"positionalArgs":[],"namedArgs":{${JSON.stringify(text)}:1}}`);
    }
  });

  it('are known to a watcher, __proto__ too', async () => {
    const { wire, dbos } = on();
    for (const text of HOSTILE) {
      const workflowId = await dbos.workflow();
      await dbos.setEvent(workflowId, text, 1);
      const { value } = await wire.call('getEvent', { workflowId, key: text });
      const known = Object.defineProperty({}, text, { value: value!.revision, enumerable: true }) as Record<
        string,
        Buffer
      >;
      await dbos.end(workflowId);
      const changes = [];
      for await (const response of wire.stream('watchEvents', { workflowId, known }))
        changes.push(...response.changes);
      expect(changes, text).to.be.empty;
    }
  });
});

overWires('Attributes', (on) => {
  const deep = `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
  for (const json of ['{"a":"\\u0000"}', '{"a":"\\ud800"}', '{"\\u0000":1}', '{"a":1e999999}', deep]) {
    it(`like ${json.slice(0, 20)}, which Postgres cannot store, are refused by their name`, async () => {
      const { wire } = on();
      const request = { queueName: 'q', workflowName: 'order', attributesJson: json };
      const error = await failureOf(wire.call('enqueueWorkflow', request));
      expect(error).to.include({ reason: 'INVALID_FIELD', outcome: 'not_applied' });
      expect(error.field).to.equal('attributes_json');
    });
  }
});

overWires('A page token', (on) => {
  it('is refused by another request, another method, or when it was changed', async () => {
    const { wire, dbos } = on();
    const [workflowId, other] = [await dbos.workflow(), await dbos.workflow()];
    for (const key of ['a', 'b', 'c']) {
      await dbos.setEvent(workflowId, key, 1);
      await dbos.write(workflowId, key, 1);
      await wire.call('send', { message: { destinationId: workflowId, payload: { data: '1' } } });
    }
    const page = { workflowId, pageSize: 1 };
    const tokens = {
      listEvents: (await wire.call('listEvents', page)).nextPageToken,
      listStreams: (await wire.call('listStreams', page)).nextPageToken,
      listMessages: (await wire.call('listMessages', page)).nextPageToken,
    };
    for (const method of ['listEvents', 'listStreams', 'listMessages'] as const) {
      const ask = (token: string, request: object = page): Promise<{ nextPageToken: string }> =>
        wire.call(method, { ...page, ...request, pageToken: token });
      const token = tokens[method];
      expect((await ask(token)).nextPageToken).to.not.equal('');
      expect((await ask(token, { pageSize: 3 })).nextPageToken, 'pages may change their size').to.equal('');
      const bad = [
        ...Object.values(tokens).filter((one) => one !== token),
        token.slice(0, -1),
        `${token}A`,
        `${token}=`,
        token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
        `B${token.slice(1)}`,
        token.toUpperCase(),
      ];
      for (const one of bad) expect((await failureOf(ask(one))).reason, one).to.equal('INVALID_PAGE_TOKEN');
      expect((await failureOf(ask(token, { workflowId: other }))).reason).to.equal('INVALID_PAGE_TOKEN');
    }
    const filtered = { ...page, state: 'MESSAGE_STATE_WAITING', pageToken: tokens.listMessages } as const;
    expect((await failureOf(wire.call('listMessages', filtered))).reason).to.equal('INVALID_PAGE_TOKEN');
  });
});

function nameOf({ method, path }: TextField): string {
  return `${method} ${path}`;
}

/** How an error about that field names it: what is wrong with a key of a map is wrong with the map. */
function errorPath({ path }: TextField, reason: string): string | undefined {
  if (reason === 'INVALID_PAGE_TOKEN') return undefined;
  // The arguments are too large together.
  if (reason === 'PAYLOAD_TOO_LARGE' && path.includes('input.portable')) {
    return path.replace(/input\.portable.*/, 'input.portable');
  }
  return path.replace('{key}', '').replace('{value}', '["k"]');
}

function fieldIn(error: DbosdError): string | undefined {
  return error.reason === 'PAYLOAD_TOO_LARGE' ? error.metadata['field'] : error.field;
}

/** A good request, encoded, with those very bytes in the field. */
function put(field: TextField, id: string, bytes: Buffer, changes: Plain = {}): Buffer {
  // Protobufjs writes text of its own making only: the bytes take the place of a text of their length.
  const text = bytes.length === 0 ? '' : '~'.repeat(bytes.length);
  const request = { ...GOOD[field.method](id), ...changes };
  field.put(request, text);
  const encoded = encodeRequest(field.method, request);
  if (bytes.length === 0) return encoded;
  const at = encoded.indexOf(text);
  expect(encoded.indexOf(text, at + 1), 'the text stands there once').to.equal(-1);
  bytes.copy(encoded, at);
  return encoded;
}

function refusedTexts(rule: Rule): { text: string; reason: string }[] {
  const as = (reason: string, texts: readonly string[]): { text: string; reason: string }[] =>
    texts.map((text) => ({ text, reason }));
  const notJson = ['', ' ', '{', 'undefined', `{'a':1}`, '1,', 'NaN', '\uFEFF1'];
  switch (rule.kind) {
    case 'name':
      return as('INVALID_FIELD', [
        '',
        `${longest(rule.bytes)}a`,
        `ä${longest(rule.bytes - 1)}`,
        ...(rule.not ?? []),
      ]);
    case 'json':
      return [...as('INVALID_FIELD', notJson), ...as('PAYLOAD_TOO_LARGE', [jsonOf(MAX_PAYLOAD_BYTES + 1)])];
    case 'object':
    case 'arguments':
      return [
        ...as('INVALID_FIELD', [...notJson, '1', '[]', 'null', '"{}"']),
        ...as('PAYLOAD_TOO_LARGE', [`{"positionalArgs":[${jsonOf(MAX_PAYLOAD_BYTES - 20)}]}`]),
      ];
    case 'word':
      return as('INVALID_FIELD', ['', 'name', 'nothing', ...HOSTILE]);
    case 'page token':
      return as('INVALID_PAGE_TOKEN', ['nothing', 'AQ', longest(2000), ...HOSTILE]);
    case 'text':
      return [];
  }
}

function acceptedTexts(rule: Rule): string[] {
  switch (rule.kind) {
    case 'name':
      return [...HOSTILE, longest(rule.bytes)];
    case 'json':
      return HOSTILE.map((text) => JSON.stringify(text));
    case 'object':
      return HOSTILE.map((text) => `{${JSON.stringify(text)}:${JSON.stringify(text)}}`);
    case 'arguments':
      return HOSTILE.map((text) => `{"positionalArgs":[${JSON.stringify(text)}]}`);
    case 'text':
      return ['', ...HOSTILE];
    case 'word':
    case 'page token':
      return [];
  }
}

/** A name that long. */
function longest(bytes: number): string {
  return 'n'.repeat(bytes);
}

function jsonOf(bytes: number): string {
  return `"${'j'.repeat(bytes - 2)}"`;
}

/** Workflows, ended, and queues of those names, so that good requests find them. */
async function makeThings(dbos: DbosWriter): Promise<void> {
  const names = [...HOSTILE, longest(1024), longest(1280), longest(255)];
  await dbos.query(
    `insert into dbos.workflow_status (workflow_uuid, status, name)
     select n, 'SUCCESS', 'order' from unnest($1::text[]) n on conflict do nothing`,
    [names],
  );
  await dbos.query(
    'insert into dbos.queues (name) select n from unnest($1::text[]) n on conflict do nothing',
    [names.filter((name) => Buffer.byteLength(name) <= 255)],
  );
}
