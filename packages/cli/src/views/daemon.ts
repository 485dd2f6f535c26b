import type { SettingReading } from '@dbosd/daemon/config';
import type { Check, Verdict } from '@dbosd/daemon/doctor';
import type { SettingValue } from '@dbosd/daemon/settings';
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

/** A setting as it may be shown: without secrets. */
export interface ShownSetting extends Pick<SettingReading, 'source' | 'from'> {
  /** Its name in the file. */
  readonly setting: string;
  readonly value: SettingValue | undefined;
}

export const SETTINGS_VIEW: View<ShownSetting> = {
  columns: [
    { heading: 'SETTING', about: 'its name in the file', cell: ({ setting }) => setting },
    {
      heading: 'VALUE',
      about: 'as the daemon takes it; a hyphen where there is none',
      cell: ({ value }) => textOf(value),
    },
    {
      heading: 'SOURCE',
      about: 'the flag, the variable or the file that it comes from, or default',
      cell: ({ from }) => from,
      tone: ({ source }) => (source === 'default' ? 'quiet' : undefined),
    },
  ],
  record: ({ setting, value, source, from }) => ({ setting, value: value ?? null, source, from }),
  key: ({ setting }) => setting,
  none: 'there are no settings',
};

function textOf(value: SettingValue | undefined): string {
  if (value === undefined) return '-';
  return typeof value === 'object' ? value.join(',') : String(value);
}
