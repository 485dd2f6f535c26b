import { Addresses, checkName, invalidField, systemClock } from '@dbosd/shared';
import { Connection } from './connection/connection.js';
import { spellNumber, takeOptions, type OptionNames } from './options.js';
import { checkMs } from './timeouts.js';
import { workflowHandle } from './workflows/index.js';

export interface DBOSClientOptions {
  /**
   * The daemons: `host:port`, `[ipv6]:port`, `unix:/path` or a DNS name (port 50051), or a list of them. A session is
   * opened to a random one of the addresses that they resolve to. Absent: 127.0.0.1:50051.
   */
  address?: string | readonly string[];
  /** The application this client acts for: it owns the queues it registers and the workflows it enqueues. */
  applicationName?: string;
  /** How long `create` keeps trying, and the limit of one attempt to open a session. Absent: 10,000. */
  connectTimeoutMs?: number;
  /**
   * How long a call without its own timeout is retried while no daemon can be reached or can execute it. It then
   * rejects with TRANSPORT, or with the daemon's last answer. Waits continue until their own timeout. Absent: 60,000.
   */
  unavailableTimeoutMs?: number;
}

const CREATE_OPTIONS: OptionNames<DBOSClientOptions> = {
  address: true,
  applicationName: true,
  connectTimeoutMs: true,
  unavailableTimeoutMs: true,
};
const DEFAULT_ADDRESS = '127.0.0.1:50051';
const DEFAULT_CONNECT_TIMEOUT_MS = 10_000;
const DEFAULT_UNAVAILABLE_TIMEOUT_MS = 60_000;

/** Opens a session. Rejects with TRANSPORT when no daemon can be reached, or with the daemon's refusal. */
export async function connect(options: DBOSClientOptions): Promise<Connection> {
  const taken = takeOptions('options', options, CREATE_OPTIONS);
  const {
    address = DEFAULT_ADDRESS,
    applicationName,
    connectTimeoutMs = DEFAULT_CONNECT_TIMEOUT_MS,
    unavailableTimeoutMs = DEFAULT_UNAVAILABLE_TIMEOUT_MS,
  } = taken;
  if (applicationName !== undefined) checkName('applicationName', applicationName);
  const clock = systemClock;
  const connection = new Connection({
    addresses: new Addresses(address, () => clock.monotonicMs()),
    clock,
    handleOf: workflowHandle,
    connectTimeoutMs: checkMs('connectTimeoutMs', connectTimeoutMs),
    unavailableTimeoutMs: durationOf('unavailableTimeoutMs', unavailableTimeoutMs),
  });
  try {
    await connection.connect();
  } catch (error) {
    await connection.close();
    throw error;
  }
  return connection;
}

/** Accepts Infinity, which means forever. */
function durationOf(field: string, ms: number): number {
  if (typeof (ms as unknown) !== 'number' || !(ms > 0))
    throw invalidField(field, `is ${spellNumber(ms)}: give milliseconds, more than 0`);
  return ms;
}
