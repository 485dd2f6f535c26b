import type { StepInfo } from '@dbosd/client';
import { jsonOf } from '../output/json.js';
import { spanPhrase, timePhrase } from '../output/time-phrase.js';
import type { View } from './view.js';
import { dateOf } from './workflows.js';

export const STEPS: View<StepInfo> = {
  columns: [
    { heading: 'STEP', about: 'its number, from 0', cell: ({ functionID }) => String(functionID) },
    { heading: 'NAME', about: 'of the step', cell: ({ name }) => name },
    {
      heading: 'STARTED',
      about: 'how long ago',
      cell: ({ startedAtEpochMs }, nowMs) => timePhrase(startedAtEpochMs, nowMs),
      isLookedFor: true,
    },
    {
      heading: 'TOOK',
      about: 'how long it ran',
      cell: ({ startedAtEpochMs: from, completedAtEpochMs: to }) =>
        from === undefined || to === undefined ? '' : spanPhrase(Math.max(0, to - from)),
      isLookedFor: true,
    },
    {
      heading: 'RESULT',
      about: 'its output or its error, as JSON, or the workflow that it started',
      cell: ({ output, error, childWorkflowID }) => {
        if (error !== null) return `${error.name}: ${error.message}`;
        return childWorkflowID === null ? jsonOf(output) : `workflow ${childWorkflowID}`;
      },
      tone: ({ error }) => (error === null ? undefined : 'bad'),
    },
  ],
  record: ({ startedAtEpochMs, completedAtEpochMs, ...rest }) => ({
    ...rest,
    startedAt: dateOf(startedAtEpochMs),
    completedAt: dateOf(completedAtEpochMs),
  }),
  key: ({ functionID }) => String(functionID),
  none: 'no steps',
};
