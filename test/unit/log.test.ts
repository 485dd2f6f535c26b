import { createLog, type LogSink } from '@dbosd/daemon/internal/ops/log.js';
import { expect } from 'chai';

describe('the log', () => {
  it('writes one JSON object a line: time, level, event, fields', () => {
    const { log, lines } = logTo({});
    log.info({ sinceMs: 12 }, 'listener.lost');
    const { time, ...rest } = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
    expect(rest).to.deep.equal({ level: 'info', event: 'listener.lost', sinceMs: 12 });
    expect(time).to.match(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it('writes text on a terminal, and where text is asked for', () => {
    for (const format of [{ isTTY: true }, { logFormat: 'text' as const }]) {
      const { log, lines } = logTo(format);
      log.warn({ sinceMs: 12, note: 'two words' }, 'listener.lost');
      expect(lines[0]).to.match(
        /^\d\d:\d\d:\d\d\.\d{3} warn {2}listener\.lost sinceMs=12 note="two words"\n$/,
      );
    }
  });

  it('leaves out what is below its level', () => {
    const { log, lines } = logTo({ logLevel: 'warn' });
    log.info('daemon.ready');
    expect(lines).to.deep.equal([]);
  });

  for (const logFormat of ['json', 'text'] as const) {
    it(`shows no secret in ${logFormat}: not in fields, messages, causes or fields of errors`, () => {
      const { log, lines } = logTo({ logFormat, logLevel: 'debug' });
      const url = 'postgres://app:hunter2@db:5432/app';
      const cause = Object.assign(new Error(`cannot reach ${url}`), { input: url, parameters: ['hunter2'] });
      log.info({ databaseUrl: url, listenUrl: url, password: 'hunter2', payload: 'hunter2' }, 'one');
      log.info({ config: { databaseUrl: 'hunter2', token: 'hunter2' } }, 'two');
      log.error({ err: new Error(`failed: postgres://app:"hunter2@x@db/app`, { cause }) }, 'three');
      log.info({ note: `see ${url} and postgresql://:hunter2@db` }, 'four');
      expect(lines).to.have.length(4);
      expect(lines.join('')).not.to.contain('hunter2');
      expect(lines.join('')).to.contain('postgres://app:***@db:5432/app');
    });

    it(`keeps stacks in ${logFormat} for the level debug`, () => {
      const quiet = logTo({ logFormat });
      const loud = logTo({ logFormat, logLevel: 'debug' });
      for (const { log } of [quiet, loud]) log.error({ err: new Error('broken') }, 'query.failed');
      expect(quiet.lines.join('')).to.contain('broken').and.not.to.contain('log.test');
      expect(loud.lines.join('')).to.contain('broken').and.to.contain('log.test');
    });
  }

  it('shows no password that is a parameter of a URL', () => {
    const { log, lines } = logTo({});
    log.info(
      { note: 'see postgres://db/app?password=hunter2&sslpassword=hunter2&application_name=a' },
      'one',
    );
    expect(lines.join('')).to.contain('application_name=a').and.not.to.contain('hunter2');
  });

  it('quotes no data that Postgres refused', () => {
    const { log, lines } = logTo({});
    const cause = Object.assign(new Error('invalid input syntax for type json: "hunter2"'), {
      code: '22P02',
    });
    log.error({ err: new Error('refused', { cause }) }, 'write.failed');
    expect(lines.join('')).to.contain('invalid input syntax').and.not.to.contain('hunter2');
  });

  it('names the code and the reason of an error', () => {
    const { log, lines } = logTo({});
    log.error(
      { err: Object.assign(new Error('x'), { code: '57P01', reason: 'STORE_UNAVAILABLE' }) },
      'write.failed',
    );
    expect(JSON.parse(lines[0] ?? '')).to.deep.include({
      err: { name: 'Error', message: 'x', code: '57P01', reason: 'STORE_UNAVAILABLE' },
    });
  });
});

function logTo({
  isTTY = false,
  logLevel = 'info',
  logFormat = 'auto',
}: {
  isTTY?: boolean;
  logLevel?: 'info' | 'warn' | 'debug';
  logFormat?: 'auto' | 'json' | 'text';
}) {
  const lines: string[] = [];
  const sink: LogSink = {
    isTTY,
    write: (text) => {
      lines.push(text);
    },
  };
  return { log: createLog({ logLevel, logFormat }, sink), lines };
}
