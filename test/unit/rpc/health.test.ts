import { status, type Client, type ClientReadableStream } from '@grpc/grpc-js';
import { service as health } from 'grpc-health-check';
import { expect } from 'chai';
import { fakeOperations } from '../../support/fake-operations.js';
import { gate } from '../../support/gate.js';
import { withServer } from '../../support/rpc-server.js';

describe('health', () => {
  it('serves for the server and each service until told otherwise', async () => {
    await withServer(fakeOperations({}), async ({ caller, server }) => {
      for (const service of ['', 'dbosd.v1.MessageService', 'dbosd.v1.SessionService']) {
        expect(await check(caller.client, service)).to.equal('SERVING');
      }
      server.setServing(false);
      expect(await check(caller.client, 'dbosd.v1.EventService')).to.equal('NOT_SERVING');
      server.setServing(true);
      expect(await check(caller.client, '')).to.equal('SERVING');
      expect(await check(caller.client, 'no.such.Service')).to.equal(status.NOT_FOUND);
    });
  });

  it('lists all services', async () => {
    await withServer(fakeOperations({}), async ({ caller }) => {
      const { statuses } = (await unary(caller.client, 'List', {})) as { statuses: Record<string, unknown> };
      expect(Object.keys(statuses)).to.have.members([
        '',
        'dbosd.v1.MessageService',
        'dbosd.v1.EventService',
        'dbosd.v1.StreamService',
        'dbosd.v1.WorkflowService',
        'dbosd.v1.QueueService',
        'dbosd.v1.SessionService',
        'dbosd.v1.WorkerService',
      ]);
    });
  });

  it('tells watchers of a drain, which no later word undoes', async () => {
    await withServer(fakeOperations({}), async ({ caller, server }) => {
      const seen = await watchUntil(caller.client, 'NOT_SERVING', () => {
        server.beginDrain();
      });
      expect(seen).to.deep.equal(['SERVING', 'NOT_SERVING']);
      server.setServing(true);
      expect(await check(caller.client, '')).to.equal('NOT_SERVING');
    });
  });
});

type Wire = (typeof health)[string];

function definition(name: string): Wire {
  const found = health[name];
  if (found === undefined) throw new Error(`health has no ${name}`);
  return found;
}

function unary(client: Client, name: string, request: object): Promise<unknown> {
  const { path, requestSerialize, responseDeserialize } = definition(name);
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, response) => {
      if (error === null) resolve(response);
      else reject(error);
    });
  });
}

/** The status of a service, or the code with which the check failed. */
async function check(client: Client, service: string): Promise<unknown> {
  try {
    return ((await unary(client, 'Check', { service })) as { status: string }).status;
  } catch (error) {
    return (error as { code: number }).code;
  }
}

/** Watches the server as a whole, acts on the first word, and collects until `last`. */
async function watchUntil(client: Client, last: string, act: () => void): Promise<string[]> {
  const { path, requestSerialize, responseDeserialize } = definition('Watch');
  const call: ClientReadableStream<unknown> = client.makeServerStreamRequest(
    path,
    requestSerialize,
    responseDeserialize,
    { service: '' },
  );
  const seen: string[] = [];
  const done = gate();
  call.on('error', () => undefined);
  call.on('data', ({ status: word }: { status: string }) => {
    seen.push(word);
    if (seen.length === 1) act();
    if (word === last) done.open();
  });
  await done.passed;
  call.cancel();
  return seen;
}
