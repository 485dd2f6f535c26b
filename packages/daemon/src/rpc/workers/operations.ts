import { invalidField, msToDuration, type contract } from '@dbosd/shared';
import type { DurableCall, DurableOperations } from '../../model/durable.js';
import type { ConnectedWorker, WorkerHello } from '../../model/workers.js';
import { inside } from '../fields/inside.js';
import { encodeReceived, encodeStarted } from './answers.js';
import {
  decodeCall,
  decodeCloseStream,
  decodeFinish,
  decodeReceive,
  decodeRecordDeadline,
  decodeRecordStep,
  decodeRun,
  decodeSendMessage,
  decodeSetEvent,
  decodeWriteStream,
} from './commands.js';
import { decodeStart } from './start-command.js';

type Wire = contract.DurableOperation__Output;
type Kind = NonNullable<Wire['kind']>;
type Answer = Omit<contract.DurableAnswer, 'id' | 'error'>;

/** Whose operations they are. */
export interface OperationContext {
  readonly durable: DurableOperations;
  readonly hello: WorkerHello;
  readonly worker: Pick<ConnectedWorker, 'runs' | 'ended' | 'lost' | 'confirm'>;
  readonly maxPayloadBytes: number;
}

/**
 * Carries a durable operation out: decodes it, calls the verb before it first awaits, and encodes its answer. Rejects with
 * INVALID_FIELD or PAYLOAD_TOO_LARGE, or as the verb does. `signal` ends a Receive that nobody waits for.
 */
export async function carryOut(
  operation: Wire,
  context: OperationContext,
  signal: AbortSignal,
): Promise<Answer> {
  const { kind } = operation;
  if (kind === undefined) {
    throw invalidField('kind', 'holds no operation that this daemon knows: set one');
  }
  return KINDS[kind](operation, context, signal);
}

/** Waits are counted apart, and end with their caller. */
export function isWait({ kind }: Wire): boolean {
  return kind === 'receive';
}

type Run = (operation: Wire, context: OperationContext, signal: AbortSignal) => Promise<Answer>;

const KINDS: Readonly<Record<Kind, Run>> = {
  recordStep: async (operation, { durable, maxPayloadBytes }) => {
    const call = ofWorkflow(operation);
    await durable.recordStep(
      part(operation, 'recordStep', (step) => decodeRecordStep(call, step, maxPayloadBytes)),
    );
    return { recorded: {} };
  },
  recordDeadline: async (operation, { durable }) => {
    const call = ofWorkflow(operation);
    const command = part(operation, 'recordDeadline', (deadline) => decodeRecordDeadline(call, deadline));
    return { deadlineRecorded: { remaining: msToDuration(await durable.recordDeadline(command)) } };
  },
  sendMessage: async (operation, { durable, maxPayloadBytes }) => {
    const call = decodeCall(operation);
    const command = part(operation, 'sendMessage', (message) =>
      decodeSendMessage(call, message, maxPayloadBytes),
    );
    return { messageSent: await durable.sendMessage(command) };
  },
  receive: async (operation, { durable }, signal) => {
    const call = ofWorkflow(operation);
    const command = part(operation, 'receive', (receive) => decodeReceive(call, receive));
    return { received: encodeReceived(await durable.receive(command, signal)) };
  },
  setEvent: async (operation, { durable, maxPayloadBytes }) => {
    const call = ofWorkflow(operation);
    await durable.setEvent(
      part(operation, 'setEvent', (event) => decodeSetEvent(call, event, maxPayloadBytes)),
    );
    return { recorded: {} };
  },
  writeStream: async (operation, { durable, maxPayloadBytes }) => {
    const call = decodeCall(operation);
    const command = part(operation, 'writeStream', (write) =>
      decodeWriteStream(call, write, maxPayloadBytes),
    );
    return { streamWritten: await durable.writeStream(command) };
  },
  closeStream: async (operation, { durable }) => {
    const call = decodeCall(operation);
    await durable.closeStream(part(operation, 'closeStream', (close) => decodeCloseStream(call, close)));
    return { recorded: {} };
  },
  startWorkflow: async (operation, { durable, hello, worker, maxPayloadBytes }) => {
    const parent = operation.startWorkflow?.withoutParent === true ? undefined : ofWorkflow(operation);
    const command = part(operation, 'startWorkflow', (start) =>
      decodeStart(start, { hello, parent, maxBytes: maxPayloadBytes }),
    );
    const started = await durable.startWorkflow(command);
    if (started.run) worker.runs({ workflowId: started.workflowId, ownerToken: command.token });
    return { workflowStarted: encodeStarted(started) };
  },
  finishWorkflow: async (operation, { durable, worker, maxPayloadBytes }) => {
    const run = decodeRun(operation);
    await durable.finishWorkflow(
      part(operation, 'finishWorkflow', (finish) => decodeFinish(run, finish, maxPayloadBytes)),
    );
    worker.ended(run.workflowId, run.ownerToken);
    return { recorded: {} };
  },
  confirmRun: async (operation, { worker }) => {
    const { workflowId, ownerToken } = decodeRun(operation);
    return { runConfirmed: { age: msToDuration(await worker.confirm(workflowId, ownerToken)) } };
  },
};

/** Decodes the part of an operation that says what it does; what is wrong in it is named from outside. */
function part<K extends Kind, T>(operation: Wire, kind: K, decode: (message: NonNullable<Wire[K]>) => T): T {
  const message = operation[kind];
  if (!message) throw new TypeError(`the operation has no ${kind}`);
  return inside(
    kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    () => decode(message),
  );
}

/** The call of an operation that only the workflow itself has. */
function ofWorkflow(operation: Wire): DurableCall {
  const call = decodeCall(operation);
  if (call.stepAttempt === undefined) return call;
  throw invalidField('step_attempt', 'is set, but a step cannot do this: do it in the workflow itself');
}
