import { expect } from 'chai';
import { Program } from '../support/program.js';
import { isMakingDatabase } from '../support/making-database.js';
import { until } from '../support/until.js';
import { workspacePath } from '../support/workspace.js';

describe('npm run demo', () => {
  it('sells widgets through dbosd from beginning to end, counts the payment once, and leaves nothing running', async () => {
    const demo = new Program([workspacePath('scripts/demo.mjs')]);
    const code = await demo.exited();

    expect(code, demo.errors).to.equal(0);
    const said = demo.lines.join('\n');
    expect(said).to.match(/payment +pay-\S+ \d+ ms after the checkout/);
    expect(demo.lines.filter((line) => line.includes('same idempotency key'))).to.have.length(2);
    expect(demo.lines.filter((line) => /^ +order page .+ \d+ ms$/.test(line))).to.have.length.of.at.least(5);
    expect(said).to.match(/receipt +3 parcels shipped, paid 1 time/);
  }).timeout(90_000);

  it('says no more than that it was interrupted when Ctrl-C meets the making of its database', async () => {
    const demo = new Program([workspacePath('scripts/demo.mjs')], { ownGroup: true });
    await until(() => isMakingDatabase(demo.pid));
    expect([await demo.interrupt(), demo.errors]).to.deep.equal([130, 'interrupted\n']);
  }).timeout(60_000);
});
