import { requireDatabaseUrl, type Config } from '@dbosd/daemon/config';
import {
  examineDatabase,
  failed,
  ok,
  skipped,
  warning,
  type Check,
  type Finding,
  type Verdict,
} from '@dbosd/daemon/doctor';
import { checkHealth, type Health } from '@dbosd/daemon/health';
import { addressesOf, healthAddress } from './health.js';
import type { CliContext } from './context.js';
import type { Format } from './definition/facts.js';
import { EXIT, type ExitCode } from './errors.js';
import type { Output } from './output/output.js';
import { outputOf } from './output/output-of.js';
import { CHECKS } from './views/daemon.js';

/** How long a daemon may take to answer. */
const ASK_TIMEOUT_MS = 2000;

/**
 * `dbosd doctor`: checks the database with this configuration, and the daemon, and prints a verdict for each check.
 * 0 = nothing failed; 1 = something did; 5 = the database cannot be reached. Rejects with ConfigError without one.
 */
export async function doctor(
  config: Config,
  format: Format | undefined,
  context: CliContext,
): Promise<ExitCode> {
  const examined = { ...config, databaseUrl: requireDatabaseUrl(config) };
  const output = outputOf(format, context);
  const checks = await output.progress.during('looking at the database', examine(examined));
  if (output.format === 'table') await printTable(checks, output);
  else await output.list(checks, CHECKS);
  return exitCodeOf(checks);
}

async function examine(config: Config & { readonly databaseUrl: string }): Promise<readonly Check[]> {
  const [checks, daemon] = await Promise.all([examineDatabase(config), askDaemon(config)]);
  return [...checks, { check: 'daemon', ...daemon }];
}

async function askDaemon(config: Config): Promise<Finding> {
  if (config.port === 0 && config.address === undefined)
    return skipped('port is 0: the address of a daemon is not known');
  const address = healthAddress(addressesOf(config)[0], config.port);
  return judgeDaemon(await checkHealth(address, ASK_TIMEOUT_MS), address);
}

function judgeDaemon(health: Health, address: string): Finding {
  switch (health.kind) {
    case 'serving':
      return health.hears === false
        ? warning(
            `a daemon on ${address} is ready, but receives no notifications: waits end only with its sweep`,
            'let listen_url lead straight to Postgres, or set notify: off; its log says why',
          )
        : ok(`a daemon on ${address} serves`);
    case 'not_serving':
      return warning(
        `a daemon on ${address} answers, and does not serve`,
        'it is starting, draining, or without its database: see its log',
      );
    case 'unreachable':
      return skipped(`no daemon answers on ${address}`);
    case 'stranger':
      return failed(
        `something other than dbosd listens on ${address}`,
        'choose another port for dbosd, or end what listens there',
      );
  }
}

function exitCodeOf(checks: readonly Check[]): ExitCode {
  const hasFailed = checks.filter(({ verdict }) => verdict === 'failed').map(({ check }) => check);
  if (hasFailed.includes('connection')) return EXIT.unavailable;
  return hasFailed.length > 0 ? EXIT.error : EXIT.ok;
}

/** No line is cut, so that a fix can be copied. */
async function printTable(checks: readonly Check[], output: Output): Promise<void> {
  const [heading = '', ...lines] = output.tableLines(checks, CHECKS, { isWhole: true });
  await output.line(heading);
  for (const [at, line] of lines.entries()) {
    await output.line(line);
    const fix = checks[at]?.fix;
    if (fix !== undefined) await output.line(`    fix: ${fix}`);
  }
  output.tell(summaryOf(checks));
}

function summaryOf(checks: readonly Check[]): string {
  const count = (verdict: Verdict): number => checks.filter((each) => each.verdict === verdict).length;
  return (['ok', 'warning', 'failed', 'skipped'] as const)
    .map((verdict) => `${String(count(verdict))} ${verdict}`)
    .join(', ');
}
