import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { DbosdError, invalidField } from '../errors/dbosd-error.js';

/** The port of an address that names none. */
const DEFAULT_PORT = 50051;
/** A daemon that failed or drains is tried last for this long. */
const AVOID_MS = 10_000;

/** One daemon that a link may be opened to. */
export interface Target {
  /** What grpc-js connects to: `ip:port`, or `unix:/path`. */
  readonly endpoint: string;
  /** The name that the caller gave, for `:authority` and for messages. */
  readonly authority: string;
}

interface Address {
  readonly host: string;
  readonly port: number;
}

/** The daemons that a client or a worker may use, resolved again for each attempt and tried in random order. */
export class Addresses {
  readonly #given: readonly string[];
  readonly #nowMs: () => number;
  readonly #avoidedUntil = new Map<string, number>();

  /** Throws INVALID_FIELD when an address is not `host:port`. */
  constructor(given: string | readonly string[], nowMs: () => number) {
    checkAddresses('address', given);
    this.#given = typeof given === 'string' ? [given] : [...given];
    this.#nowMs = nowMs;
  }

  /** All daemons in random order, those that failed or drain last. Rejects with TRANSPORT when no name resolves. */
  async inOrderOfChoice(): Promise<Target[]> {
    const found = await Promise.allSettled(this.#given.map(resolve));
    const targets = found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    if (targets.length === 0) {
      const failed = found.find((one) => one.status === 'rejected');
      throw unresolvable(this.#given, failed?.reason);
    }
    const now = this.#nowMs();
    const isAvoided = ({ endpoint }: Target): boolean => (this.#avoidedUntil.get(endpoint) ?? 0) > now;
    const shuffled = shuffle(targets);
    return [...shuffled.filter((one) => !isAvoided(one)), ...shuffled.filter(isAvoided)];
  }

  avoid({ endpoint }: Target): void {
    const now = this.#nowMs();
    // Names may keep resolving to new addresses, so old entries are forgotten.
    for (const [old, untilMs] of this.#avoidedUntil) if (untilMs <= now) this.#avoidedUntil.delete(old);
    this.#avoidedUntil.set(endpoint, now + AVOID_MS);
  }
}

/** Checks the daemon addresses that a program configures. Throws INVALID_FIELD that names the option. */
export function checkAddresses(field: string, given: string | readonly string[]): void {
  if (typeof given !== 'string' && !Array.isArray(given)) throw invalidAddress(field, typeof given);
  const addresses: readonly string[] = typeof given === 'string' ? [given] : given;
  if (addresses.length === 0) throw invalidAddress(field, '(none)');
  for (const address of addresses) {
    // Callers in plain JavaScript may pass anything.
    if (typeof (address as unknown) !== 'string') throw invalidAddress(field, typeof address);
    if (parse(address) === undefined) throw invalidAddress(field, address);
  }
}

async function resolve(given: string): Promise<Target[]> {
  if (given.startsWith('unix:')) return [{ endpoint: given, authority: 'localhost' }];
  const { host, port } = parse(given) as Address;
  const authority = join(host, port);
  if (isIP(host) !== 0) return [{ endpoint: authority, authority }];
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => ({ endpoint: join(address, port), authority }));
}

/** Undefined if it is not an address. */
function parse(given: string): Address | undefined {
  if (given.startsWith('unix:')) return { host: given, port: 0 };
  const match = /^(?:\[([^\]]+)\]|([^:/\s]+))(?::(\d{1,5}))?$/.exec(given);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3] ?? DEFAULT_PORT);
  return host === undefined || port < 1 || port > 65_535 ? undefined : { host, port };
}

function join(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${String(port)}` : `${host}:${String(port)}`;
}

function shuffle<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function invalidAddress(field: string, given: string): DbosdError {
  return invalidField(
    field,
    `is ${given}: give host:port, [ipv6]:port, unix:/path, a DNS name, or a list of them`,
  );
}

function unresolvable(given: readonly string[], cause: unknown): DbosdError {
  return new DbosdError({
    reason: 'TRANSPORT',
    message: `no address of ${given.join(', ')} resolves: correct the address, or the name service`,
    cause,
  });
}
