import { UndecodableValue, type DBOSClient, type WorkflowSerializationFormat } from '@dbosd/client';
import { decodeWire, READ_OPTIONS, type Connection } from '@dbosd/client/internal';
import { checkKey, checkWorkflowId, DbosdError, encodeError, type contract } from '@dbosd/shared';
import { currentContext, workflowBody } from '../context.js';
import type { WorkflowRun } from '../execution/workflow-run.js';
import { decodeError, decodePayload, encodeGiven } from '../values.js';
import { recorded, markOf, valueOf, type RecordedMark } from './recorded.js';
import { waitLimit, untilAnswered, timeoutMsOrDefault, type WaitOptions } from './waits.js';

export type GetEventOptions = WaitOptions;

const NAME = 'DBOS.getEvent';

/**
 * Waits for an event of a workflow. Null when the time is over, and when the workflow has ended without setting it;
 * throws WORKFLOW_NOT_FOUND when it is deleted meanwhile. In a workflow the outcome is recorded, and given again by a
 * replay.
 */
export async function getEvent(
  client: DBOSClient,
  connection: Connection,
  workflowID: string,
  key: string,
  options: number | GetEventOptions | undefined,
): Promise<unknown> {
  if (currentContext().run === undefined) {
    return client.getEvent(workflowID, key, options);
  }
  const run = workflowBody(NAME);
  const functionId = run.takeFunctionId();
  const deadlineFunctionId = run.takeFunctionId();
  const timeoutMs = timeoutMsOrDefault(options);
  const request = { workflowId: checkWorkflowId('workflowID', workflowID), key: checkKey('key', key) };
  const payload = await run.once(
    functionId,
    NAME,
    ({ checkpoint }) => {
      run.replay.forget(deadlineFunctionId);
      if (checkpoint.error !== null) throw decodeError(checkpoint.error);
      return checkpoint.output;
    },
    async () => {
      const startedAtMs = Date.now();
      const leftMs = timeoutMs === 0 ? 0 : await waitLimit(run, deadlineFunctionId, timeoutMs);
      const record = async (outcome: object): Promise<void> => {
        const recordStep = { functionName: NAME, ...outcome };
        await run.perform({ functionId, startedAtMs, body: { recordStep } });
      };
      try {
        const found = await waitFor(run, connection, request, leftMs);
        await record(found === null ? { withoutSerialization: true } : { output: found });
        return found;
      } catch (error) {
        // A replay would wait for the workflow to begin.
        if (isDeleted(request.workflowId, error)) await record({ error: encodeError(error, false) });
        throw error;
      }
    },
  );
  return decodePayload(payload);
}

function isDeleted(workflowId: string, error: unknown): boolean {
  if (!(error instanceof DbosdError) || error.reason !== 'WORKFLOW_NOT_FOUND') return false;
  return error.metadata.workflow_id === workflowId;
}

/** A value as `getAllEvents` records it where one of them cannot be read: marked, so that a replay gives the same. */
type RecordedEvent =
  | { readonly key: string; readonly value: unknown }
  | { readonly key: string; readonly undecodable: RecordedMark };

/**
 * The latest value of every key of a workflow; in a workflow as a recorded step. One that cannot be read is an
 * UndecodableValue.
 */
export async function getAllEvents(client: DBOSClient, workflowID: string): Promise<Record<string, unknown>> {
  const found = await recorded<Record<string, unknown> | RecordedEvent[]>('DBOS.getAllEvents', async () => {
    const events = await untilAnswered(() => client.getAllEvents(workflowID));
    const isReadable = !Object.values(events).some((value) => value instanceof UndecodableValue);
    return isReadable ? events : Object.entries(events).map(toRecorded);
  });
  if (!Array.isArray(found)) return found;
  const events = Object.create(null) as Record<string, unknown>;
  for (const event of found) events[event.key] = toEvent(event);
  return events;
}

function toRecorded([key, value]: [string, unknown]): RecordedEvent {
  if (!(value instanceof UndecodableValue)) return { key, value };
  return { key, undecodable: markOf(value) };
}

function toEvent(event: RecordedEvent): unknown {
  return 'undecodable' in event ? valueOf(event.undecodable) : event.value;
}

async function waitFor(
  run: WorkflowRun,
  connection: Connection,
  request: { workflowId: string; key: string },
  timeoutMs: number,
): Promise<contract.Payload__Output | null> {
  const { clock } = run.parts;
  const endMs = clock.monotonicMs() + timeoutMs;
  const { value } = await untilAnswered(() => {
    const wait = { timeoutMs: Math.max(0, endMs - clock.monotonicMs()), signal: run.signal };
    return connection.wait('getEvent', { ...request, readOptions: READ_OPTIONS }, wait);
  });
  const found = value?.value ?? null;
  // A value that is too large is refused here, and not recorded.
  if (found?.oversized) decodeWire(found, { workflow_id: request.workflowId, key: request.key });
  return found?.payload ?? null;
}

/** Sets an event of the workflow. The last value wins. */
export function setEvent(key: string, value: unknown, format: WorkflowSerializationFormat): Promise<void> {
  const run = workflowBody('DBOS.setEvent');
  const functionId = run.takeFunctionId();
  return run.effect(functionId, 'DBOS.setEvent', nothing, async () => {
    const event = {
      key: checkKey('key', key),
      value: encodeGiven('value', value, format, run.isPortable),
    };
    await run.perform({ functionId, startedAtMs: Date.now(), body: { setEvent: event } });
  });
}

function nothing(): void {
  // A recorded event is already set.
}
