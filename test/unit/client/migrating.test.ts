import { readFileSync } from 'node:fs';
import { DBOSClient as Official } from '@dbos-inc/dbos-sdk';
import { DBOSClient } from '@dbosd/client';
import { expect } from 'chai';
import { workspacePath } from '../../support/workspace.js';

function membersOf(aClass: { readonly prototype: object }): string[] {
  return ['create', ...Object.getOwnPropertyNames(aClass.prototype).filter((name) => name !== 'constructor')];
}

describe('docs/migrating.md', () => {
  const page = readFileSync(workspacePath('docs/migrating.md'), 'utf8');
  const names = new Set([...page.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  /** The first cells of the table of methods. */
  const rows = page
    .slice(page.indexOf('## Method by method'))
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));

  it('names every public member of the official client, in the table where ours has it', () => {
    expect([...names]).to.include.members(membersOf(Official));
    const shared = membersOf(Official).filter((name) => membersOf(DBOSClient).includes(name));
    expect(rows).to.have.members(shared);
  });

  it('names every public member that only ours has', () => {
    expect([...names]).to.include.members(membersOf(DBOSClient));
  });

  it('and the page of the client are linked from the README', () => {
    const readme = readFileSync(workspacePath('README.md'), 'utf8');
    expect(readme).to.include('(docs/client.md)').and.include('(docs/migrating.md)');
  });
});
