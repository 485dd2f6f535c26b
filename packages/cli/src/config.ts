import {
  examineConfig,
  type ConfigFault,
  type ConfigSources,
  type SettingReading,
} from '@dbosd/daemon/config';
import { SETTINGS, yamlNameOf, type Setting, type SettingValue } from '@dbosd/daemon/settings';
import { urlWithoutSecrets } from '@dbosd/daemon/redact';
import type { CliContext } from './context.js';
import type { Format } from './definition/facts.js';
import { EXIT, type ExitCode } from './errors.js';
import { outputOf } from './output/output-of.js';
import { SETTINGS_VIEW, type ShownSetting } from './views/daemon.js';

/** `dbosd config print`: every setting with its source. Where something is wrong it prints nothing and tells it. */
export async function printConfig(
  sources: ConfigSources,
  format: Format | undefined,
  context: CliContext,
): Promise<ExitCode> {
  const output = outputOf(format, context);
  const { readings, faults } = examineConfig(sources);
  for (const { message } of faults) output.tell(`dbosd: ${message}`);
  if (faults.length > 0) return EXIT.usage;
  await output.list(readings.map(shown), SETTINGS_VIEW);
  return EXIT.ok;
}

/** `dbosd config validate`: `ok`, or all that keeps `dbosd serve` from starting with these settings, a line each. */
export async function validateConfig(
  sources: ConfigSources,
  format: Format | undefined,
  context: CliContext,
): Promise<ExitCode> {
  const output = outputOf(format, context);
  const { faults, hindrances } = examineConfig(sources);
  const all = [...faults, ...hindrances];
  if (output.format === 'json') await output.value({ ok: all.length === 0, faults: all.map(recordOf) });
  else if (all.length === 0) await output.line('ok');
  else for (const { message } of all) await output.line(message);
  return all.length === 0 ? EXIT.ok : EXIT.usage;
}

function recordOf({ setting, from, message }: ConfigFault): Readonly<Record<string, unknown>> {
  return { setting: setting ?? null, from, message };
}

/** Without secrets; of a URL only its secrets are hidden. */
function shown({ key, value, source, from }: SettingReading): ShownSetting {
  const { secret, kind }: Setting = SETTINGS[key];
  // Its kind has checked it.
  const checked = value as SettingValue | undefined;
  const isSecret = secret === true && value !== undefined;
  const hidden = kind.placeholder === 'url' && typeof value === 'string' ? urlWithoutSecrets(value) : '***';
  return { setting: yamlNameOf(key), value: isSecret ? hidden : checked, source, from };
}
