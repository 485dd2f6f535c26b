import { readFileSync } from 'node:fs';
import type { handleBidiStreamingCall, Server } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import 'protobufjs/ext/descriptor/index.js';
import { contractMethods, type ContractMethod } from '../contract-service.js';
import { statusOf, type Failures } from '../failures.js';
import type { TransportStreams } from '../transport/transport-streams.js';
import { answerReflection, type ReflectionRequest } from './answer.js';
import { DescriptorIndex } from './descriptor-index.js';

const DESCRIPTOR_SET = new URL('../../../assets/descriptors.binpb', import.meta.url);
// Older tools know only v1alpha; the two differ only in their names.
const SERVICES = ['grpc.reflection.v1.ServerReflection', 'grpc.reflection.v1alpha.ServerReflection'];

/**
 * Adds server reflection, answered from the descriptor set that the compiler made of proto/: real file names, every
 * import, options and comments included, so that strict readers of descriptors accept it.
 */
export function addReflection(server: Server, failures: Failures, streams: TransportStreams): void {
  const set = readFileSync(DESCRIPTOR_SET);
  const index = new DescriptorIndex(set);
  const root = rootOf(set);
  for (const service of SERVICES) {
    for (const method of contractMethods(service, root)) {
      server.addService(
        { [method.name]: method.definition },
        { [method.name]: reflectionHandler(method, { index, failures, streams }) },
      );
    }
  }
}

interface Reflection {
  readonly index: DescriptorIndex;
  readonly failures: Failures;
  readonly streams: TransportStreams;
}

function reflectionHandler(
  method: ContractMethod,
  { index, failures, streams }: Reflection,
): handleBidiStreamingCall<Buffer, Buffer> {
  return (call) => {
    call.on('data', (bytes: Buffer) => {
      // Tools keep the stream open after their first question: it counts as a request that has come.
      streams.of(call);
      try {
        const answer = answerReflection(index, method.decode(bytes) as ReflectionRequest);
        // One question after the other: while a caller does not read, nothing is read from it.
        if (!call.write(method.encode(answer))) {
          call.pause();
          call.once('drain', () => call.resume());
        }
      } catch (failure) {
        call.emit('error', statusOf(failures.of(failure, method.name)));
      }
    });
    call.on('end', () => call.end());
  };
}

// The extension adds the method, and its types do not say so.
function rootOf(set: Buffer): protobuf.Root {
  const extended = protobuf.Root as unknown as { fromDescriptor(set: Buffer): protobuf.Root };
  const root = extended.fromDescriptor(set);
  root.resolveAll();
  return root;
}
