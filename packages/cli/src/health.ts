import { type Config, ConfigError } from '@dbosd/daemon/config';
import { checkHealth, type Health } from '@dbosd/daemon/health';
import { type Clock, systemClock } from '@dbosd/shared';
import type { CommandContext } from './context.js';
import { EXIT, type ExitCode } from './errors.js';

interface HealthOptions {
  /** `host:port`, a host on the configured port, or `unix:/path`. Absent: the first of `addressesOf`. */
  readonly address?: string | undefined;
  /** How long to ask again while the answer is no; 0 = once. */
  readonly waitMs: number;
}

/** How long one question may take, and the pause before the next. */
const ASK_TIMEOUT_MS = 2000;
const PAUSE_MS = 250;

/**
 * `dbosd health`: asks a daemon whether it serves, as load balancers do. 0 = it serves; 5 = it does not, or cannot be
 * reached; 1 = something else answers there. Rejects with ConfigError when the address is none.
 */
export async function health(
  config: Config,
  options: HealthOptions,
  context: CommandContext,
  clock: Clock = systemClock,
): Promise<ExitCode> {
  const address = healthAddress(options.address ?? addressesOf(config)[0], config.port);
  const deadline = clock.monotonicMs() + options.waitMs;
  for (;;) {
    const answer = await checkHealth(address, ASK_TIMEOUT_MS);
    const remainingMs = deadline - clock.monotonicMs();
    if (!mayChange(answer) || remainingMs <= 0) return report(answer, address, context);
    await clock.sleep(Math.min(PAUSE_MS, remainingMs));
  }
}

/** Said of a daemon that serves. */
const DEAF =
  'receives no notifications, so waits end only with its sweep: point listen_url directly at Postgres, or set notify: off; its log has the cause';

function mayChange({ kind }: Health): boolean {
  return kind === 'not_serving' || kind === 'unreachable';
}

function report(answer: Health, address: string, { print, tell }: CommandContext): ExitCode {
  switch (answer.kind) {
    case 'serving':
      print(`${address} serves`);
      if (answer.hears === false) tell(`dbosd on ${address} ${DEAF}`);
      return EXIT.ok;
    case 'not_serving':
      print(`${address} does not serve`);
      tell(
        `dbosd on ${address} answers, but cannot serve now: it is starting, draining, or without its database; see its log`,
      );
      return EXIT.unavailable;
    case 'unreachable':
      print(`${address} does not answer`);
      tell(
        `nothing answers on ${address} (${answer.detail}): start dbosd, or name its address: dbosd health HOST:PORT`,
      );
      return EXIT.unavailable;
    case 'stranger':
      print(`${address} is not dbosd`);
      tell(
        `what listens on ${address} does not answer gRPC health checks (${answer.detail}): check the address`,
      );
      return EXIT.error;
  }
}

/**
 * The address that `dbosd health` was given, as grpc-js takes it: a host without a port gets `defaultPort`, as in
 * DBOSClient (grpc-js would take 443). `unix:/path` stays. Throws ConfigError at anything else.
 */
export function healthAddress(given: string, defaultPort: number): string {
  if (/^unix:./.test(given)) return given;
  const [, host, port] = /^(\[[^\]]+\]|[^:/\s]+)(?::(\d{1,5}))?$/.exec(given) ?? [];
  const number = Number(port ?? defaultPort);
  if (host === undefined || number < 1 || number > 65_535) {
    throw new ConfigError(
      `the address is ${JSON.stringify(given)}: give HOST:PORT, [IPV6]:PORT, HOST or unix:/path, without http://`,
    );
  }
  return `${host}:${String(number)}`;
}

/** The daemons that commands ask: those of the setting, else the one that listens with this configuration. */
export function addressesOf({ address, host, port }: Config): readonly [string, ...string[]] {
  const [first, ...rest] = address ?? [];
  return first === undefined ? [ownAddress(host, port)] : [first, ...rest];
}

/** The loopback addresses that reach a daemon that listens on every address. */
function ownAddress(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return reachable.includes(':') ? `[${reachable}]:${String(port)}` : `${reachable}:${String(port)}`;
}
