import type { SetEventCommand } from '../../../model/durable.js';
import { SET_EVENT_NAME, setEvents } from '../../../store/queries/durable/set-events.js';
import { callIdentity, effectOnly, lookAtCheckpoints, type DurableKind } from './durable-kind.js';

/** Sets an event. */
export const setEventKind: DurableKind<SetEventCommand, void> = {
  name: 'set-event',
  write: async (db, events) => (await setEvents(db, events)).map(effectOnly),
  look: (db, events) =>
    lookAtCheckpoints(db, events, { nameOf: () => SET_EVENT_NAME, answer: () => undefined }),
  identityOf: callIdentity,
  bytesOf: ({ value }) => Buffer.byteLength(value.data),
  announce: (announcer, { workflowId, key }) => {
    announcer.eventSet(workflowId, key);
  },
};
