import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { JobProcess } from './job-process.js';
import type { NatsJobs } from '../drivers/nats-main.js';

const CLIENT = new URL('../drivers/nats-main.js', import.meta.url);
/** Debian puts servers where an ordinary user's path does not lead. */
const PATH = [process.env['PATH'] ?? '', '/usr/sbin', '/usr/local/sbin'].join(delimiter);
const START_MS = 10_000;

/** A server of NATS with JetStream, for the length of a row, and clients of it. */
export class Nats {
  readonly version: string;
  readonly #url: string;
  readonly #stop: () => Promise<void>;

  /** `nats-server`'s version, or undefined where it is not installed. */
  static installedVersion(): string | undefined {
    const said = spawnSync('nats-server', ['--version'], { encoding: 'utf8', env: { PATH } });
    return said.status === 0 ? /v(\S+)/.exec(said.stdout)?.[1] : undefined;
  }

  /** Undefined where it is not installed. Rejects if it does not start. */
  static async start(): Promise<Nats | undefined> {
    const version = Nats.installedVersion();
    if (version === undefined) return undefined;
    const folder = await mkdtemp(join(tmpdir(), 'dbosd-bench-nats-'));
    const port = await freePort();
    const args = ['--addr', '127.0.0.1', '--port', String(port), '--jetstream', '--store_dir', folder];
    const server = spawn('nats-server', args, { env: { PATH }, stdio: 'ignore' });
    const exit = once(server, 'exit');
    const stop = async (): Promise<void> => {
      server.kill('SIGTERM');
      const force = setTimeout(() => server.kill('SIGKILL'), START_MS);
      await exit;
      clearTimeout(force);
      await rm(folder, { recursive: true, force: true });
    };
    const nats = new Nats(version, `nats://127.0.0.1:${String(port)}`, stop);
    try {
      await Promise.race([
        nats.#answers(),
        exit.then(() => {
          throw new Error('nats-server ended before it was ready');
        }),
      ]);
    } catch (error) {
      await stop();
      throw error;
    }
    return nats;
  }

  private constructor(version: string, url: string, stop: () => Promise<void>) {
    this.version = version;
    this.#url = url;
    this.#stop = stop;
  }

  client(): Promise<JobProcess<NatsJobs>> {
    return JobProcess.start<NatsJobs>(CLIENT, { url: this.#url });
  }

  close(): Promise<void> {
    return this.#stop();
  }

  async #answers(): Promise<void> {
    const { connect } = await import('@nats-io/transport-node');
    const endMs = performance.now() + START_MS;
    for (;;) {
      try {
        const connection = await connect({ servers: this.#url, reconnect: false });
        await connection.close();
        return;
      } catch (error) {
        if (performance.now() > endMs) throw error;
        await delay(50);
      }
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
