import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import protobuf from 'protobufjs';

const PACKAGE_ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** How messages are converted to objects. The generated types are valid for exactly these options. */
const CONVERSION = { longs: Number, enums: String, bytes: Buffer, defaults: true, oneofs: true } as const;

interface Loaded {
  definition?: PackageDefinition;
  root?: protobuf.Root;
}

// The contract never changes while a process runs, so it is parsed once, at first use.
const loaded: Loaded = {};

/** The folder with the .proto files: the package's copy if it is published, the repository's in a checkout. */
export function protoDirectory(): string {
  const own = join(PACKAGE_ROOT, 'proto');
  return existsSync(own) ? own : join(PACKAGE_ROOT, '../../proto');
}

/** The contract's services and messages, for grpc-js. */
export function contractDefinition(): PackageDefinition {
  loaded.definition ??= loadSync(contractFiles(), { ...CONVERSION, includeDirs: includeDirectories() });
  return loaded.definition;
}

/** The contract's messages by reflection: for details of errors, and for a second, strict check of a request. */
export function contractRoot(): protobuf.Root {
  loaded.root ??= loadRoot();
  return loaded.root;
}

/** Turns a message of `contractRoot()` into an object of the generated types. */
export function messageToObject(type: protobuf.Type, message: protobuf.Message): object {
  return type.toObject(message, CONVERSION);
}

/** The output of protobufjs as a Buffer. In Node.js it is one, but its type does not say so. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes);
}

function loadRoot(): protobuf.Root {
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) =>
    includeDirectories()
      .map((dir) => join(dir, target))
      .find((path) => existsSync(path)) ?? target;
  root.loadSync([...contractFiles(), 'google/rpc/error_details.proto']);
  root.resolveAll();
  return root;
}

function contractFiles(): string[] {
  return readdirSync(join(protoDirectory(), 'dbosd/v1')).map((name) => `dbosd/v1/${name}`);
}

function includeDirectories(): string[] {
  return [protoDirectory(), join(protoDirectory(), 'third_party')];
}
