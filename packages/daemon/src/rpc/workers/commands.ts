import {
  checkKey,
  checkName,
  checkTopic,
  checkWorkflowId,
  DEFAULT_MAX_VALUE_BYTES,
  HIGHEST_MAX_VALUE_BYTES,
  invalidField,
  isCloseMarker,
  MAX_FUNCTION_ID,
  MAX_KEY_BYTES,
  type contract,
  type StoredValue,
} from '@dbosd/shared';
import type {
  CloseStreamCommand,
  DurableCall,
  FinishWorkflowCommand,
  ReceiveCommand,
  RecordDeadlineCommand,
  RecordStepCommand,
  SendMessageCommand,
  SetEventCommand,
  WriteStreamCommand,
} from '../../model/durable.js';
import { checkRange } from '../fields/scalars.js';
import { decodePayload } from '../fields/values.js';
import { decodeSignedSpan, decodeTime } from '../fields/times.js';

// The decoders of durable operations. All throw INVALID_FIELD or PAYLOAD_TOO_LARGE, with fields named as seen from the
// message that they decode. The call is spread last: properties that are added to a copy cost thirty times as much.

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Which operation of which workflow it is. */
export function decodeCall(operation: contract.DurableOperation__Output): DurableCall {
  const { stepAttempt } = operation;
  const startedAtMs = decodeTime('started_at', operation.startedAt);
  if (startedAtMs === undefined) throw invalidField('started_at', 'is missing: give when it began');
  const { workflowId, ownerToken } = decodeRun(operation);
  return {
    workflowId,
    ownerToken,
    functionId: checkRange('function_id', operation.functionId, [0, MAX_FUNCTION_ID]),
    startedAtMs,
    stepAttempt:
      stepAttempt === undefined ? undefined : checkRange('step_attempt', stepAttempt, [1, MAX_FUNCTION_ID]),
    ...(operation.follows && { follows: true }),
  };
}

/** Which run of which workflow it belongs to. */
export function decodeRun(
  operation: contract.DurableOperation__Output,
): Pick<DurableCall, 'workflowId' | 'ownerToken'> {
  return {
    workflowId: checkWorkflowId('workflow_id', operation.workflowId),
    ownerToken: checkName('owner_token', operation.ownerToken),
  };
}

export function decodeRecordStep(
  call: DurableCall,
  step: contract.RecordStep__Output,
  maxBytes: number,
): RecordStepCommand {
  const { childWorkflowId } = step;
  if (step.output !== null && step.error !== null) {
    throw invalidField('error', 'is given together with an output: a step has one of them');
  }
  const decode = (field: string, payload: contract.Payload__Output): StoredValue => {
    const { data, serialization } = decodePayload(field, payload, maxBytes);
    return step.withoutSerialization ? { data } : { data, serialization };
  };
  return {
    functionName: checkName('function_name', step.functionName, MAX_KEY_BYTES),
    output: step.output === null ? undefined : decode('output', step.output),
    error: step.error === null ? undefined : decode('error', step.error),
    childWorkflowId:
      childWorkflowId === undefined ? undefined : checkWorkflowId('child_workflow_id', childWorkflowId),
    ...call,
  };
}

export function decodeRecordDeadline(
  call: DurableCall,
  deadline: contract.RecordDeadline__Output,
): RecordDeadlineCommand {
  const durationMs = decodeSignedSpan('duration', deadline.duration);
  if (durationMs === undefined) throw invalidField('duration', 'is missing: give a span of time');
  return { durationMs, isTimeout: deadline.isTimeout, ...call };
}

export function decodeSendMessage(
  call: DurableCall,
  message: contract.SendMessage__Output,
  maxBytes: number,
): SendMessageCommand {
  const { topic, idempotencyKey, messageId } = message;
  if (messageId !== undefined && !UUID.test(messageId)) {
    throw invalidField('message_id', 'is no UUID: make one for each message, or leave it out');
  }
  if (messageId !== undefined && idempotencyKey !== undefined) {
    throw invalidField(
      'message_id',
      'is given together with an idempotency_key, which names the message: give one of them',
    );
  }
  return {
    destinationId: checkWorkflowId('destination_id', message.destinationId),
    payload: decodePayload('payload', message.payload, maxBytes),
    topic: topic === undefined ? undefined : checkTopic('topic', topic),
    idempotencyKey: idempotencyKey === undefined ? undefined : checkKey('idempotency_key', idempotencyKey),
    messageId,
    ...call,
  };
}

export function decodeReceive(call: DurableCall, receive: contract.Receive__Output): ReceiveCommand {
  const { topic, deadlineFunctionId, maxValueBytes } = receive;
  const timeoutMs = decodeSignedSpan('timeout', receive.timeout) ?? 0;
  if (timeoutMs > 0 && deadlineFunctionId === undefined) {
    throw invalidField('deadline_function_id', 'is missing: a wait has its deadline recorded');
  }
  return {
    timeoutMs,
    maxValueBytes:
      maxValueBytes === undefined
        ? DEFAULT_MAX_VALUE_BYTES
        : checkRange('max_value_bytes', maxValueBytes, [1, HIGHEST_MAX_VALUE_BYTES]),
    topic: topic === undefined ? undefined : checkTopic('topic', topic),
    deadlineFunctionId:
      deadlineFunctionId === undefined
        ? undefined
        : checkRange('deadline_function_id', deadlineFunctionId, [0, MAX_FUNCTION_ID]),
    ...call,
  };
}

export function decodeSetEvent(
  call: DurableCall,
  event: contract.SetEvent__Output,
  maxBytes: number,
): SetEventCommand {
  return {
    key: checkKey('key', event.key),
    value: decodePayload('value', event.value, maxBytes),
    ...call,
  };
}

export function decodeWriteStream(
  call: DurableCall,
  write: contract.WriteStream__Output,
  maxBytes: number,
): WriteStreamCommand {
  const { dedupeOrdinal } = write;
  const value = decodePayload('value', write.value, maxBytes);
  if (isCloseMarker(value)) {
    throw invalidField('value.data', 'reads as the mark that ends a stream: write another, or close it');
  }
  if (dedupeOrdinal !== undefined && call.stepAttempt === undefined) {
    throw invalidField('dedupe_ordinal', 'is for writes inside a step: leave it out');
  }
  return {
    key: checkKey('key', write.key),
    value,
    dedupeOrdinal:
      dedupeOrdinal === undefined
        ? undefined
        : checkRange('dedupe_ordinal', dedupeOrdinal, [1, MAX_FUNCTION_ID]),
    ...call,
  };
}

export function decodeCloseStream(
  call: DurableCall,
  close: contract.CloseStream__Output,
): CloseStreamCommand {
  return { key: checkKey('key', close.key), ...call };
}

export function decodeFinish(
  run: Pick<DurableCall, 'workflowId' | 'ownerToken'>,
  finish: contract.FinishWorkflow__Output,
  maxBytes: number,
): FinishWorkflowCommand {
  const { outcome } = finish;
  if (outcome === undefined) throw invalidField('outcome', 'is missing: set output or error');
  return { ...run, [outcome]: decodePayload(outcome, finish[outcome], maxBytes) };
}
