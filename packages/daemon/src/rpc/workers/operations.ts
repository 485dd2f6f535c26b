import { invalidField, msToDuration, type contract } from '@dbosd/shared';
import type { DurableCall, DurableOperations } from '../../model/durable.js';
import type { ConnectedWorker, WorkerHello } from '../../model/workers.js';
import { inside } from '../fields/scalars.js';
import { encodeReceived, encodeStarted } from './worker-output.js';
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
 * INVALID_FIELD or PAYLOAD_TOO_LARGE, or as the verb does. `signal` ends a Receive whose caller has gone.
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

/** Waits are counted separately, and end with their caller. */
export function isWait({ kind }: Wire): boolean {
  return kind === 'receive';
}

type Run = (operation: Wire, context: OperationContext, signal: AbortSignal) => Promise<Answer>;

/** The three steps of an operation. */
interface Steps<K extends Kind, At, C, A> {
  /** Whose operation it is. */
  readonly at: (operation: Wire) => At;
  /** The part that says what it does; what is wrong in it is named from outside. */
  readonly decode: (part: NonNullable<Wire[K]>, at: At, context: OperationContext) => C;
  readonly run: (command: C, context: OperationContext, signal: AbortSignal) => Promise<A>;
  readonly encode: (answer: A) => Answer;
}

const RECORDED = (): Answer => ({ recorded: {} });

const KINDS: Readonly<Record<Kind, Run>> = {
  recordStep: operationOf('recordStep', {
    at: ofWorkflow,
    decode: (step, call, { maxPayloadBytes }) => decodeRecordStep(call, step, maxPayloadBytes),
    run: (command, { durable }) => durable.recordStep(command),
    encode: RECORDED,
  }),
  recordDeadline: operationOf('recordDeadline', {
    at: ofWorkflow,
    decode: (deadline, call) => decodeRecordDeadline(call, deadline),
    run: (command, { durable }) => durable.recordDeadline(command),
    encode: (remainingMs) => ({ deadlineRecorded: { remaining: msToDuration(remainingMs) } }),
  }),
  sendMessage: operationOf('sendMessage', {
    at: decodeCall,
    decode: (message, call, { maxPayloadBytes }) => decodeSendMessage(call, message, maxPayloadBytes),
    run: (command, { durable }) => durable.sendMessage(command),
    encode: (messageSent) => ({ messageSent }),
  }),
  receive: operationOf('receive', {
    at: ofWorkflow,
    decode: (receive, call) => decodeReceive(call, receive),
    run: (command, { durable }, signal) => durable.receive(command, signal),
    encode: (received) => ({ received: encodeReceived(received) }),
  }),
  setEvent: operationOf('setEvent', {
    at: ofWorkflow,
    decode: (event, call, { maxPayloadBytes }) => decodeSetEvent(call, event, maxPayloadBytes),
    run: (command, { durable }) => durable.setEvent(command),
    encode: RECORDED,
  }),
  writeStream: operationOf('writeStream', {
    at: decodeCall,
    decode: (write, call, { maxPayloadBytes }) => decodeWriteStream(call, write, maxPayloadBytes),
    run: (command, { durable }) => durable.writeStream(command),
    encode: (streamWritten) => ({ streamWritten }),
  }),
  closeStream: operationOf('closeStream', {
    at: decodeCall,
    decode: (close, call) => decodeCloseStream(call, close),
    run: (command, { durable }) => durable.closeStream(command),
    encode: RECORDED,
  }),
  startWorkflow: operationOf('startWorkflow', {
    at: (operation) => (operation.startWorkflow?.withoutParent === true ? undefined : ofWorkflow(operation)),
    decode: (start, parent, { hello, maxPayloadBytes }) =>
      decodeStart(start, { hello, parent, maxBytes: maxPayloadBytes }),
    run: async (command, { durable, worker }) => {
      const started = await durable.startWorkflow(command);
      if (started.run) worker.runs({ workflowId: started.workflowId, ownerToken: command.token });
      return started;
    },
    encode: (started) => ({ workflowStarted: encodeStarted(started) }),
  }),
  finishWorkflow: operationOf('finishWorkflow', {
    at: decodeRun,
    decode: (finish, run, { maxPayloadBytes }) => decodeFinish(run, finish, maxPayloadBytes),
    run: async (command, { durable, worker }) => {
      await durable.finishWorkflow(command);
      worker.ended(command.workflowId, command.ownerToken);
    },
    encode: RECORDED,
  }),
  confirmRun: operationOf('confirmRun', {
    at: decodeRun,
    decode: (_confirm, run) => run,
    run: ({ workflowId, ownerToken }, { worker }) => worker.confirm(workflowId, ownerToken),
    encode: (ageMs) => ({ runConfirmed: { age: msToDuration(ageMs) } }),
  }),
};

function operationOf<K extends Kind, At, C, A>(
  kind: K,
  { at, decode, run, encode }: Steps<K, At, C, A>,
): Run {
  const field = kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return async (operation, context, signal) => {
    const whose = at(operation);
    const part = operation[kind];
    if (!part) throw new TypeError(`the operation has no ${kind}`);
    const command = inside(field, () => decode(part, whose, context));
    return encode(await run(command, context, signal));
  };
}

/** The call of an operation that only the workflow itself has. */
function ofWorkflow(operation: Wire): DurableCall {
  const call = decodeCall(operation);
  if (call.stepAttempt === undefined) return call;
  throw invalidField('step_attempt', 'is set, but a step cannot do this: do it in the workflow itself');
}
