import { logLines, spellForLog } from '@dbosd/shared';
import { createLog } from '@dbosd/daemon/internal/ops/log.js';
import { ProcessGuard } from '@dbosd/cli/internal/process-guard.js';
import { steadyLogger, stderrLogger } from '@dbosd/worker/internal/logger.js';
import { expect } from 'chai';
import { EventEmitter } from 'node:events';

const ERRNOS = ['ENOSPC', 'EPIPE', 'EIO', 'EAGAIN', 'EBADF', 'EDQUOT', 'EFBIG', 'EROFS'];

describe('lines of a log that cannot be written', () => {
  for (const errno of ERRNOS) {
    it(`throw nothing at ${errno}, and are counted in the first line that can be written`, () => {
      const disk = fakeDisk();
      const write = logLines((lost) => `lost ${String(lost)}\n`, disk.write);
      write('one\n');
      disk.fault = errno;
      write('two\n');
      write('three\n');
      disk.fault = undefined;
      write('four\n');
      write('five\n');
      expect(disk.text).to.equal('one\nlost 2\nfour\nfive\n');
    });
  }

  it('leave no half line that the next one would be glued to', () => {
    const disk = fakeDisk();
    const write = logLines((lost) => `lost ${String(lost)}\n`, disk.write);
    disk.room = 2;
    write('one\n');
    disk.room = Infinity;
    write('two\n');
    expect(disk.text).to.equal('on\nlost 1\ntwo\n');
  });

  it('are written whole where the descriptor takes a few bytes at a time', () => {
    const disk = fakeDisk();
    disk.atOnce = 3;
    logLines(() => '', disk.write)('a line of some length\n');
    expect(disk.text).to.equal('a line of some length\n');
  });
});

describe('values that refuse to be shown', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  const hostile = [
    circle,
    { big: 1n },
    Object.create(null) as unknown,
    Symbol('s'),
    undefined,
    () => undefined,
    Object.defineProperty(new Error('x'), 'code', {
      get: () => {
        throw new Error('a getter');
      },
    }),
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('a trap');
        },
      },
    ),
    {
      toJSON: () => {
        throw new Error('toJSON');
      },
    },
  ];

  it('are logged as words by the worker', () => {
    const lines: string[] = [];
    const logger = stderrLogger(
      'debug',
      () => undefined,
      (line) => lines.push(line),
    );
    for (const value of hostile) logger.error(value);
    expect(lines).to.have.length(hostile.length);
    expect(spellForLog(circle)).to.contain('Circular');
  });

  it('are logged as errors and as causes by the daemon', () => {
    const lines: string[] = [];
    for (const logFormat of ['json', 'text'] as const) {
      const log = createLog(
        { logLevel: 'debug', logFormat },
        { isTTY: false, write: (line) => void lines.push(line) },
      );
      for (const value of hostile) {
        log.error({ err: value }, 'failed');
        log.error({ err: new Error('outer', { cause: value }) }, 'failed');
      }
    }
    expect(lines).to.have.length(hostile.length * 4);
  });

  it('end the process with 1 where they are thrown and not handled, and not by a failure of the handler', () => {
    for (const value of hostile) {
      const process = Object.assign(new EventEmitter(), {
        codes: [] as number[],
        exit(code: number) {
          this.codes.push(code);
        },
      });
      const log = createLog(
        { logLevel: 'info', logFormat: 'json' },
        { isTTY: false, write: () => undefined },
      );
      new ProcessGuard(process, log);
      process.emit('unhandledRejection', value);
      expect(process.codes).to.deep.equal([1]);
    }
  });
});

describe("a program's own logger that throws", () => {
  it('ends nothing of the worker', () => {
    const broken = (): void => {
      throw new Error('the disk is full');
    };
    const logger = steadyLogger({ debug: broken, info: broken, warn: broken, error: broken });
    for (const level of ['debug', 'info', 'warn', 'error'] as const) logger[level]('x');
  });
});

/** A disk that takes so many bytes, so many at once, or nothing and says why. */
function fakeDisk() {
  const disk = {
    text: '',
    fault: undefined as string | undefined,
    room: Infinity,
    atOnce: Infinity,
    write: (bytes: Uint8Array): number => {
      if (disk.fault !== undefined || disk.room === 0) {
        throw Object.assign(new Error('write'), { code: disk.fault ?? 'ENOSPC' });
      }
      const taken = Math.min(bytes.length, disk.atOnce, disk.room);
      disk.text += Buffer.from(bytes.subarray(0, taken)).toString();
      disk.room -= taken;
      return taken;
    },
  };
  return disk;
}
