import { expect } from 'chai';
import {
  commitsDurably,
  judgeServer,
  type ServerFacts,
  type ServerVerdict,
  type WriteSettings,
} from '@dbosd/daemon/internal/store/schema/index.js';
import { GOOD_SERVER } from '../support/good-server.js';

describe('judging a server', () => {
  it('takes one that keeps what it acknowledges, and sets nothing there', () => {
    expect(judge({})).to.deep.equal({ kind: 'ok', warnings: [], writeSettings: {} });
  });

  for (const level of ['off', 'local', 'remote_write']) {
    it(`raises synchronous_commit from ${level} to on, with a warning`, () => {
      expect(settings({ synchronousCommit: level })).to.deep.equal({ synchronous_commit: 'on' });
      expect(warnings({ synchronousCommit: level })).to.match(new RegExp(`synchronous_commit is ${level}`));
      expect(commitsDurably(level)).to.equal(false);
    });
  }

  for (const level of ['on', 'remote_apply']) {
    it(`never lowers synchronous_commit from ${level}`, () => {
      expect(settings({ synchronousCommit: level })).to.deep.equal({});
      expect(commitsDurably(level)).to.equal(true);
    });
  }

  it('sets read committed where another isolation is the default', () => {
    expect(settings({ isolation: 'serializable' })).to.deep.equal({
      default_transaction_isolation: 'read committed',
    });
  });

  it('warns of torn pages', () => {
    expect(warnings({ fullPageWrites: false })).to.include('full_page_writes');
  });

  it('does not start with fsync off, unless asynchronous commits are allowed, and then it warns', () => {
    expect(refusal({ fsync: false })).to.equal('STORE_UNAVAILABLE');
    expect(refusal({ fsync: false }, true)).to.equal(undefined);
    expect(warnings({ fsync: false }, true)).to.include('fsync is off');
  });

  it('raises synchronous_commit also where asynchronous commits are allowed', () => {
    expect(settings({ synchronousCommit: 'off' }, true)).to.deep.equal({ synchronous_commit: 'on' });
  });

  it('says READ_ONLY of a standby and of a database that takes no writes, whatever else is wrong', () => {
    expect(refusal({ inRecovery: true, encoding: 'LATIN1', fsync: false })).to.equal('READ_ONLY');
    expect(refusal({ readOnly: true, versionNumber: 90_600 })).to.equal('READ_ONLY');
  });

  it('refuses another encoding than UTF8, and servers before Postgres 13, also where asynchronous commits are allowed', () => {
    expect(refusal({ encoding: 'SQL_ASCII' }, true)).to.equal('SCHEMA_UNSUPPORTED');
    expect(refusal({ versionNumber: 120_022 }, true)).to.equal('SCHEMA_UNSUPPORTED');
    expect(refusal({ versionNumber: 130_000 })).to.equal(undefined);
  });
});

function judge(facts: Partial<ServerFacts>, allowAsyncCommit = false): ServerVerdict {
  return judgeServer({ ...GOOD_SERVER, ...facts }, { allowAsyncCommit });
}

function settings(facts: Partial<ServerFacts>, allowAsyncCommit = false): WriteSettings | undefined {
  const verdict = judge(facts, allowAsyncCommit);
  return verdict.kind === 'ok' ? verdict.writeSettings : undefined;
}

function warnings(facts: Partial<ServerFacts>, allowAsyncCommit = false): string | undefined {
  const verdict = judge(facts, allowAsyncCommit);
  return verdict.kind === 'ok' ? verdict.warnings.join('\n') : undefined;
}

function refusal(facts: Partial<ServerFacts>, allowAsyncCommit = false): string | undefined {
  const verdict = judge(facts, allowAsyncCommit);
  return verdict.kind === 'refused' ? verdict.error.reason : undefined;
}
