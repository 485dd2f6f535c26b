export { getAllEvents } from './get-all-events.js';
export { getEvent, type GetEventOptions } from './get-event.js';
export { watchEvents, type EventChange, type WatchEventsOptions } from './watch-events.js';
