import { createHash } from 'node:crypto';

/** DBOS's three channels, with payloads `<workflow id>::<topic or key>`, and the one between daemons. */
export const CHANNELS = {
  message: 'dbos_notifications_channel',
  event: 'dbos_workflow_events_channel',
  stream: 'dbos_streams_channel',
  own: 'dbosd_channel',
} as const;

/**
 * What a notification says: something may have changed. A hint, never a fact: channels are shared by the schemas of a
 * database, payloads are not escaped, and anybody may send them.
 */
export type Hint =
  | { readonly kind: 'message' | 'event' | 'stream'; readonly payload: string }
  | { readonly kind: 'workflow' | 'work' | 'stopped'; readonly hash: string };

/** How DBOS spells a topic, event or stream of a workflow on its channels. `::` is not escaped, so two pairs may share one. */
export function payloadOf(workflowId: string, key: string): string {
  return `${workflowId}::${key}`;
}

/** Ids are not spelt out between daemons: payloads stay short, and nothing can alias by its spelling. */
export function workflowHash(workflowId: string): string {
  return hash(workflowId);
}

/** As for ids of workflows. */
export function queueHash(queueName: string): string {
  return hash(queueName);
}

/** The payload on the daemons' own channel that says: the status of the workflow of that hash has changed. */
export function workflowPayload(hash: string): string {
  return `w${hash}`;
}

/** As for ids of workflows. */
export function runHash(workflowId: string, ownerToken: string): string {
  return hash(`${ownerToken} ${workflowId}`);
}

/** The payload on the daemons' own channel that says: a worker has stopped the run of that hash. */
export function stoppedPayload(hash: string): string {
  return `s${hash}`;
}

/** The payload on the daemons' own channel that says: something waits on this queue. */
export function workPayload(queueName: string): string {
  return `q${queueHash(queueName)}`;
}

/** What a notification says; `undefined`: nothing to us (DBOS's self-test, a newer daemon's kind, anybody's noise). */
export function readHint(channel: string, payload: string): Hint | undefined {
  switch (channel) {
    case CHANNELS.message:
      return { kind: 'message', payload };
    case CHANNELS.event:
      return { kind: 'event', payload };
    case CHANNELS.stream:
      return { kind: 'stream', payload };
    case CHANNELS.own:
      return readOwnHint(payload);
    default:
      return undefined;
  }
}

function readOwnHint(payload: string): Hint | undefined {
  switch (payload.charAt(0)) {
    case 'w':
      return { kind: 'workflow', hash: payload.slice(1) };
    case 's':
      return { kind: 'stopped', hash: payload.slice(1) };
    case 'q':
      return { kind: 'work', hash: payload.slice(1) };
    default:
      return undefined;
  }
}

function hash(name: string): string {
  return createHash('sha256').update(name).digest().toString('hex', 0, 8);
}
