import { contractRoot, messageToObject, type contract } from '@dbosd/shared';
import type protobuf from 'protobufjs';

/** The unary methods, by their names in a session. */
export type CallName = NonNullable<contract.SessionRequest__Output['call']>;
export type CallRequest<M extends CallName> = NonNullable<contract.SessionRequest[M]>;
export type CallResponse<M extends CallName> = NonNullable<contract.SessionAnswer__Output[M]>;

/** The server streams, by their names in a session. */
export type StreamName = NonNullable<contract.Subscribe__Output['call']>;
export type StreamRequest<M extends StreamName> = NonNullable<contract.Subscribe[M]>;
export type StreamResponse<M extends StreamName> = NonNullable<contract.SubscriptionResponse__Output[M]>;

/** Responses as they come; ends with the stream, throws what it fails with. Leaving the loop cancels it. */
export type Responses<M extends StreamName> = AsyncGenerator<StreamResponse<M>, void, undefined>;

/** A surface that carries the contract's own messages: calls of their own, or numbered ones in a session. */
export interface Wire {
  readonly name: string;
  /** Rejects with the DbosdError that the daemon answered. */
  call<M extends CallName>(
    method: M,
    request: CallRequest<M>,
    signal?: AbortSignal,
  ): Promise<CallResponse<M>>;
  stream<M extends StreamName>(method: M, request: StreamRequest<M>): Responses<M>;
  /** Makes a call, or opens a stream, with a request that is encoded already, right or wrong; resolves at its end. */
  callEncoded(method: CallName | StreamName, request: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** Full names of the services, with their methods in lowerCamelCase. */
export const SERVICES = {
  'dbosd.v1.MessageService': ['send', 'sendBatch', 'listMessages'],
  'dbosd.v1.EventService': ['getEvent', 'listEvents', 'watchEvents'],
  'dbosd.v1.StreamService': ['readStream', 'readStreamOffset', 'listStreams'],
  'dbosd.v1.WorkflowService': [
    'enqueueWorkflow',
    'enqueueAndSend',
    'cancelWorkflows',
    'resumeWorkflows',
    'deleteWorkflows',
    'forkWorkflow',
    'rewindWorkflow',
    'setWorkflowDelay',
    'setWorkflowPriority',
    'setWorkflowAttributes',
    'getWorkflow',
    'awaitWorkflow',
    'listWorkflows',
    'listWorkflowSteps',
    'awaitFirst',
  ],
  'dbosd.v1.QueueService': ['upsertQueue', 'deleteQueue', 'getQueue', 'listQueues'],
} as const satisfies Record<string, readonly (CallName | StreamName)[]>;

/** The method as the contract describes it. */
export function methodOf(name: CallName | StreamName): { path: string; request: protobuf.Type } {
  const service = Object.entries(SERVICES).find(([, methods]) =>
    (methods as readonly string[]).includes(name),
  );
  if (service === undefined) throw new Error(`no service has a method ${name}`);
  const method = name[0]!.toUpperCase() + name.slice(1);
  const resolved = contractRoot().lookupService(service[0]).methods[method]!;
  resolved.resolve();
  return { path: `/${service[0]}/${method}`, request: resolved.resolvedRequestType! };
}

/** The method's request. */
export function protobufOf(name: CallName | StreamName): protobuf.Type {
  return methodOf(name).request;
}

export function encodeRequest(name: CallName | StreamName, request: object): Buffer {
  const type = methodOf(name).request;
  return Buffer.from(type.encode(type.fromObject(request)).finish());
}

/** Decodes bytes as the contract's own message of that name. */
export function decodeAs(typeName: string, bytes: Uint8Array): object {
  const type = contractRoot().lookupType(`dbosd.v1.${typeName}`);
  return messageToObject(type, type.decode(bytes));
}
