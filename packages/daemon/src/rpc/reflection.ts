import { readFileSync } from 'node:fs';
import { type handleBidiStreamingCall, type Server, status } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import descriptor from 'protobufjs/ext/descriptor/index.js';
import { type ContractMethod, contractMethods } from './contract-service.js';
import { type Failures, statusOf } from './failures.js';
import type { TransportStreams } from './transport/transport-streams.js';

const DESCRIPTOR_SET = new URL('../../assets/descriptors.binpb', import.meta.url);
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

/** ServerReflectionRequest, alike in v1 and v1alpha. Types made from descriptors keep the contract's own names. */
interface ReflectionRequest {
  readonly host: string;
  readonly message_request?:
    | 'file_by_filename'
    | 'file_containing_symbol'
    | 'file_containing_extension'
    | 'all_extension_numbers_of_type'
    | 'list_services';
  readonly file_by_filename?: string;
  readonly file_containing_symbol?: string;
  readonly file_containing_extension?: { readonly containing_type: string } | null;
  readonly all_extension_numbers_of_type?: string;
}

/** The answer to a question. "Not found" is an answer too, and the stream goes on. */
function answerReflection(index: DescriptorIndex, request: ReflectionRequest): object {
  return { valid_host: request.host, original_request: request, ...outcome(index, request) };
}

function outcome(index: DescriptorIndex, request: ReflectionRequest): object {
  switch (request.message_request) {
    case 'list_services':
      return { list_services_response: { service: index.services.map((name) => ({ name })) } };
    case 'file_by_filename':
      return files(index.fileByName(request.file_by_filename ?? ''), 'file', request.file_by_filename);
    case 'file_containing_symbol':
      return files(
        index.fileBySymbol(request.file_containing_symbol ?? ''),
        'symbol',
        request.file_containing_symbol,
      );
    case 'file_containing_extension':
      // The contract is proto3 and extends nothing.
      return error(
        status.NOT_FOUND,
        `no extension of ${request.file_containing_extension?.containing_type ?? ''}`,
      );
    case 'all_extension_numbers_of_type':
      return error(status.NOT_FOUND, `no extensions of ${request.all_extension_numbers_of_type ?? ''}`);
    case undefined:
      return error(status.INVALID_ARGUMENT, 'the request asks nothing: set one of its fields');
  }
  return error(status.UNIMPLEMENTED, 'the request asks something that this daemon does not know');
}

function files(found: readonly Buffer[] | undefined, kind: string, name = ''): object {
  return found === undefined
    ? error(status.NOT_FOUND, `there is no ${kind} ${name}`)
    : { file_descriptor_response: { file_descriptor_proto: found } };
}

function error(errorCode: status, errorMessage: string): object {
  return { error_response: { error_code: errorCode, error_message: errorMessage } };
}

interface NamedDescriptor {
  readonly name: string;
}
interface MessageDescriptor extends NamedDescriptor {
  readonly nestedType: readonly MessageDescriptor[];
  readonly enumType: readonly NamedDescriptor[];
}
interface ServiceDescriptor extends NamedDescriptor {
  readonly method: readonly NamedDescriptor[];
}
interface FileDescriptor extends NamedDescriptor {
  readonly package?: string;
  readonly dependency: readonly string[];
  readonly messageType: readonly MessageDescriptor[];
  readonly enumType: readonly NamedDescriptor[];
  readonly service: readonly ServiceDescriptor[];
}

interface IndexedFile {
  /** The serialized FileDescriptorProto, as the compiler wrote it. */
  readonly bytes: Buffer;
  readonly dependencies: readonly string[];
}

const FILE_TAG = (1 << 3) | 2;

/** The files of a descriptor set by name and by the symbols that they declare, each in its original bytes. */
class DescriptorIndex {
  readonly #files = new Map<string, IndexedFile>();
  readonly #fileOfSymbol = new Map<string, string>();
  readonly #services: string[] = [];

  /** Indexes a serialized google.protobuf.FileDescriptorSet. */
  constructor(set: Buffer) {
    for (const bytes of filesOf(set)) this.#add(bytes);
  }

  /** The full names of all services. */
  get services(): readonly string[] {
    return this.#services;
  }

  /** The file of this name, then all that it imports, directly or not; absent: there is none. */
  fileByName(name: string): readonly Buffer[] | undefined {
    if (!this.#files.has(name)) return undefined;
    const closure = new Set([name]);
    // Iterating over a set includes what is added meanwhile.
    for (const member of closure) {
      for (const dependency of this.#files.get(member)?.dependencies ?? []) closure.add(dependency);
    }
    return [...closure].flatMap((member) => this.#files.get(member)?.bytes ?? []);
  }

  /** The same for the file that declares a service, a method, a message or an enum. */
  fileBySymbol(symbol: string): readonly Buffer[] | undefined {
    const name = this.#fileOfSymbol.get(symbol);
    return name === undefined ? undefined : this.fileByName(name);
  }

  #add(bytes: Buffer): void {
    const file = parse(bytes);
    this.#files.set(file.name, { bytes, dependencies: file.dependency });
    const scope = file.package === undefined || file.package === '' ? '' : `${file.package}.`;
    const symbols = [
      ...file.enumType.map(({ name }) => scope + name),
      ...file.messageType.flatMap((message) => symbolsOfMessage(scope, message)),
      ...file.service.flatMap((service) => [
        scope + service.name,
        ...service.method.map((method) => `${scope}${service.name}.${method.name}`),
      ]),
    ];
    for (const symbol of symbols) this.#fileOfSymbol.set(symbol, file.name);
    this.#services.push(...file.service.map(({ name }) => scope + name));
  }
}

function filesOf(set: Buffer): Buffer[] {
  const reader = new protobuf.BufferReader(set);
  const files: Buffer[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === FILE_TAG) files.push(Buffer.from(reader.bytes()));
    else reader.skipType(tag & 7);
  }
  return files;
}

function parse(bytes: Buffer): FileDescriptor {
  const type = descriptor.FileDescriptorProto;
  return type.toObject(type.decode(bytes), { arrays: true }) as FileDescriptor;
}

function symbolsOfMessage(scope: string, message: MessageDescriptor): string[] {
  const name = scope + message.name;
  return [
    name,
    ...message.enumType.map((nested) => `${name}.${nested.name}`),
    ...message.nestedType.flatMap((nested) => symbolsOfMessage(`${name}.`, nested)),
  ];
}
