import { expect } from 'chai';
import { dbosdSchemaName } from '@dbosd/daemon/internal/store/schema/index.js';

describe('the name of our own schema', () => {
  it('is dbosd next to dbos, and dbosd_<schema> next to another', () => {
    expect(dbosdSchemaName('dbos')).to.equal('dbosd');
    expect(dbosdSchemaName('Shop-2')).to.equal('dbosd_Shop-2');
    expect(dbosdSchemaName('größe_1')).to.equal('dbosd_größe_1');
  });

  it('is made of a digest where the name is too long for a prefix, or has characters that mean something to knex', () => {
    const names = ['a.b', 'a as b', 'a"b', 'x'.repeat(58), 'ü'.repeat(29)].map(dbosdSchemaName);

    for (const name of names) expect(name).to.match(/^dbosd_[0-9a-f]{16}$/);
    expect(new Set(names).size).to.equal(names.length);
    expect(dbosdSchemaName('x'.repeat(57))).to.equal(`dbosd_${'x'.repeat(57)}`);
  });
});
