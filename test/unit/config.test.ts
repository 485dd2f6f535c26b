import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, daemonConfig, loadConfig, type ConfigSources } from '@dbosd/daemon/internal/config.js';
import { nearest } from '@dbosd/shared';
import { referencePage } from '@dbosd/daemon/internal/config/reference-page.js';
import {
  SETTINGS,
  SETTING_KEYS,
  flagOf,
  variableOf,
  yamlNameOf,
} from '@dbosd/daemon/internal/config/settings.js';
import { expect } from 'chai';

const ROOT = join(fileURLToPath(import.meta.url), '../../../..');
const URL_WITH_PASSWORD = 'postgres://app:hunter2@db/app';

describe('the configuration', () => {
  let cwd: string;

  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'dbosd-config-'));
  });

  afterEach(() => {
    rmSync(cwd, { recursive: true });
  });

  const load = (sources: ConfigSources = {}) => loadConfig({ environment: {}, cwd, ...sources });
  const writeFile = (text: string, name = 'dbosd.yaml') => {
    writeFileSync(join(cwd, name), text);
  };

  describe('precedence', () => {
    it('takes the default where nobody says anything', () => {
      const { config, origins } = load();
      for (const key of SETTING_KEYS) {
        expect(config[key], key).to.equal(SETTINGS[key].default);
        expect(origins[key]).to.equal('default');
      }
    });

    it('puts the file above the default, a variable above the file, a flag above the variable', () => {
      const environment = { DBOSD_PORT: '2' };
      writeFile('port: 1');
      expect(load()).to.deep.include({ config: { ...load().config, port: 1 } });
      expect(load().origins.port).to.equal('dbosd.yaml');
      const withVariable = load({ environment });
      expect([withVariable.config.port, withVariable.origins.port]).to.deep.equal([2, 'DBOSD_PORT']);
      const withFlag = load({ environment, flags: { port: '3' } });
      expect([withFlag.config.port, withFlag.origins.port]).to.deep.equal([3, '--port']);
    });

    it('lets a flag turn off what the file turned on', () => {
      writeFile('insecure: true');
      expect(load({ flags: { insecure: false } }).config.insecure).to.equal(false);
    });

    it('reads the file of --config before that of DBOSD_CONFIG before ./dbosd.yaml', () => {
      writeFile('port: 1');
      writeFile('port: 2', 'two.yaml');
      writeFile('port: 3', 'three.yaml');
      const environment = { DBOSD_CONFIG: 'two.yaml' };
      expect(load().config.port).to.equal(1);
      expect(load({ environment }).config.port).to.equal(2);
      expect(load({ environment, configFile: 'three.yaml' }).config.port).to.equal(3);
    });

    it('counts an empty variable, and an empty file, as absent', () => {
      writeFile('# nothing here yet\n');
      expect(load({ environment: { DBOSD_PORT: '', DBOSD_CONFIG: '' } }).config.port).to.equal(50051);
    });
  });

  describe('the table', () => {
    it('gives every setting a flag, a variable, a name in the file and a description, each its own', () => {
      for (const nameOf of [flagOf, variableOf, yamlNameOf]) {
        expect(new Set(SETTING_KEYS.map(nameOf)).size).to.equal(SETTING_KEYS.length);
      }
      for (const key of SETTING_KEYS) {
        expect(SETTINGS[key].description, key).to.match(/^[A-Z].*\.$/);
        expect(SETTINGS[key].commands, key).not.to.have.length(0);
      }
      expect(flagOf('maxPayloadBytes')).to.equal('--max-payload-bytes');
      expect(variableOf('maxPayloadBytes')).to.equal('DBOSD_MAX_PAYLOAD_BYTES');
      expect(yamlNameOf('maxPayloadBytes')).to.equal('max_payload_bytes');
    });

    it('takes every setting in all three places, with the same result', () => {
      for (const key of SETTING_KEYS) {
        const value = otherValue(key);
        writeFile(`${yamlNameOf(key)}: ${JSON.stringify(value)}`, 'one.yaml');
        const flag = typeof value === 'boolean' ? value : String(value);
        expect(load({ flags: { [key]: flag } }).config[key], key).to.deep.equal(value);
        expect(load({ environment: { [variableOf(key)]: String(value) } }).config[key], key).to.deep.equal(
          value,
        );
        expect(load({ configFile: 'one.yaml' }).config[key], key).to.deep.equal(value);
      }
    });

    it('has defaults that are right by its own rules', () => {
      for (const key of SETTING_KEYS) {
        const { default: fallback } = SETTINGS[key];
        if (fallback === undefined) continue;
        expect(load({ environment: { [variableOf(key)]: String(fallback) } }).config[key]).to.equal(fallback);
      }
    });

    it('is what docs/configuration.md says', () => {
      const page = readFileSync(join(ROOT, 'docs/configuration.md'), 'utf8');
      expect(page, 'stale: run "npm run generate:docs" and commit the result').to.equal(referencePage());
    });
  });

  describe('refuses', () => {
    const refused = (sources: ConfigSources) => {
      try {
        load(sources);
      } catch (error) {
        if (error instanceof ConfigError) return error.message;
        throw error;
      }
      throw new Error('was accepted');
    };

    it('an unknown name in the file, with the one that was meant', () => {
      writeFile('prot: 50051');
      expect(refused({})).to.equal('in dbosd.yaml, the setting prot is unknown: did you mean port?');
    });

    it('an unknown variable of dbosd’s, with the one that was meant, and no other program’s', () => {
      expect(refused({ environment: { DBOSD_DATABASE_ULR: 'x' } })).to.contain(
        'did you mean DBOSD_DATABASE_URL?',
      );
      expect(refused({ environment: { DBOSD_COLOUR_OF_SKY: 'x' } })).to.contain('docs/configuration.md');
      expect(load({ environment: { PATH: '/bin', dbosd_port: '1' } }).config.port).to.equal(50051);
    });

    it('a wrong value, naming the setting, where it came from, and what it must be', () => {
      const expected = 'it must be a whole number from 0 to 65535';
      expect(refused({ environment: { DBOSD_PORT: 'high' } })).to.equal(
        `port (from DBOSD_PORT) is "high": ${expected}`,
      );
      expect(refused({ flags: { port: '65536' } })).to.equal(`port (from --port) is 65536: ${expected}`);
      writeFile('port: 50051.5');
      expect(refused({})).to.equal(`port (from dbosd.yaml) is 50051.5: ${expected}`);
      rmSync(join(cwd, 'dbosd.yaml'));
      expect(refused({ flags: { logLevel: 'loud' } })).to.match(
        /^log_level \(from --log-level\) .* trace, debug/,
      );
      expect(refused({ environment: { DBOSD_INSECURE: 'perhaps' } })).to.contain('true or false');
    });

    it('text where the file must have a number, or a number where it must have text', () => {
      writeFile('port: "50051"');
      expect(refused({})).to.contain('port (from dbosd.yaml)');
      writeFile('dbos_schema: 7');
      expect(refused({})).to.contain('dbos_schema (from dbosd.yaml)');
    });

    it('a payload limit that an answer could not carry', () => {
      expect(refused({ flags: { maxPayloadBytes: '3145729' } })).to.contain('3145728');
    });

    it('a file that was named and is not there', () => {
      expect(refused({ configFile: 'nowhere.yaml' }))
        .to.contain('nowhere.yaml')
        .and.to.contain('ENOENT');
    });

    it('a dbosd.yaml that nobody named and that cannot be read, without talk of --config', () => {
      mkdirSync(join(cwd, 'dbosd.yaml'));
      expect(refused({})).to.match(/dbosd\.yaml in the working directory .*EISDIR.* or remove it$/);
    });

    it('a file that is no YAML, or no mapping, with the line', () => {
      writeFile('port: 1\nhost: [');
      expect(refused({})).to.match(/^dbosd.yaml, line 2: /);
      writeFile('port: 1\nport: 2');
      expect(refused({})).to.match(/^dbosd.yaml, line 2: .*DUPLICATE_KEY/);
      writeFile('- port');
      expect(refused({})).to.contain('one "name: value" a line');
    });

    it('a secret without showing it', () => {
      writeFile('database_url: "http://app:hunter2@db"');
      const messages = [
        refused({}),
        refused({ environment: { DBOSD_LISTEN_URL: 'hunter2' } }),
        refused({ flags: { databaseUrl: 'hunter2' } }),
      ];
      for (const message of messages) {
        expect(message).to.contain('postgres://user:password@host').and.not.to.contain('hunter2');
      }
    });
  });

  it('passes over the variables of Kubernetes for a service of our name, and those of the test suite', () => {
    const environment = {
      DBOSD_TEST_DATABASE_URL: 'postgres://localhost/x',
      DBOSD_SERVICE_HOST: '10.0.0.1',
      DBOSD_SERVICE_PORT_GRPC: '50051',
      DBOSD_PORT: 'tcp://10.0.0.1:50051',
      DBOSD_PORT_50051_TCP_ADDR: '10.0.0.1',
    };
    expect(load({ environment }).config.port).to.equal(50051);
  });

  describe('for a daemon', () => {
    it('needs a database, and says how to name one', () => {
      expect(() => daemonConfig(load().config)).to.throw(ConfigError, /DBOSD_DATABASE_URL.*dbosd dev/);
    });

    it('listens beyond loopback only with --insecure', () => {
      const withHost = (host: string, insecure = false) =>
        daemonConfig(load({ flags: { databaseUrl: URL_WITH_PASSWORD, host, insecure } }).config).host;
      for (const host of ['0.0.0.0', '::', '10.1.2.3', 'db.example', '127.example.com']) {
        expect(() => withHost(host), host).to.throw(ConfigError, /--insecure/);
        expect(withHost(host, true)).to.equal(host);
      }
      for (const host of [
        '127.0.0.1',
        '127.0.0.7',
        '::1',
        '0:0:0:0:0:0:0:1',
        '::ffff:127.0.0.1',
        'localhost',
        'LOCALHOST',
        'api.localhost',
      ]) {
        expect(withHost(host)).to.equal(host);
        expect(withHost(`[${host}]`), 'in brackets').to.equal(host);
      }
      for (const host of ['::ffff:10.1.2.3', '[::]', '::2', 'localhost.example']) {
        expect(() => withHost(host), host).to.throw(ConfigError, /--insecure/);
      }
    });
  });

  it('suggests the nearest name, and nothing where none is near', () => {
    expect(nearest('prot', ['host', 'port'])).to.equal('port');
    expect(nearest('DATABASE_URL', ['database_url'])).to.equal('database_url');
    expect(nearest('insecured', ['insecure', 'host'])).to.equal('insecure');
    expect(nearest('colour', ['host', 'port'])).to.equal(undefined);
  });
});

/** A right value that is not the default. */
function otherValue(key: (typeof SETTING_KEYS)[number]): string | number | boolean | string[] {
  const { default: fallback, kind } = SETTINGS[key];
  if (typeof fallback === 'boolean') return !fallback;
  if (typeof fallback === 'number') return fallback + 1 - (key === 'maxPayloadBytes' ? 2 : 0);
  if (kind.placeholder === 'list') return ['a:1', '[::1]:2', 'unix:/run/dbosd.sock', 'host'];
  if (kind.placeholder === 'url') return URL_WITH_PASSWORD;
  const choice = kind.placeholder?.split('|').find((word) => word !== fallback);
  return choice ?? 'other';
}
