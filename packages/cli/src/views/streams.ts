import type { ListedStream } from '@dbosd/client';
import type { View } from './view.js';

export const STREAMS: View<ListedStream> = {
  columns: [
    { heading: 'STREAM', about: 'its key', cell: ({ key }) => key },
    {
      heading: 'NEXT',
      about: 'the offset after its last value',
      cell: ({ nextOffset }) => String(nextOffset),
    },
    {
      heading: 'STATE',
      about: 'open or closed',
      cell: ({ closed }) => (closed ? 'closed' : 'open'),
      tone: ({ closed }) => (closed ? 'quiet' : 'busy'),
    },
  ],
  record: ({ key, nextOffset, closed }) => ({ key, nextOffset, closed }),
  key: ({ key }) => key,
  none: 'no streams',
};
