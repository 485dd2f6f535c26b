// Original file: proto/dbosd/v1/event_service.proto

import type { Event as _dbosd_v1_Event, Event__Output as _dbosd_v1_Event__Output } from '../../dbosd/v1/Event.js';

/**
 * Response of ListEvents.
 */
export interface ListEventsResponse {
  /**
   * The events, in the byte order of their keys.
   */
  'events'?: (_dbosd_v1_Event)[];
  /**
   * Gets the next page. Empty: this was the last one.
   */
  'nextPageToken'?: (string);
}

/**
 * Response of ListEvents.
 */
export interface ListEventsResponse__Output {
  /**
   * The events, in the byte order of their keys.
   */
  'events': (_dbosd_v1_Event__Output)[];
  /**
   * Gets the next page. Empty: this was the last one.
   */
  'nextPageToken': (string);
}
