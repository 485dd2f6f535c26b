import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { runCli, type CliContext } from '@dbosd/cli/internal/cli.js';
import { TABLE } from '@dbosd/cli/internal/definition/index.js';
import type { DaemonConfig } from '@dbosd/daemon/internal/config.js';
import { SETTINGS, SETTING_KEYS, flagOf, variableOf } from '@dbosd/daemon/internal/config/settings.js';
import type { Daemon } from '@dbosd/daemon/internal/app.js';
import { DbosdError } from '@dbosd/shared';
import { Server, ServerCredentials, ServerInterceptingCall } from '@grpc/grpc-js';
import { expect } from 'chai';
import { HealthImplementation } from 'grpc-health-check';
import { FakeTerminal } from '../support/fake-terminal.js';

const DATABASE = { DBOSD_DATABASE_URL: 'postgres://app:hunter2@db/app', DBOSD_LOG_LEVEL: 'silent' };

describe('the command line', () => {
  describe('usage', () => {
    it('prints help with examples on stdout, and exits 0', async () => {
      for (const argv of [
        ['--help'],
        ['dev', '--help'],
        ['serve', '--help'],
        ['migrate', '-h'],
        ['health', '-h'],
      ]) {
        const { code, printed, told } = await run(argv);
        expect([code, told], argv.join(' ')).to.deep.equal([0, '']);
        expect(printed, argv.join(' ')).to.contain('Examples:\n  ');
      }
    });

    it('prints the help of a command when it is asked as other programs are', async () => {
      for (const argv of [
        ['help', 'workflow', 'list'],
        ['workflow', 'help', 'list'],
      ]) {
        expect(await run(argv), argv.join(' ')).to.deep.equal(await run(['workflow', 'list', '--help']));
      }
      expect(await run(['help'])).to.deep.equal(await run(['--help']));
    });

    it('has help that fits a terminal of 80 columns', async () => {
      for (const name of [...TABLE.commands.map((each) => each.name), ...Object.keys(TABLE.groups), '']) {
        const { printed } = await run([...name.split(' ').filter(Boolean), '--help']);
        const [words = ''] = printed.split('Examples:');
        expect(Math.max(...words.split('\n').map((line) => line.length)), name).to.be.at.most(80);
      }
    });

    it('offers every setting of a command as a flag, with its variable', async () => {
      for (const name of ['dev', 'serve', 'health'] as const) {
        const { printed } = await run([name, '--help']);
        for (const key of SETTING_KEYS) {
          const offered = (SETTINGS[key].commands as readonly string[]).includes(name);
          const flag = SETTINGS[key].default === true ? flagOf(key).replace('--', '--no-') : flagOf(key);
          // With the lines that its text was broken into.
          const shown = new RegExp(`^ {2}${flag}\\b.*(\\n {3,}.*)*`, 'm').exec(printed)?.[0];
          if (offered) expect(shown, `${name} ${key}`).to.contain(variableOf(key));
          else expect(shown, `${name} ${key}`).to.equal(undefined);
        }
      }
    });

    it('prints the version of the package', async () => {
      const manifest = JSON.parse(
        readFileSync(new URL('../../../packages/cli/package.json', import.meta.url), 'utf8'),
      ) as { version: string };
      for (const argv of [['version'], ['--version']]) {
        expect(await run(argv)).to.deep.equal({ code: 0, printed: `dbosd ${manifest.version}\n`, told: '' });
      }
    });

    it('refuses unknown commands, flags and arguments with exit code 2, on stderr, with the word that was meant', async () => {
      const cases = [
        [['serv'], 'Did you mean serve?'],
        [['serve', '--prot', '1'], 'Did you mean --port?'],
        [['health', 'one', 'two'], 'too many arguments'],
        [['health', '--wait', 'soon'], 'Give a time like'],
        [['migrate', 'down'], "unknown command 'down'"],
        [['nosuch', '--help'], "unknown command 'nosuch'"],
        [['help', 'migrate', 'down'], "unknown command 'down'"],
        [['--port', '1', 'serve'], "unknown option '--port': put options after the command"],
        [['workflow', '--limit', '1', 'list'], "unknown option '--limit': put options after the command"],
        [[], 'Usage: dbosd'],
      ] as const;
      for (const [argv, words] of cases) {
        const { code, printed, told } = await run(argv);
        expect([code, printed], argv.join(' ')).to.deep.equal([2, '']);
        expect(told).to.contain(words);
      }
    });

    it('refuses a wrong configuration with exit code 2 and one line', async () => {
      const cases = [
        [{}, 'database_url is missing'],
        [{ ...DATABASE, DBOSD_PROT: '1' }, 'did you mean DBOSD_PORT?'],
        [{ ...DATABASE, DBOSD_FOO: '1' }, 'DBOSD_FOO is unknown: remove it; docs/configuration.md lists all'],
        [{ ...DATABASE, DBOSD_PORT: 'high' }, 'port (from DBOSD_PORT) is "high"'],
        [{ ...DATABASE, DBOSD_HOST: '0.0.0.0' }, '--insecure'],
      ] as const;
      for (const [environment, words] of cases) {
        const { code, printed, told } = await run(['serve'], { environment });
        expect([code, printed], words).to.deep.equal([2, '']);
        expect(told)
          .to.match(/^dbosd: .*\n$/)
          .and.to.contain(words);
      }
    });
  });

  describe('serve', () => {
    it('gives the daemon what flags and variables say, flags first', async () => {
      const environment = { ...DATABASE, DBOSD_PORT: '1', DBOSD_READ_POOL_SIZE: '3' };
      const { configs } = await serving({
        environment,
        argv: ['--port', '2', '--insecure', '--no-reflection'],
      });
      expect(configs).to.have.length(1);
      expect(configs[0]).to.include({
        databaseUrl: DATABASE.DBOSD_DATABASE_URL,
        port: 2,
        readPoolSize: 3,
        insecure: true,
        reflection: false,
      });
    });

    for (const signal of ['SIGTERM', 'SIGINT']) {
      it(`says when it is ready, and at ${signal} drains, stops and exits 0`, async () => {
        const { code, printed, told, calls } = await serving({ signals: [signal] });
        expect({ code, printed, told }).to.deep.equal({
          code: 0,
          printed: 'dbosd ready on 127.0.0.1:1234\n',
          told: '',
        });
        expect(calls).to.deep.equal(['start', 'drain', 'stop']);
      });
    }

    it('drains once, and exits at once at a second signal', async () => {
      const events = new FakeProcess();
      const stuck = new Promise<void>((resolve) => {
        events.onExit = resolve;
      });
      const { calls } = await serving({ events, signals: ['SIGTERM', 'SIGINT'], drain: () => stuck });
      expect(events.exits).to.deep.equal([1]);
      expect(calls.filter((call) => call === 'drain')).to.have.length(1);
    });

    it('ends when its drain timeout is over, whatever waits', async () => {
      const forever = (): Promise<void> => new Promise(() => undefined);
      const ran = await serving({ argv: ['--drain-timeout-ms', '1'], drain: forever, stop: forever });
      expect(ran.calls).to.deep.equal(['start', 'drain', 'stop']);
      expect(ran.code).to.equal(0);
    });

    it('stops without a drain when the signal comes while it starts', async () => {
      const events = new FakeProcess();
      const start = (): Promise<void> => {
        events.emit('SIGTERM', 'SIGTERM');
        return new Promise(() => undefined);
      };
      const { code, printed, calls } = await serving({ events, start });
      expect({ code, printed, calls }).to.deep.equal({ code: 0, printed: '', calls: ['start', 'stop'] });
    });

    it('leaves no listener behind', async () => {
      const events = new FakeProcess();
      await serving({ events });
      expect(events.eventNames()).to.deep.equal([]);
    });

    it('logs an error that nobody handled, and exits 1', async () => {
      const events = new FakeProcess();
      const ended = new Promise<void>((resolve) => {
        events.onExit = resolve;
      });
      const start = async (): Promise<void> => {
        events.emit('unhandledRejection', new Error('forgotten'));
        await ended;
      };
      await serving({ events, start });
      expect(events.exits).to.deep.equal([1]);
    });

    it('tells a failed start in one line with the fix, without a stack, and still stops', async () => {
      const cases = [
        [
          coded('listen EADDRINUSE: address already in use', 'EADDRINUSE'),
          1,
          /^dbosd: port 50051 .* --port\n$/,
        ],
        [new Error('No address added: [listen EADDRINUSE]'), 1, /^dbosd: port 50051 .* --port\n$/],
        [
          new AggregateError([coded('connect ECONNREFUSED', 'ECONNREFUSED')], ''),
          1,
          /^dbosd: connect ECONN.*\n$/,
        ],
        [coded('connect ECONNREFUSED', 'ECONNREFUSED'), 5, /^dbosd: the database: .* Postgres is running\n$/],
        [
          new Error('Connection terminated unexpectedly'),
          5,
          /host and port of database_url lead to Postgres/,
        ],
        [coded('password authentication failed', '28P01'), 5, /user and password in database_url\n$/],
        [
          new DbosdError({ reason: 'STORE_UNAVAILABLE', message: 'gone: try again' }),
          5,
          /^dbosd: gone: try again\n$/,
        ],
        [new DbosdError({ reason: 'SCHEMA_UNSUPPORTED', message: 'too old' }), 1, /^dbosd: too old\n$/],
        [new TypeError('x is not a function'), 1, /^dbosd: x is not a function\n$/],
      ] as const;
      for (const [error, expectedCode, words] of cases) {
        const { code, printed, told, calls } = await serving({ start: () => Promise.reject(error) });
        expect([code, printed], error.message).to.deep.equal([expectedCode, '']);
        expect(told).to.match(words);
        expect(calls).to.deep.equal(['start', 'stop']);
      }
    });
  });

  describe('dev', () => {
    it('names the fix when the port is taken, before it starts anything', async () => {
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const { port } = other.address() as AddressInfo;
      try {
        const { code, printed, told } = await run(['dev', '--port', String(port)]);
        expect([code, printed]).to.deep.equal([1, '']);
        expect(told).to.match(new RegExp(`^dbosd: port ${String(port)} .* --port\n$`));
      } finally {
        other.close();
      }
    });
  });

  describe('health', () => {
    it('exits 0 when the daemon serves, 5 when it says no', async () => {
      const { server, address, implementation } = await healthServer();
      try {
        expect(await run(['health', address])).to.deep.equal({
          code: 0,
          printed: `${address} serves\n`,
          told: '',
        });
        const [, port] = address.split(':');
        expect((await run(['health'], { environment: { DBOSD_PORT: port } })).code).to.equal(0);
        implementation.setStatus('', 'NOT_SERVING');
        const { code, printed } = await run(['health', address]);
        expect([code, printed]).to.deep.equal([5, `${address} does not serve\n`]);
      } finally {
        server.forceShutdown();
      }
    });

    it('waits until the daemon serves', async () => {
      const { server, address, implementation, asked } = await healthServer();
      implementation.setStatus('', 'NOT_SERVING');
      try {
        const answer = run(['health', address, '--wait', '60s']);
        await asked;
        implementation.setStatus('', 'SERVING');
        expect((await answer).code).to.equal(0);
      } finally {
        server.forceShutdown();
      }
    });

    it('exits 5 when nobody answers, and 1 when somebody else does', async () => {
      const stranger = new Server();
      const port = await bind(stranger);
      const { code: strange } = await run(['health', `127.0.0.1:${String(port)}`]);
      stranger.forceShutdown();
      const { code, printed, told } = await run(['health', `127.0.0.1:${String(port)}`]);
      expect([strange, code]).to.deep.equal([1, 5]);
      expect(printed).to.contain('does not answer');
      expect(told).to.contain('start dbosd');
    });

    it('asks a host without a port on the configured one', async () => {
      const { server, address } = await healthServer();
      try {
        const [host = '', port = ''] = address.split(':');
        const { code, printed } = await run(['health', host, '--port', port]);
        expect([code, printed]).to.deep.equal([0, `${address} serves\n`]);
      } finally {
        server.forceShutdown();
      }
    });

    it('refuses what is no address, saying how one looks', async () => {
      for (const address of ['', 'http://127.0.0.1:50051', '127.0.0.1:0', 'localhost:70000', 'a b']) {
        const { code, told } = await run(['health', address]);
        expect(code, address).to.equal(2);
        expect(told, address).to.match(/^dbosd: the address is ".*": give HOST:PORT/);
      }
    });
  });
});

/** Signals and exits, without a process. */
class FakeProcess extends EventEmitter {
  readonly exits: number[] = [];
  onExit: () => void = () => undefined;

  exit(code: number): void {
    this.exits.push(code);
    this.onExit();
  }
}

interface Ran {
  readonly code: number;
  readonly printed: string;
  readonly told: string;
}

async function run(argv: readonly string[], context: Partial<CliContext> = {}): Promise<Ran> {
  let printed = '';
  let told = '';
  const code = await runCli(argv, {
    createDaemon: () => Promise.reject(new Error('no daemon was expected')),
    print: (line) => {
      printed += `${line}\n`;
    },
    tell: (line) => {
      told += `${line}\n`;
    },
    process: new FakeProcess(),
    terminal: new FakeTerminal(),
    environment: {},
    cwd: tmpdir(),
    ...context,
  });
  return { code, printed, told };
}

interface Serving {
  readonly argv?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly events?: FakeProcess;
  /** Sent one after the other as soon as the daemon has started. Default: SIGTERM. */
  readonly signals?: readonly string[];
  readonly start?: () => Promise<void>;
  readonly drain?: () => Promise<void>;
  readonly stop?: () => Promise<void>;
}

/** Runs `serve` with a stand-in for the daemon that notes what is asked of it. */
async function serving(options: Serving): Promise<Ran & { calls: string[]; configs: DaemonConfig[] }> {
  const { argv = [], environment = DATABASE, events = new FakeProcess(), signals = ['SIGTERM'] } = options;
  const calls: string[] = [];
  const configs: DaemonConfig[] = [];
  const daemon: Daemon = {
    address: '127.0.0.1:1234',
    start: async () => {
      calls.push('start');
      await options.start?.();
      setImmediate(() => {
        for (const signal of signals) events.emit(signal, signal);
      });
    },
    drain: async () => {
      calls.push('drain');
      await options.drain?.();
    },
    stop: async () => {
      calls.push('stop');
      await options.stop?.();
    },
  };
  const createDaemon = (config: DaemonConfig): Promise<Daemon> => {
    configs.push(config);
    return Promise.resolve(daemon);
  };
  const ran = await run(['serve', ...argv], { createDaemon, environment, process: events });
  return { ...ran, calls, configs };
}

function coded(message: string, code: string): Error {
  return Object.assign(new Error(message), { code });
}

/** A server that answers health checks only; `asked` resolves at the first. */
async function healthServer() {
  const implementation = new HealthImplementation({ '': 'SERVING' });
  let onAsked = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    onAsked = resolve;
  });
  const server = new Server({
    interceptors: [
      (_, call) => {
        onAsked();
        return new ServerInterceptingCall(call);
      },
    ],
  });
  implementation.addToServer(server);
  return { server, implementation, asked, address: `127.0.0.1:${String(await bind(server))}` };
}

function bind(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}
