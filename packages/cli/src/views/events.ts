import { jsonOf } from '../output/json.js';
import type { View } from './view.js';

export interface ShownEvent {
  readonly key: string;
  readonly value: unknown;
}

export const EVENTS: View<ShownEvent> = {
  columns: [
    { heading: 'KEY', about: 'the event', cell: ({ key }) => key },
    { heading: 'VALUE', about: 'the latest, as JSON', cell: ({ value }) => jsonOf(value) },
  ],
  record: ({ key, value }) => ({ key, value }),
  key: ({ key }) => key,
  none: 'no events',
};
