/** The configuration cannot be used. `message` names the setting, where it came from, and the fix. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
