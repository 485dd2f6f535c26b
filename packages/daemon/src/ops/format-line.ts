/**
 * Turns one JSON line of the log into text for people: time of day, level, event, then the fields as `name=value`.
 * A stack follows on separate lines.
 */
export function formatLine(line: string): string {
  const { time, level, event, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const clock = typeof time === 'string' ? time.slice('2026-01-01T'.length, -1) : '';
  const stacks: string[] = [];
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${formatValue(value, stacks)}`);
  const words = [clock, String(level).padEnd(5), typeof event === 'string' ? event : '', ...rest];
  return `${[words.filter((word) => word !== '').join(' '), ...stacks].join('\n')}\n`;
}

function formatValue(value: unknown, stacks: string[]): string {
  if (isError(value)) {
    if (typeof value.stack === 'string') stacks.push(value.stack);
    return JSON.stringify(causes(value).join(': '));
  }
  if (typeof value === 'string') return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
  return JSON.stringify(value);
}

interface ErrorFields {
  readonly message: string;
  readonly stack?: unknown;
  readonly cause?: unknown;
}

function isError(value: unknown): value is ErrorFields {
  return (
    typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string'
  );
}

function causes(error: ErrorFields): string[] {
  return [error.message, ...(isError(error.cause) ? causes(error.cause) : [])];
}
