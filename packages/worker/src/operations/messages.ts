import { randomUUID } from 'node:crypto';
import type { DBOSClient, WorkflowSerializationFormat } from '@dbosd/client';
import {
  checkKey,
  checkTopic,
  checkWorkflowId,
  CLIENT_MAX_VALUE_BYTES,
  type contract,
  DbosdError,
  encodeError,
  msToDuration,
} from '@dbosd/shared';
import { currentContext, workflowBody } from '../context.js';
import { DBOSNonExistentWorkflowError } from '../errors.js';
import type { WorkflowRun } from '../execution/workflow-run.js';
import { decodeError, decodePayload, encodeGiven } from '../values.js';
import { timeoutMsOrDefault, type WaitOptions } from './waits.js';

/** The arguments of `DBOS.send`. */
interface Outgoing {
  readonly destinationID: string;
  readonly message: unknown;
  readonly topic: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly format: WorkflowSerializationFormat;
}

const NAME = 'DBOS.send';

/**
 * Sends a message: from a workflow exactly once, from a step or ordinary code once per idempotency key. Throws
 * DBOSNonExistentWorkflowError, in a workflow also when it is replayed.
 */
export function send(client: DBOSClient, outgoing: Outgoing): Promise<void> {
  const { run, step } = currentContext();
  if (run === undefined) return sendFromOutside(client, outgoing);
  if (step !== undefined) {
    const sending = (async () => {
      // Without a key, the message's own id identifies a repeat after a broken stream.
      const messageId = outgoing.idempotencyKey === undefined ? randomUUID() : undefined;
      const body = { sendMessage: wireOf(run, outgoing, messageId) };
      await step.perform({ startedAtMs: Date.now(), body, order: orderOf(outgoing) }).catch(throwMissing);
    })();
    return step.effects.note(sending);
  }
  return sendFromWorkflow(run, outgoing);
}

function sendFromWorkflow(run: WorkflowRun, outgoing: Outgoing): Promise<void> {
  const functionId = run.takeFunctionId();
  return run.effect(
    functionId,
    NAME,
    ({ checkpoint }) => {
      if (checkpoint.error !== null) throw decodeError(checkpoint.error);
    },
    async () => {
      const startedAtMs = Date.now();
      const body = { sendMessage: wireOf(run, outgoing) };
      try {
        await run.perform({ functionId, startedAtMs, body, order: orderOf(outgoing) });
      } catch (error) {
        const missing = missingOf(error);
        if (missing === undefined) throw error;
        // Nothing was recorded with the failure: a replay must see it, though the workflow may exist by then.
        const record = { functionName: NAME, error: encodeError(missing, false) };
        await run.perform({ functionId, startedAtMs, body: { recordStep: record } });
        throw missing;
      }
    },
  );
}

async function sendFromOutside(client: DBOSClient, outgoing: Outgoing): Promise<void> {
  const { destinationID, message, topic, idempotencyKey, format } = outgoing;
  const serializationType = format ?? 'native';
  await client
    .send(destinationID, message, topic, keyOf(idempotencyKey), { serializationType })
    .catch(throwMissing);
}

function wireOf(run: WorkflowRun, outgoing: Outgoing, messageId?: string): contract.SendMessage {
  const { destinationID, message, topic, format } = outgoing;
  const idempotencyKey = keyOf(outgoing.idempotencyKey);
  return {
    destinationId: checkWorkflowId('destinationID', destinationID),
    payload: encodeGiven('message', message, format, run.isPortable),
    topic: topic === undefined ? undefined : checkTopic('topic', topic),
    idempotencyKey: idempotencyKey === undefined ? undefined : checkKey('idempotencyKey', idempotencyKey),
    messageId,
  };
}

// As in DBOS, the empty string means no key.
function keyOf(idempotencyKey: string | undefined): string | undefined {
  return idempotencyKey === '' ? undefined : idempotencyKey;
}

/** Messages to one workflow keep their order. */
function orderOf({ destinationID }: Outgoing): string {
  return `send:${destinationID}`;
}

function throwMissing(error: unknown): never {
  throw missingOf(error) ?? error;
}

function missingOf(error: unknown): DBOSNonExistentWorkflowError | undefined {
  if (!(error instanceof DbosdError) || error.reason !== 'WORKFLOW_NOT_FOUND') return undefined;
  return new DBOSNonExistentWorkflowError(error.message);
}

export type RecvOptions = WaitOptions;

/**
 * Waits for the next message of a topic (or for one without a topic) and consumes it. Null on timeout. The timeout is
 * durable: a recovered workflow waits for the remaining time.
 */
export async function receive(
  topic: string | undefined,
  options: number | RecvOptions | undefined,
): Promise<unknown> {
  const run = workflowBody('DBOS.recv');
  const functionId = run.takeFunctionId();
  const deadlineFunctionId = run.takeFunctionId();
  const timeoutMs = timeoutMsOrDefault(options);
  const payload = await run.once(
    functionId,
    'DBOS.recv',
    ({ checkpoint }) => {
      run.replay.forget(deadlineFunctionId);
      return checkpoint.output;
    },
    async () => {
      const receiving = {
        topic: topic === undefined ? undefined : checkTopic('topic', topic),
        timeout: msToDuration(timeoutMs),
        deadlineFunctionId: timeoutMs === 0 ? undefined : deadlineFunctionId,
        maxValueBytes: CLIENT_MAX_VALUE_BYTES,
      };
      const { received } = await run.perform({
        functionId,
        startedAtMs: Date.now(),
        body: { receive: receiving },
      });
      return received?.message ?? null;
    },
  );
  return decodePayload(payload);
}
