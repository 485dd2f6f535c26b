import { readFileSync } from 'node:fs';
import descriptor from 'protobufjs/ext/descriptor/index.js';
import { workspacePath } from './workspace.js';

export interface ContractMethod {
  /** `dbosd.v1.EventService.GetEvent` */
  readonly name: string;
  /** `dbosd.v1.EventService` */
  readonly service: string;
  /** Full names of the messages, with a leading dot. */
  readonly inputType: string;
  readonly outputType: string;
  /** It declares that it only reads. */
  readonly noSideEffects: boolean;
}

interface FileDescriptor {
  readonly name: string;
  readonly package: string;
  readonly service: readonly {
    readonly name: string;
    readonly method: readonly {
      readonly name: string;
      readonly inputType: string;
      readonly outputType: string;
      readonly options?: { readonly idempotencyLevel?: string };
    }[];
  }[];
}

/** Every method of dbosd.v1, from the checked-in descriptor set that reflection answers from. */
export function contractMethods(): ContractMethod[] {
  return descriptorFiles().flatMap((file) =>
    file.service.flatMap(({ name, method: methods }) => {
      const service = `${file.package}.${name}`;
      return methods.map((method) => ({
        name: `${service}.${method.name}`,
        service,
        inputType: method.inputType,
        outputType: method.outputType,
        noSideEffects: method.options?.idempotencyLevel === 'NO_SIDE_EFFECTS',
      }));
    }),
  );
}

/** The files of dbosd.v1, as they are imported. */
export function contractFiles(): string[] {
  return descriptorFiles().map(({ name }) => name);
}

function descriptorFiles(): FileDescriptor[] {
  const bytes = readFileSync(workspacePath('packages/daemon/assets/descriptors.binpb'));
  const type = descriptor.FileDescriptorSet;
  const set = type.toObject(type.decode(bytes), { arrays: true, enums: String }) as {
    file: readonly FileDescriptor[];
  };
  return set.file.filter((file) => file.package === 'dbosd.v1');
}
