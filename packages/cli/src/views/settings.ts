import type { SettingReading } from '@dbosd/daemon/config';
import type { SettingValue } from '@dbosd/daemon/settings';
import type { View } from './view.js';

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
