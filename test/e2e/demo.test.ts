import { expect } from 'chai';
import { Program } from '../support/program.js';
import { isMakingDatabase } from '../support/making-database.js';
import { until } from '../support/until.js';
import { workspacePath } from '../support/workspace.js';

/** What a demo said that went well, and which processes had the order. */
async function demo(
  args: readonly string[],
): Promise<{ said: string; shops: string[]; killed: string; heir: string }> {
  const program = new Program([workspacePath('scripts/demo.mjs'), ...args]);
  const code = await program.exited();
  const said = program.lines.join('\n');
  expect(code, `${said}\n${program.errors}`).to.equal(0);
  return {
    said,
    shops: [...said.matchAll(/^ +shop-\d +ready, process (\d+): /gm)].map(([, pid]) => pid!),
    killed: /^ +kill -9 +shop-\d, process (\d+): it was waiting in DBOS\.recv, step \d+ of the order$/m.exec(
      said,
    )![1]!,
    heir: /^ +takeover +shop-\d, process (\d+), has the order \d+\.\d s after the kill$/m.exec(said)![1]!,
  };
}

/** Every line of the page once, the payment once, each act once: the first before the kill, the second after it. */
function expectSoldOnce(said: string, killed: string, heir: string): void {
  const page = [...said.matchAll(/^ +order page (.+) \d+ ms$/gm)].map(([, text]) => text);
  expect(page).to.deep.equal([
    'order of Ada received',
    'waiting for the payment',
    'payment received',
    'packed 2 × blue widget',
    'packed 1 × red widget',
    'packed 12 × brass widget',
    'handed to the carrier',
  ]);
  expect(said).to.match(/payment +pay-\S+ \d+ ms after the checkout/);
  expect(said.match(/same idempotency key/g)).to.have.length(2);
  expect(said).to.match(/receipt +3 parcels shipped, paid 1 time/);
  const acts = [...said.matchAll(/^ +(.+) by process (\d+)$/gm)].map(([, act, pid]) => [act, pid]);
  expect(acts).to.deep.equal([
    ['stock reserved', killed],
    ['parcels handed to the carrier', heir],
  ]);
  expect(said).not.to.include('\u001b');
}

describe('npm run demo', () => {
  it('sells widgets on @dbosd/worker, and the other shop finishes the order when the one that runs it is killed', async () => {
    const { said, shops, killed, heir } = await demo([]);

    expect([killed, heir].sort()).to.deep.equal([...shops].sort());
    expectSoldOnce(said, killed, heir);
  });

  it('says no more than that it was interrupted when Ctrl-C meets the making of its database', async () => {
    const demo = new Program([workspacePath('scripts/demo.mjs')], { ownGroup: true });
    await until(() => isMakingDatabase(demo.pid));
    expect([await demo.interrupt(), demo.errors]).to.deep.equal([130, 'interrupted\n']);
  });

  it('sells the same with the official SDK, whose shop finishes the order when it is started again', async () => {
    const { said, shops, killed, heir } = await demo(['--real-dbos']);

    expect([killed, heir]).to.deep.equal(shops);
    expectSoldOnce(said, killed, heir);
  });

  it('refuses what it does not know', async () => {
    const program = new Program([workspacePath('scripts/demo.mjs'), '--real-dboss']);

    expect(await program.exited()).to.equal(2);
    expect(program.errors).to.include('--real-dboss').and.include('usage: npm run demo');
  });
});
