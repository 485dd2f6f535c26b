import { Option } from 'commander';
import type { Command as SettingsCommand, Setting } from '@dbosd/daemon/settings';

/**
 * The flags of a command that come from the table of settings, which is loaded only for them. Commands that are clients
 * describe their flags in definition/facts.ts.
 */
export async function settingOptions(command: SettingsCommand | undefined): Promise<Option[]> {
  if (command === undefined || command === 'client') return [];
  const { SETTINGS, flagOf, settingsOf, variableOf } = await import('@dbosd/daemon/settings');
  return settingsOf(command).flatMap((key) => optionsOf(flagOf(key), variableOf(key), SETTINGS[key]));
}

/** A longer one leaves no room for the description next to it. */
const WIDEST_PLACEHOLDER = 20;

/** A setting of yes or no has two flags, of which the help shows the one that changes the default. */
function optionsOf(flag: string, variable: string, setting: Setting): Option[] {
  const { placeholder } = setting.kind;
  const text = helpOf(variable, setting);
  if (placeholder !== undefined) {
    if (placeholder.length <= WIDEST_PLACEHOLDER) return [new Option(`${flag} <${placeholder}>`, text)];
    return [new Option(`${flag} <word>`, `${text} It is ${setting.kind.expected}.`)];
  }
  const negated = flag.replace(/^--/, '--no-');
  return [
    new Option(flag, text).hideHelp(setting.default === true),
    new Option(negated, `Turns this off: ${text}`).hideHelp(setting.default !== true),
  ];
}

function helpOf(variable: string, { description, default: fallback }: Setting): string {
  const origin = fallback === undefined ? variable : `default: ${String(fallback)}; ${variable}`;
  return `${description.replaceAll('`', '')} (${origin})`;
}
