import protobuf from 'protobufjs';
import descriptor from 'protobufjs/ext/descriptor/index.js';

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
export class DescriptorIndex {
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
