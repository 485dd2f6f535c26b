import { examineConfig, type ConfigFault, type ConfigSources, type SettingReading } from '../config.js';
import { SETTINGS, yamlNameOf, type Setting } from '../config/settings.js';
import { urlWithoutSecrets } from '../ops/redact.js';
import type { CliContext } from './context.js';
import type { Format } from './definition/facts.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { outputOf } from './output/output-of.js';
import type { View } from './output/view.js';

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
  await output.list(readings, SETTING_VIEW);
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

const SETTING_VIEW: View<SettingReading> = {
  columns: [
    { heading: 'SETTING', about: 'its name in the file', cell: ({ key }) => yamlNameOf(key) },
    { heading: 'VALUE', about: 'as the daemon takes it', cell: (reading) => textOf(shown(reading)) },
    {
      heading: 'SOURCE',
      about: 'where it comes from',
      cell: ({ from }) => from,
      tone: ({ source }) => (source === 'default' ? 'quiet' : undefined),
    },
  ],
  record: (reading) => ({
    setting: yamlNameOf(reading.key),
    value: shown(reading) ?? null,
    source: reading.source,
    from: reading.from,
  }),
  key: ({ key }) => key,
  none: 'there are no settings',
};

/** The value, unless it is a secret; of a URL only its secrets are hidden. */
function shown({ key, value }: SettingReading): unknown {
  const { secret, kind }: Setting = SETTINGS[key];
  if (secret !== true || value === undefined) return value;
  return kind.placeholder === 'url' && typeof value === 'string' ? urlWithoutSecrets(value) : '***';
}

function textOf(value: unknown): string {
  if (value === undefined) return '-';
  return Array.isArray(value) ? value.join(',') : String(value);
}
