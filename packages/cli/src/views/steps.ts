import type { StepInfo } from '@dbosd/client';
import { jsonOf } from '../output/json.js';
import { spanPhrase, timePhrase } from '../output/time-phrase.js';
import type { View } from './view.js';
import { dateOf } from './workflows.js';

/** A step's output or error in words; what cannot be read is marked. */
export function resultWords({ output, error, undecodable }: StepInfo): string {
  const unread = undecodable?.error ?? undecodable?.output;
  if (unread !== undefined) return jsonOf(unread);
  return error === null ? jsonOf(output) : `${error.name}: ${error.message}`;
}

function hasFailed({ error, undecodable }: StepInfo): boolean {
  return error !== null || undecodable?.error !== undefined;
}

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
      cell: (step) => {
        if (hasFailed(step) || step.childWorkflowID === null) return resultWords(step);
        return `workflow ${step.childWorkflowID}`;
      },
      tone: (step) => (hasFailed(step) ? 'bad' : undefined),
    },
  ],
  record: ({ startedAtEpochMs, completedAtEpochMs, undecodable, ...rest }) => ({
    ...rest,
    startedAt: dateOf(startedAtEpochMs),
    completedAt: dateOf(completedAtEpochMs),
    undecodable,
  }),
  key: ({ functionID }) => String(functionID),
  none: 'no steps',
};
