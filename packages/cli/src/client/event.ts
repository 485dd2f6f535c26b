import { isTerminal } from '@dbosd/shared';
import { CommandError, EXIT, type ExitCode } from '../errors.js';
import { jsonOf } from '../output/json.js';
import { visible } from '../output/table.js';
import { spanPhrase } from '../output/time-phrase.js';
import { EVENTS } from '../views/communication.js';
import { orMark, putValue } from './undecodable.js';
import { listOrWatch, refuseDocument, type WatchGiven } from './watching.js';
import type { ClientSurroundings } from './with-client.js';

interface GetEventGiven {
  readonly workflowId: string;
  readonly key: string;
  readonly timeout?: number;
  readonly raw?: boolean;
}

/** `dbosd event get`: one look, or a wait of `--timeout`. */
export async function getEvent(given: GetEventGiven, surroundings: ClientSurroundings): Promise<ExitCode> {
  const { client, output, signal } = surroundings;
  const { workflowId, key, timeout = 0, raw: isRaw = false } = given;
  const waiting = orMark(client.getEvent(workflowId, key, { timeoutSeconds: timeout / 1000, signal }));
  const value: unknown = await output.progress.during(`waiting for ${key} of ${workflowId}`, waiting);
  // A null may be the value, or say that there is none.
  await putValue(output, value ?? (await setValue(given, surroundings)), isRaw);
  return EXIT.ok;
}

// The current value: it may have been set after the wait ended.
async function setValue(
  { workflowId, key, timeout = 0 }: GetEventGiven,
  { client, signal }: ClientSurroundings,
): Promise<unknown> {
  const values = await client.getAllEvents(workflowId, { signal });
  if (key in values) return values[key];
  const workflow = await client.getWorkflow(workflowId, { signal });
  if (workflow !== undefined && isTerminal(workflow.status)) {
    throw new CommandError(
      `workflow ${workflowId} has ended (${workflow.status}) without setting ${key}`,
      EXIT.notFound,
    );
  }
  if (timeout > 0) {
    throw new CommandError(
      `workflow ${workflowId} has not set ${key} in ${spanPhrase(timeout)}`,
      EXIT.timedOut,
    );
  }
  if (workflow === undefined) throw noWorkflow(workflowId);
  throw new CommandError(
    `workflow ${workflowId} has not set ${key} yet: wait for it with --timeout 60s`,
    EXIT.notFound,
  );
}

/** There is no workflow with this id. */
export function noWorkflow(workflowId: string): CommandError {
  return new CommandError(
    `there is no workflow ${workflowId}: "dbosd workflow list" lists the workflows`,
    EXIT.notFound,
  );
}

interface ListEventsGiven extends WatchGiven {
  readonly workflowId: string;
}

/** `dbosd event list` */
export async function listEvents(
  { workflowId, ...given }: ListEventsGiven,
  surroundings: ClientSurroundings,
): Promise<ExitCode> {
  const { client, signal } = surroundings;
  const read = async (): Promise<{ key: string; value: unknown }[]> => {
    const values = await client.getAllEvents(workflowId, { signal });
    const events = Object.entries(values).map(([key, value]) => ({ key, value }));
    if (events.length === 0 && (await client.getWorkflow(workflowId, { signal })) === undefined) {
      throw noWorkflow(workflowId);
    }
    return events;
  };
  return listOrWatch(given, { view: EVENTS, read }, surroundings);
}

interface WatchEventsGiven {
  readonly workflowId: string;
  readonly keys: readonly string[];
}

/** `dbosd event watch`: the current values, then each change, until the workflow ends. */
export async function watchEvents(
  { workflowId, keys }: WatchEventsGiven,
  surroundings: ClientSurroundings,
): Promise<ExitCode> {
  const { client, output, signal } = surroundings;
  refuseDocument(surroundings, 'event watch');
  for await (const change of client.watchEvents(workflowId, { keys, signal })) {
    if (output.format === 'jsonl') await output.value(change);
    else if (change.type === 'set') await output.line(eventLine(change.key, change.value));
    else if (change.type === 'unset') output.tell(`${visible(change.key)} is no longer set`);
    if (change.type === 'workflowEnded') output.tell(`workflow ${workflowId} has ended: ${change.status}`);
  }
  return EXIT.ok;
}

function eventLine(key: string, value: unknown): string {
  return `${visible(key)}  ${visible(jsonOf(value))}`;
}
