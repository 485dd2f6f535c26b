import { readFileSync } from 'node:fs';
import { credentials, Client, type ClientDuplexStream } from '@grpc/grpc-js';
import { expect } from 'chai';
import protobuf from 'protobufjs';
import descriptor from 'protobufjs/ext/descriptor/index.js';
import { fakeOperations, sent } from '../../support/fake-operations.js';
import { withServer } from '../../support/rpc-server.js';

// What a caller of reflection knows beforehand: the protos of reflection itself, in their published numbers.
const QUESTIONS = protobuf.parse(`
  syntax = "proto3";
  message Question { string host = 1; oneof ask { string file = 3; string symbol = 4; string extensions = 6; string list = 7; } }
  message Answer { string host = 1; Question question = 2; Files files = 4; List list = 6; Failure failure = 7; }
  message Files { repeated bytes file = 1; }
  message List { repeated Service service = 1; }
  message Service { string name = 1; }
  message Failure { int32 code = 1; string message = 2; }
`).root;

interface Answer {
  readonly host: string;
  readonly question: object;
  readonly files?: { readonly file: Buffer[] };
  readonly list?: { readonly service: { readonly name: string }[] };
  readonly failure?: { readonly code: number; readonly message: string };
}

interface FileDescriptor {
  readonly name: string;
  readonly dependency: string[];
}

for (const version of ['v1', 'v1alpha']) {
  describe(`reflection ${version}`, () => {
    it('lists every service', async () => {
      await withReflection(version, async (ask) => {
        const { list, host } = await ask({ host: 'h', list: '*' });
        expect(host).to.equal('h');
        expect(list?.service.map(({ name }) => name)).to.have.members([
          'dbosd.v1.MessageService',
          'dbosd.v1.EventService',
          'dbosd.v1.StreamService',
          'dbosd.v1.WorkflowService',
          'dbosd.v1.QueueService',
          'dbosd.v1.SessionService',
          'dbosd.v1.WorkerService',
          'grpc.health.v1.Health',
          'grpc.reflection.v1.ServerReflection',
          'grpc.reflection.v1alpha.ServerReflection',
        ]);
      });
    });

    it('answers what it does not find, and goes on', async () => {
      await withReflection(version, async (ask) => {
        for (const question of [
          { file: 'no.proto' },
          { symbol: 'no.Such' },
          { symbol: '__proto__' },
          { extensions: 'x' },
        ]) {
          const { failure, question: echoed } = await ask(question);
          expect(failure?.code).to.equal(5);
          expect(echoed).to.deep.include(question);
        }
        expect((await ask({})).failure?.code).to.equal(3);
        expect((await ask({ list: '' })).list?.service).not.to.deep.equal([]);
      });
    });

    it('finds services, methods, nested messages and enums by their names', async () => {
      await withReflection(version, async (ask) => {
        for (const [symbol, file] of [
          ['dbosd.v1.MessageService.Send', 'dbosd/v1/message_service.proto'],
          ['dbosd.v1.WorkflowStatus', 'dbosd/v1/values.proto'],
          ['google.rpc.BadRequest.FieldViolation', 'google/rpc/error_details.proto'],
          ['grpc.health.v1.HealthCheckResponse.ServingStatus', 'grpc/health/v1/health.proto'],
        ] as const) {
          const { files } = await ask({ symbol });
          expect(parse(files?.file[0]).name).to.equal(file);
        }
      });
    });

    it('lets a strict reader of descriptors build everything, and make a call with it', async () => {
      const operations = fakeOperations({ send: () => Promise.resolve(sent('from reflection')) });
      await withReflection(
        version,
        async (ask, client) => {
          const { files } = await ask({ symbol: 'dbosd.v1.MessageService' });
          const pool = strictPool(files?.file ?? []);
          const service = pool.lookupService('dbosd.v1.MessageService');
          const [request, response] = ['SendRequest', 'SendResponse'].map((name) =>
            pool.lookupType(`dbosd.v1.${name}`),
          );
          expect(service.methods.Send?.requestType).to.equal('.dbosd.v1.SendRequest');
          const message = request?.fromObject({ message: { destination_id: 'w', payload: { data: '1' } } });
          const answer = await new Promise<Buffer>((resolve, reject) => {
            client.makeUnaryRequest(
              '/dbosd.v1.MessageService/Send',
              () => Buffer.from(request?.encode(message ?? {}).finish() ?? []),
              (bytes: Buffer) => bytes,
              {},
              (error, bytes) => {
                if (error === null && bytes !== undefined) resolve(bytes);
                else reject(error ?? new Error('no answer'));
              },
            );
          });
          expect(response?.decode(answer)).to.deep.include({ message_id: 'from reflection' });
        },
        operations,
      );
    });
  });
}

describe('reflection', () => {
  it('hands out the bytes of the descriptor set untouched', async () => {
    const set = readFileSync(
      new URL(
        import.meta
          .resolve('@dbosd/daemon/internal/rpc/server.js')
          .replace(/dist\/.*/, 'assets/descriptors.binpb'),
      ),
    );
    await withReflection('v1', async (ask) => {
      for (const file of ['dbosd/v1/session_service.proto', 'google/protobuf/timestamp.proto']) {
        const { files } = await ask({ file });
        expect(files?.file[0] && set.includes(files.file[0])).to.equal(true);
      }
    });
  });
});

/** A root from these files alone; fails when an import is missing, a file comes twice, or a name does not resolve. */
function strictPool(files: readonly Buffer[]): protobuf.Root {
  const parsed = files.map(parse);
  const names = parsed.map(({ name }) => name);
  expect(new Set(names).size).to.equal(names.length);
  for (const { dependency } of parsed) expect(names).to.include.members(dependency);
  const set = descriptor.FileDescriptorSet.create({ file: parsed });
  const extended = protobuf.Root as unknown as { fromDescriptor(set: protobuf.Message): protobuf.Root };
  const root = extended.fromDescriptor(set);
  root.resolveAll();
  return root;
}

function parse(bytes: Buffer | undefined): FileDescriptor & protobuf.Message {
  return descriptor.FileDescriptorProto.decode(bytes ?? Buffer.alloc(0)) as FileDescriptor & protobuf.Message;
}

type Ask = (question: object) => Promise<Answer>;

async function withReflection(
  version: string,
  use: (ask: Ask, client: Client) => Promise<void>,
  operations = fakeOperations({}),
): Promise<void> {
  await withServer(operations, async ({ server }) => {
    const client = new Client(server.address, credentials.createInsecure());
    const stream = openReflection(client, version);
    try {
      await use((question) => askOne(stream, question), client);
    } finally {
      stream.on('error', () => undefined);
      stream.cancel();
      client.close();
    }
  });
}

function openReflection(client: Client, version: string): ClientDuplexStream<object, Answer> {
  const [question, answer] = [QUESTIONS.lookupType('Question'), QUESTIONS.lookupType('Answer')];
  return client.makeBidiStreamRequest(
    `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`,
    (asked: object) => Buffer.from(question.encode(question.fromObject(asked)).finish()),
    (bytes: Buffer) => answer.toObject(answer.decode(bytes), { arrays: true }) as Answer,
  );
}

function askOne(stream: ClientDuplexStream<object, Answer>, question: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    stream.once('data', resolve);
    stream.once('error', reject);
    stream.write(question);
  });
}
