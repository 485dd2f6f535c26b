import { ConfiguredInstance, DBOS } from '@dbosd/worker';
import { expect } from 'chai';
import { until } from '../../../support/until.js';
import { stepNames, withWorker } from '../../../support/launched-worker.js';

// Compiled with experimentalDecorators: see tsconfig.json beside it.
describe('experimental decorators', () => {
  it('make workflows and steps of static methods', async () => {
    class Shop {
      @DBOS.step()
      static async price(item: string): Promise<number> {
        return Promise.resolve(item.length);
      }

      @DBOS.workflow({ name: 'sell' })
      static async sale(item: string, count: number): Promise<number> {
        return (await Shop.price(item)) * count;
      }
    }
    await withWorker(async ({ engine, daemon }) => {
      const handle = await DBOS.startWorkflow(Shop, { workflowID: 'w' }).sale('abc', 2);
      const result: number = await handle.getResult();
      expect(result).to.equal(6);
      expect(engine.of('w')).to.include({ name: 'sell', className: 'Shop' });
      expect(stepNames(engine.of('w'))).to.deep.equal(['0 price']);
      expect(daemon.worker.hello?.workflows).to.have.length(1);
    });
  });

  it('make workflows and steps of methods of configured instances, found again by class and name', async () => {
    class Base extends ConfiguredInstance {
      @DBOS.step()
      async where(): Promise<string> {
        return Promise.resolve(this.name);
      }

      @DBOS.workflow()
      async visit(guest: string): Promise<string> {
        return `${guest} in ${await this.where()}`;
      }
    }
    DBOS.className('Place')(Base);
    const north = new Base('north');
    new Base('south');
    await withWorker(async ({ engine }) => {
      const handle = await DBOS.startWorkflow(north, { workflowID: 'w' }).visit('you');
      expect(await handle.getResult()).to.equal('you in north');
      expect(await north.visit('we')).to.equal('we in north');
      const known = engine.of('w');
      expect(known).to.include({ name: 'visit', className: 'Place', configName: 'north' });
      known.steps.clear();
      engine.assign('w');
      await until(() => known.status === 'SUCCESS');
      expect(stepNames(engine.of('w'))).to.deep.equal(['0 where']);
    });
  });
});
