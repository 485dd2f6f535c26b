import { makeClientConstructor, credentials, type Client, type ServiceDefinition } from '@grpc/grpc-js';
import { expect } from 'chai';
import { UndecodableError, type DBOSClient } from '@dbosd/client';
import { contractDefinition, type contract } from '@dbosd/shared';
import { withClient } from '../support/connect.js';
import { failureOf } from '../support/failure-of.js';
import { richValue } from '../support/interop/rich-value.js';
import { openScene, type Scene } from '../support/interop/scene.js';
import { collect, next } from '../support/interop/waits.js';

/** What applications in other languages store. */
const PICKLE = { data: 'gASVCQAAAAAAAACMBWhlbGxvlC4=', serialization: 'py_pickle' };
const GO_JSON = {
  data: Buffer.from('{"a":[1,"zwölf"]}').toString('base64'),
  serialization: 'DBOS_JSON',
};
const GO_NIL = { data: '__DBOS_NIL', serialization: 'DBOS_JSON' };
const OF_ITS_OWN = { data: '<xml/>', serialization: 'custom_serializer' };

type Stored = Readonly<{ data: string; serialization: string | null }>;

describe('values in the formats of DBOS applications', () => {
  let scene: Scene;
  let client: DBOSClient;
  let workflowId: string;

  before(async () => {
    scene = await openScene();
    client = scene.client;
  });

  after(() => scene.close());

  beforeEach(async function () {
    // Publishes one value itself, and stands still while the test writes more in its name.
    const gate = this.currentTest?.title ?? '';
    workflowId = await scene.perform(
      { do: 'setEvent', key: 'native', value: richValue() },
      { do: 'setEvent', key: 'string keys', value: { ...richValue(), map: new Map([['k', 1n]]) } },
      { do: 'write', key: 'log', value: richValue() },
      { do: 'pass', gate },
    );
    await scene.app.call('reached', gate);
  });

  afterEach(async function () {
    await scene.app.call('open', this.currentTest?.title ?? '');
  });

  const setEvent = (key: string, { data, serialization }: Stored): Promise<void> =>
    execute(
      scene.database.url,
      'insert into dbos.workflow_events (workflow_uuid, key, value, serialization) values ($1, $2, $3, $4)',
      [workflowId, key, data, serialization],
    );

  const append = (offset: number, { data, serialization }: Stored): Promise<void> =>
    execute(
      scene.database.url,
      `insert into dbos.streams (workflow_uuid, key, value, "offset", serialization) values ($1, 'log', $2, $3, $4)`,
      [workflowId, data, offset, serialization],
    );

  it('are decoded where that runs nobody’s code: js_superjson, portable_json, DBOS_JSON', async () => {
    await setEvent('go', GO_JSON);
    await setEvent('go nil', GO_NIL);
    await setEvent('portable', { data: '{"a":1}', serialization: 'portable_json' });
    await setEvent('marked', { data: '{"json":5,"__dbos_serializer":"superjson"}', serialization: null });
    expect(await client.getEvent(workflowId, 'native')).to.deep.equal(richValue());
    expect(await client.getEvent(workflowId, 'go')).to.deep.equal({ a: [1, 'zwölf'] });
    expect(await client.getEvent(workflowId, 'go nil')).to.equal(null);
    expect(await client.getEvent(workflowId, 'portable')).to.deep.equal({ a: 1 });
    expect(await client.getEvent(workflowId, 'marked')).to.equal(5);
  });

  it('that are not are UNDECODABLE, and the error carries them', async () => {
    for (const stored of [PICKLE, OF_ITS_OWN]) {
      await setEvent(stored.serialization, stored);
      const error = await undecodable(client.getEvent(workflowId, stored.serialization));
      expect(error.payload).to.deep.equal(stored);
      expect(error.metadata).to.include({ workflow_id: workflowId, key: stored.serialization });
    }
    await setEvent('unmarked', { data: '{"a":1}', serialization: null });
    const error = await undecodable(client.getEvent(workflowId, 'unmarked'));
    expect(error.payload).to.deep.equal({ data: '{"a":1}' });
  });

  it('that are undecodable in a stream are passed over by reading on at the next offset', async () => {
    await append(1, PICKLE);
    await append(2, GO_JSON);
    const values = client.readStream(workflowId, 'log');
    expect(await next(values)).to.deep.equal(richValue());
    const error = await undecodable(next(values));
    expect(error.payload).to.deep.equal(PICKLE);
    expect(error.metadata).to.include({ offset: '1' });
    const rest = client.readStream(workflowId, 'log', { offset: Number(error.metadata['offset']) + 1 });
    expect(await next(rest)).to.deep.equal({ a: [1, 'zwölf'] });
    await rest.return();
  });

  it('close a stream in every form that DBOS writes', async () => {
    const markers: Stored[] = [
      { data: '"__DBOS_STREAM_CLOSED__"', serialization: 'portable_json' },
      { data: '__DBOS_STREAM_CLOSED__', serialization: null },
      {
        data: '{"json":"__DBOS_STREAM_CLOSED__","__dbos_serializer":"superjson"}',
        serialization: 'js_superjson',
      },
    ];
    for (const [at, marker] of markers.entries()) {
      await append(1, marker);
      const left = await collect(client.readStream(workflowId, 'log', { offset: 1 }));
      expect(left, `marker ${String(at)}`).to.deep.equal([]);
      await execute(
        scene.database.url,
        `delete from dbos.streams where workflow_uuid = $1 and "offset" = 1`,
        [workflowId],
      );
    }
  });

  it('of messages are listed each for itself', async () => {
    await scene.app.call('send', workflowId, richValue(), 'of the application');
    await execute(
      scene.database.url,
      `insert into dbos.notifications (destination_uuid, topic, message, serialization) values ($1, 'of python', $2, $3)`,
      [workflowId, PICKLE.data, PICKLE.serialization],
    );
    const listed = await collect(client.listMessages(workflowId));
    const of = (topic: string): (typeof listed)[number] | undefined =>
      listed.find((one) => one.topic === topic);
    expect(of('of the application')?.message).to.deep.equal(richValue());
    expect(of('of python')?.payload).to.deep.equal(PICKLE);
    expect(() => of('of python')?.message).to.throw(UndecodableError);
  });

  it('come as portable JSON where a reader asks for that, and as they are stored where that cannot be', async () => {
    await setEvent('go', GO_JSON);
    await setEvent('pickle', PICKLE);
    const stub = eventStub(scene.daemon.address);
    try {
      const get = async (key: string, format: contract.PayloadFormat): Promise<unknown> => {
        const { value } = await getEvent(stub, { workflowId, key, readOptions: { payloadFormat: format } });
        return value?.value?.payload;
      };
      expect(await get('go', 'PAYLOAD_FORMAT_PORTABLE_JSON')).to.include({
        data: '{"a":[1,"zwölf"]}',
        serialization: 'portable_json',
      });
      expect(await get('go', 'PAYLOAD_FORMAT_AS_STORED')).to.include(GO_JSON);
      expect(await get('pickle', 'PAYLOAD_FORMAT_PORTABLE_JSON')).to.include(PICKLE);
      const native = (await get('string keys', 'PAYLOAD_FORMAT_PORTABLE_JSON')) as { data: string };
      expect(native).to.include({ serialization: 'portable_json' });
      expect(JSON.parse(native.data)).to.deep.include({
        'a\\backslash': '2026-01-02T03:04:05.678Z',
        big: '1000000000000000000000000000000',
        set: [1, 'two'],
        map: { k: '1' },
      });
      // A map with a number as key has no such form.
      expect(await get('native', 'PAYLOAD_FORMAT_PORTABLE_JSON')).to.include({
        serialization: 'js_superjson',
      });
    } finally {
      stub.close();
    }
  });
});

async function undecodable(promise: Promise<unknown>): Promise<UndecodableError> {
  const error = await failureOf(promise);
  if (error instanceof UndecodableError) return error;
  throw error;
}

async function execute(url: string, text: string, values: unknown[]): Promise<void> {
  await withClient(url, (client) => client.query(text, values));
}

function eventStub(address: string): Client {
  const service = contractDefinition()['dbosd.v1.EventService'] as unknown as ServiceDefinition;
  const Stub = makeClientConstructor(service, 'EventService');
  return new Stub(address, credentials.createInsecure());
}

function getEvent(
  stub: Client,
  request: contract.GetEventRequest,
): Promise<contract.GetEventResponse__Output> {
  type Call = (
    request: contract.GetEventRequest,
    done: (error: Error | null, response: contract.GetEventResponse__Output) => void,
  ) => void;
  const call = (stub as unknown as { GetEvent: Call }).GetEvent.bind(stub);
  return new Promise((resolve, reject) => {
    call(request, (error, response) => {
      if (error === null) resolve(response);
      else reject(error);
    });
  });
}
