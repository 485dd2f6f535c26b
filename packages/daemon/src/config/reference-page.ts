import {
  SETTINGS,
  SETTING_KEYS,
  flagOf,
  variableOf,
  yamlNameOf,
  type Setting,
  type SettingKey,
} from './settings.js';

/** docs/configuration.md, from the table of settings. */
export function referencePage(): string {
  return `${INTRODUCTION}\n${SETTING_KEYS.map(section).join('\n')}`;
}

const INTRODUCTION = `<!-- Generated from the table in packages/daemon/src/config/settings.ts by scripts/reference-pages.mjs. -->

# Configuration

Every setting has three names: a flag, an environment variable and a name in the file. A flag overrides a variable,
a variable the file, and the file the default. The file is the one that \`--config\` or \`DBOSD_CONFIG\` names, else
\`dbosd.yaml\` in the working directory, if there is one:

\`\`\`yaml
database_url: postgres://dbosd:secret@db.internal:5432/app_dbos_sys
port: 50051
log_level: warn
\`\`\`

A name that is not in this list stops the start, wherever it is given: a typing error must not become a default.
An empty variable counts as absent. Variables that Kubernetes makes for a service named \`dbosd\` (\`DBOSD_SERVICE_HOST\`,
\`DBOSD_PORT=tcp://…\`) and those of the test suite (\`DBOSD_TEST_…\`) are ignored. A flag without a value is turned off by \`--no-…\`.

Secrets are marked; they appear in no log and no message.
`;

function section(key: SettingKey): string {
  const setting: Setting = SETTINGS[key];
  const facts = [
    `- Flag: \`${flagOf(key)}${setting.kind.placeholder === undefined ? '' : ` <${setting.kind.placeholder}>`}\` (${setting.commands.map(commandWords).join(', ')})`,
    `- Variable: \`${variableOf(key)}\``,
    `- In the file: \`${yamlNameOf(key)}\``,
    `- Value: ${setting.kind.expected}${setting.unit === undefined ? '' : `, in ${setting.unit}`}`,
    `- Default: ${setting.default === undefined ? 'none' : `\`${String(setting.default)}\``}`,
    ...(setting.secret === true ? ['- Secret'] : []),
  ];
  return `## ${yamlNameOf(key)}\n\n${setting.description}\n\n${facts.join('\n')}\n`;
}

function commandWords(name: Setting['commands'][number]): string {
  return name === 'client' ? 'every command that [asks a daemon](cli.md)' : `\`${name}\``;
}
