import type { SetEventCommand } from '../../model/durable.js';
import { SET_EVENT_NAME, setEvents } from '../../store/queries/events/set-events.js';
import { callIdentity, checkCheckpoints, effectOnly, fencedKind } from './fenced-kind.js';

/** Sets an event: its value once the row has committed, unless a later call of the workflow has set it. */
export const setEventKind = fencedKind<SetEventCommand, undefined>({
  name: 'set-event',
  write: async (db, events) => (await setEvents(db, events)).map(effectOnly),
  check: (db, events) =>
    checkCheckpoints(db, events, { nameOf: () => SET_EVENT_NAME, answer: () => undefined }),
  identityOf: callIdentity,
  bytesOf: ({ value }) => Buffer.byteLength(value.data),
  announce: (announcer, { workflowId, key }) => {
    announcer.eventSet(workflowId, key);
  },
});
