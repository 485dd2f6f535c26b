import { ConfigError } from '@dbosd/daemon/config';

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
