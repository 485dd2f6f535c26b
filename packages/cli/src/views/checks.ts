import type { Check, Verdict } from '@dbosd/daemon/doctor';
import type { Tone } from '../output/paint.js';
import type { View } from './view.js';

const TONES: Readonly<Record<Verdict, Tone>> = {
  ok: 'good',
  warning: 'doubtful',
  failed: 'bad',
  skipped: 'quiet',
};

/** What a doctor has found. */
export const CHECKS: View<Check> = {
  columns: [
    {
      heading: 'VERDICT',
      about: 'ok, warning, failed or skipped',
      cell: ({ verdict }) => verdict,
      tone: ({ verdict }) => TONES[verdict],
    },
    { heading: 'CHECK', about: 'the name of the check; names do not change', cell: ({ check }) => check },
    {
      heading: 'FOUND',
      about: 'what was found, and on the next line how to fix it',
      cell: ({ found }) => found,
    },
  ],
  record: ({ check, verdict, found, fix }) => ({ check, verdict, found, fix: fix ?? null }),
  key: ({ check }) => check,
  none: 'no checks',
};
