import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { DBOSD, runCli } from '../../support/cli/run-cli.js';
import { openShop } from '../../support/cli/shop.js';
import { expectTranscript } from '../../support/cli/transcript.js';
import { announceMissing } from '../../support/not-run.js';
import type { OwnDaemon } from '../../support/own-daemon.js';
import { until } from '../../support/until.js';

describe('dbosd between pipes', () => {
  let shop: OwnDaemon;
  let env: Record<string, string>;

  before(async () => {
    shop = await openShop();
    env = { DBOSD_ADDRESS: shop.address };
  });

  after(() => shop.stop());

  it('has an exit code for each kind of failure, and says the fix', async () => {
    await expectTranscript(
      'failures',
      env,
      [
        'workflow lst',
        'send',
        'send order-18 hello',
        `send order-18 '{paid:true}'`,
        'send order-18',
        'workflow get nosuch',
        'event get order-18 status --timeout 50ms',
        'workflow wait order-19',
        'workflow delete order-18',
        `workflow cancel ''`,
        'workflow rewind order-18',
        'workflow resume order-17',
        'workflow list --roots --children',
        'workflow list --every 5s',
        'stream read order-17 progress --timeout 3s',
        ['send order-18', { input: '{"a":1}\n{"a":2}\n' }],
        'help workflow lst',
        ['queue list', { env: { DBOSD_ADDRESS: 'http://127.0.0.1' } }],
      ],
      { isReading: true },
    );
  });

  it('exits 5 where no daemon answers, with the address and where it is named', async () => {
    const { code, out, err } = await runCli(['workflow', 'list'], {
      env: { DBOSD_ADDRESS: await freeAddress() },
    });
    expect([code, out]).to.deep.equal([5, '']);
    expect(err).to.match(
      /^dbosd: no dbosd can be reached at 127\.0\.0\.1:\d+ .*start it, or correct --address or DBOSD_ADDRESS\n$/,
    );
  });

  it('takes the address from a flag before the variable, and one of several that answers', async () => {
    const dead = await freeAddress();
    const { code } = await runCli(['queue', 'list', '--address', `${dead},${shop.address}`], {
      env: { DBOSD_ADDRESS: dead },
    });
    expect(code).to.equal(0);
  });

  it('ends quietly with 0 when its reader goes', async () => {
    const id = await shop.dbos.workflow('long');
    // More than a pipe holds.
    await shop.dbos.write(
      id,
      'log',
      ...Array.from({ length: 3000 }, (_, n) => `${String(n)} ${'x'.repeat(200)}`),
    );
    const child = spawn(process.execPath, [DBOSD, 'stream', 'read', id, 'log'], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    const closed = once(child, 'close') as Promise<[code: number | null, signal: string | null]>;
    await once(child.stdout, 'data');
    child.stdout.destroy();
    expect([...(await closed), err]).to.deep.equal([0, null, '']);
  });

  if (!existsSync('/dev/full')) announceMissing('e2e (a full disk)', '/dev/full');
  else
    it('says in a line when its results cannot be written, and exits 1', async () => {
      const full = openSync('/dev/full', 'w');
      try {
        const child = spawn(process.execPath, [DBOSD, 'workflow', 'list'], {
          env: { PATH: process.env['PATH'], ...env },
          stdio: ['ignore', full, 'pipe'],
        });
        let err = '';
        child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
        const [code] = (await once(child, 'close')) as [code: number | null];
        expect(code).to.equal(1);
        expect(err).to.match(/^dbosd: the results cannot be written \(ENOSPC.*missing\n$/);
      } finally {
        closeSync(full);
      }
    });

  it('refuses what is no text, which would be stored as another', async () => {
    const before = await runCli(['messages', 'order-18', '-o', 'json'], { env });
    const bytes = Buffer.from([0x61, 0xff, 0x62]);
    const { code, err } = await runCli(['send', 'order-18', '--text'], { env, input: bytes });
    expect([code, err]).to.deep.equal([
      2,
      'dbosd: standard input is not valid UTF-8: encode it, in base64 for example\n',
    ]);
    expect(await runCli(['messages', 'order-18', '-o', 'json'], { env })).to.deep.equal(before);
  });

  it('says by its exit code what failed, whoever reads its words', async () => {
    const child = spawn(process.execPath, [DBOSD, 'workflow', 'get', 'nosuch'], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const closed = once(child, 'close');
    child.stderr.destroy();
    expect(await closed).to.deep.equal([3, null]);
  });

  it('ends at SIGINT with 130 while it waits for what is fed in', async () => {
    const child = spawn(process.execPath, [DBOSD, 'send', 'order-18', '-'], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const closed = once(child, 'close');
    // It reads when it has its session: what is fed in is taken then, and no end follows.
    child.stdin.on('error', () => undefined);
    await new Promise((resolve) => child.stdin.write(' '.repeat(1 << 20), resolve));
    child.kill('SIGINT');
    expect(await closed).to.deep.equal([130, null]);
  });

  it('puts the rows that have changed of a watched list, and ends at SIGINT with 130', async () => {
    const id = await shop.dbos.workflow('seen');
    const child = spawn(
      process.execPath,
      [DBOSD, 'workflow', 'list', '--id', id, '--watch', '--every', '20ms', '-o', 'jsonl'],
      { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    const closed = once(child, 'close') as Promise<[code: number | null, signal: string | null]>;
    await until(() => out.includes('PENDING'));
    await shop.dbos.end(id);
    await until(() => out.includes('SUCCESS'));
    child.kill('SIGINT');
    expect([...(await closed), err]).to.deep.equal([130, null, '']);
    const statuses = out
      .split('\n')
      .slice(0, -1)
      .map((line) => (JSON.parse(line) as { status: string }).status);
    expect(statuses).to.deep.equal(['PENDING', 'SUCCESS']);
  });

  it('watches a workflow until it ends', async () => {
    const id = await shop.dbos.workflow('short');
    const watching = runCli(['workflow', 'get', id, '--watch', '--every', '20ms', '-o', 'jsonl'], { env });
    await shop.dbos.end(id);
    const { code, out } = await watching;
    expect([code, /"status":"SUCCESS"[^\n]*\n$/.test(out)]).to.deep.equal([0, true]);
  });
});

/** Where nobody listens. */
async function freeAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `127.0.0.1:${String(port)}`;
}
