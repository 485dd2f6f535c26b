import { expect } from 'chai';
import { announceMissing, findTool } from '../../support/not-run.js';
import type { OwnDaemon } from '../../support/own-daemon.js';
import { PseudoTerminal, type TerminalOptions } from '../../support/cli/pseudo-terminal.js';
import { openShop } from '../../support/cli/shop.js';

const ESCAPE = '\u001b';
const CLEAR = `${ESCAPE}[H${ESCAPE}[2J`;
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

const python = findTool('python3');
if (python === undefined) announceMissing('e2e (a terminal)', 'python3');
else
  describe('dbosd on a terminal', () => {
    describeTerminal(python);
  });

function describeTerminal(python: string): void {
  let shop: OwnDaemon;
  let opened: PseudoTerminal[];

  before(async () => {
    shop = await openShop();
  });

  beforeEach(() => {
    opened = [];
  });

  afterEach(async () => {
    await Promise.all(opened.map((terminal) => terminal.close()));
  });

  after(() => shop.stop());

  function open(line: string, { env, ...options }: TerminalOptions = {}): PseudoTerminal {
    const terminal = new PseudoTerminal(python, line.split(' '), {
      ...options,
      env: { DBOSD_ADDRESS: shop.address, ...env },
    });
    opened.push(terminal);
    return terminal;
  }

  it('has colours, and lines that fit', async () => {
    const terminal = open('workflow list --id order-17', { columns: 50 });
    expect(await terminal.ended()).to.equal(0);
    expect(terminal.screen)
      .to.contain(`${ESCAPE}[1mWORKFLOW${ESCAPE}[0m`)
      .and.to.contain(`${ESCAPE}[32mSUCCESS${ESCAPE}[0m`);
    const plain = terminal.screen.replaceAll(/\u001b\[\d+m/g, '');
    expect(Math.max(...plain.split('\n').map((line) => line.length))).to.be.at.most(50);
  });

  it('shows what a doctor has found whole, with the verdicts in colours', async () => {
    const terminal = open('doctor --port 0', { columns: 40, env: { DBOSD_DATABASE_URL: shop.databaseUrl } });
    expect(await terminal.ended()).to.equal(1);
    expect(terminal.screen)
      .to.contain(`${ESCAPE}[31mfailed${ESCAPE}[0m   fsync`)
      .and.to.contain('    fix: turn it on, or start with --allow-async-commit')
      .and.not.to.contain('…');
  });

  it('cuts what is too wide', async () => {
    const terminal = open('messages order-17', { columns: 60 });
    expect(await terminal.ended()).to.equal(0);
    expect(terminal.screen).to.contain('{"undec').and.to.contain('…');
  });

  for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
    it(`has none with ${JSON.stringify(env)}`, async () => {
      const terminal = open('workflow list', { env });
      expect(await terminal.ended()).to.equal(0);
      expect(terminal.screen).to.contain('order-17').and.not.to.contain(ESCAPE);
    });
  }

  it('draws a watched list again, and ends at Ctrl-C, quietly, with 130', async () => {
    const { dbos } = shop;
    const id = await dbos.workflow('watched');
    const terminal = open(`workflow list --id ${id} --watch --every 50ms`, { env: { NO_COLOR: '1' } });
    await terminal.shows(/watched +order +PENDING/);
    await dbos.end(id);
    await terminal.shows(/watched +order +SUCCESS/);
    terminal.type(CTRL_C);
    expect(await terminal.ended()).to.equal(130);
    expect(terminal.screen).to.contain(CLEAR).and.to.contain('Ctrl-C ends it').and.not.to.contain('dbosd:');
  });

  it('says on the screen of a watched list that there are more', async () => {
    const terminal = open('workflow list --limit 1 --watch --every 50ms', { env: { NO_COLOR: '1' } });
    await terminal.shows(/\nthe first one is shown, and there are more: --limit 0 shows all\r?\n/);
    terminal.type(CTRL_C);
    expect(await terminal.ended()).to.equal(130);
    const [before = ''] = terminal.screen.split(CLEAR);
    expect(before).not.to.contain('there are more');
  });

  it('follows a stream until Ctrl-C', async () => {
    const { dbos } = shop;
    const id = await dbos.workflow('followed');
    const terminal = open(`stream read ${id} log --follow -r`);
    await dbos.write(id, 'log', 'first');
    await terminal.shows(/first/);
    terminal.type(CTRL_C);
    expect(await terminal.ended()).to.equal(130);
    expect(terminal.screen.replaceAll(/\u001b\[K|\r|\^C/g, '')).to.equal('first\n');
  });

  it('says what a long wait waits for, and takes it away', async () => {
    const { dbos } = shop;
    const id = await dbos.workflow('slow');
    const terminal = open(`workflow wait ${id}`);
    await terminal.shows(/waiting for slow \(1s\)/);
    await dbos.end(id, { output: 'done' });
    expect(await terminal.ended()).to.equal(0);
    expect(terminal.screen).to.match(/\r\u001b\[K"done"\n$/);
  });

  it('asks before it deletes, and takes no for an answer', async () => {
    const { dbos } = shop;
    const id = await dbos.workflow('doomed');
    for (const keys of ['no\r', CTRL_D]) {
      const refused = open(`workflow delete ${id}`);
      await refused.shows(/Delete workflow doomed, with all .*\? \[y\/N\] /);
      refused.type(keys);
      expect(await refused.ended()).to.equal(1);
      expect(refused.screen).to.contain('nothing was deleted');
    }
    const interrupted = open(`workflow delete ${id}`);
    await interrupted.shows(/\[y\/N\] /);
    interrupted.type(CTRL_C);
    expect(await interrupted.ended()).to.equal(130);
    const confirmed = open(`workflow delete ${id}`);
    await confirmed.shows(/\[y\/N\] /);
    confirmed.type('y\r');
    expect(await confirmed.ended()).to.equal(0);
    expect(confirmed.screen).to.contain('doomed deleted');
  });

  it('wants a message, where nothing is fed in', async () => {
    const terminal = open('send order-18');
    expect(await terminal.ended()).to.equal(2);
    expect(terminal.screen).to.contain(
      'the message is missing: give it as an argument, or feed it in through a pipe',
    );
  });
}
