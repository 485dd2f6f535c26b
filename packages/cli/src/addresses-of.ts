import type { Config } from '@dbosd/daemon/config';

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
