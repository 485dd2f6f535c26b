import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SETTINGS, SETTING_KEYS, flagOf, yamlNameOf } from '@dbosd/daemon/internal/config/settings.js';
import { urlWithoutSecrets } from '@dbosd/daemon/internal/ops/redact.js';
import { expect } from 'chai';
import { Program } from '../support/program.js';
import { workspacePath } from '../support/workspace.js';

const DBOSD = workspacePath('packages/cli/bin/dbosd.js');
const DATABASE_URL = 'postgres://app:hunter2@db/app';

interface Printed {
  readonly setting: string;
  readonly value: unknown;
  readonly source: string;
  readonly from: string;
}

describe('dbosd config', () => {
  let cwd: string;

  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'dbosd-config-'));
  });

  afterEach(() => {
    rmSync(cwd, { recursive: true });
  });

  /** As a person runs it, in a folder of its own. */
  async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const program = new Program([DBOSD, 'config', ...args], { env, cwd });
    const code = await program.exited();
    return { code, printed: program.lines, told: program.errors };
  }

  const writeFile = (text: string): void => {
    writeFileSync(join(cwd, 'dbosd.yaml'), text);
  };

  it('prints every setting with its value and its source, passwords hidden', async () => {
    writeFile(`read_pool_size: 3\nlisten_url: ${DATABASE_URL}`);
    const { code, printed, told } = await run(['print', '-o', 'json', '--port', '2', '--no-reflection'], {
      DBOSD_DATABASE_URL: `${DATABASE_URL}?sslpassword=hunter2`,
    });

    const settings = JSON.parse(printed.join('\n')) as Printed[];
    const entry = (setting: string) => settings.find((each) => each.setting === setting);
    expect([code, told]).to.deep.equal([0, '']);
    expect(settings.map(({ setting }) => setting)).to.deep.equal(SETTING_KEYS.map(yamlNameOf));
    expect(entry('port')).to.include({ value: 2, source: 'flag', from: '--port' });
    expect(entry('reflection')).to.include({ value: false, source: 'flag', from: '--no-reflection' });
    expect(entry('read_pool_size')).to.include({ value: 3, source: 'file', from: 'dbosd.yaml' });
    expect(entry('database_url')).to.include({ source: 'variable', from: 'DBOSD_DATABASE_URL' });
    expect(entry('host')).to.include({ value: SETTINGS.host.default, source: 'default', from: 'default' });
    expect(printed.join('\n')).to.contain('postgres://app:***@db/app').and.not.to.contain('hunter2');
  });

  it('prints a table for people, with a hyphen where there is no value', async () => {
    const { printed } = await run(['print'], { DBOSD_PORT: '7' });

    expect(printed).to.have.length(SETTING_KEYS.length + 1);
    expect(printed[0]).to.match(/^SETTING +VALUE +SOURCE$/);
    expect(printed.filter((line) => /^port +7 +DBOSD_PORT$/.test(line))).to.have.length(1);
    expect(printed.filter((line) => /^database_url +- +default$/.test(line))).to.have.length(1);
  });

  it('prints nothing of settings that are wrong, but tells all that is, and exits 2', async () => {
    const { code, printed, told } = await run(['print'], { DBOSD_PROT: '1', DBOSD_PORT: 'high' });

    expect([code, printed]).to.deep.equal([2, []]);
    expect(told).to.match(/DBOSD_PROT is unknown.*\n.*DBOSD_PORT.*is "high"/);
  });

  it('says ok of what "dbosd serve" starts with', async () => {
    const env = { DBOSD_DATABASE_URL: DATABASE_URL };
    expect(await run(['validate'], env)).to.deep.equal({ code: 0, printed: ['ok'], told: '' });
    const { printed } = await run(['validate', '-o', 'json'], env);
    expect(JSON.parse(printed.join('\n'))).to.deep.equal({ ok: true, faults: [] });
  });

  it('names every fault with its setting, its source and the fix, and exits 2', async () => {
    writeFile('prot: 1\nlog_level: loud');
    const env = { DBOSD_DATABASE_URL: 'hunter2', DBOSD_READ_POOL_SIZE: '0', DBOSD_COLOUR: 'x' };
    const { code, printed, told } = await run(['validate', '--port', '70000'], env);

    expect([code, told]).to.deep.equal([2, '']);
    expect(printed).to.have.members([
      'the environment variable DBOSD_COLOUR is unknown: remove it; docs/configuration.md lists all',
      'in dbosd.yaml, the setting prot is unknown: did you mean port?',
      'database_url (from DBOSD_DATABASE_URL) cannot be used: it must be a URL like postgres://user:password@host:5432/database',
      'port (from --port) is 70000: it must be a whole number from 0 to 65535',
      'read_pool_size (from DBOSD_READ_POOL_SIZE) is 0: it must be a whole number from 1 to 100',
      'log_level (from dbosd.yaml) is "loud": it must be one of trace, debug, info, warn, error, fatal, silent',
    ]);
  });

  it('finds what keeps a daemon from starting although every value is right', async () => {
    const { code, printed } = await run(['validate', '-o', 'json'], { DBOSD_HOST: '0.0.0.0' });

    const { ok, faults } = JSON.parse(printed.join('\n')) as { ok: boolean; faults: Printed[] };
    expect([code, ok]).to.deep.equal([2, false]);
    expect(faults.map(({ setting, from }) => [setting, from])).to.deep.equal([
      ['database_url', 'default'],
      ['host', 'DBOSD_HOST'],
    ]);
  });

  it('does not guess what a file would say that cannot be read', async () => {
    const { code, printed } = await run(['validate', '--config', 'nowhere.yaml']);

    expect([code, printed.length]).to.deep.equal([2, 1]);
    expect(printed[0]).to.contain('nowhere.yaml').and.to.contain('ENOENT');
  });

  it('takes every setting as a flag', async () => {
    const { printed } = await run(['print', '--help']);
    for (const key of SETTING_KEYS) expect(printed.join('\n'), key).to.contain(flagOf(key).slice(2));
  });

  it('hides in a URL whatever is a secret, and all of what is no URL', () => {
    expect(urlWithoutSecrets('postgres://a:hunter2@db:1/x?password=hunter2&sslmode=require')).to.equal(
      'postgres://a:***@db:1/x?password=***&sslmode=require',
    );
    expect(urlWithoutSecrets('postgres://a@db/x')).to.equal('postgres://a@db/x');
    expect(urlWithoutSecrets('postgres://a:%40hunter2@db/x')).not.to.contain('hunter2');
    expect(urlWithoutSecrets('hunter2')).to.equal('***');
  });
});
