import { expect } from 'chai';
import { hostUrls } from '@dbosd/daemon/internal/config/database-url.js';

describe('a database URL', () => {
  const CASES: Readonly<Record<string, readonly [string, readonly string[]]>> = {
    'with one host is left as it is': [
      'postgres://u:p@h:1/db?sslmode=require',
      ['postgres://u:p@h:1/db?sslmode=require'],
    ],
    'with several hosts stands for one URL each': [
      'postgresql://u:p@h1:1,h2,[::1]:3/db?sslmode=require',
      [
        'postgresql://u:p@h1:1/db?sslmode=require',
        'postgresql://u:p@h2/db?sslmode=require',
        'postgresql://u:p@[::1]:3/db?sslmode=require',
      ],
    ],
    'may name hosts and ports as parameters': [
      'postgres://u:p@/db?host=h1,h2&port=1,2',
      ['postgres://u:p@localhost/db?host=h1&port=1', 'postgres://u:p@localhost/db?host=h2&port=2'],
    ],
    'may give one port for several hosts': [
      'postgres://u@/db?host=h1,h2&port=7',
      ['postgres://u@localhost/db?host=h1&port=7', 'postgres://u@localhost/db?host=h2&port=7'],
    ],
    'may ask for a primary, which dbosd does anyway': [
      'postgres://h1,h2/db?target_session_attrs=read-write',
      ['postgres://h1/db', 'postgres://h2/db'],
    ],
    'may have a password with a raw @, the last of which ends it': [
      'postgres://u:p@ss@h/db?user=a@b',
      ['postgres://u:p@ss@h/db?user=a@b'],
    ],
    'may have a password with a comma': [
      'postgres://u:a,b@h1,h2/db',
      ['postgres://u:a,b@h1/db', 'postgres://u:a,b@h2/db'],
    ],
    'may lead to a socket': ['postgres:///db?host=/run/postgresql', ['postgres:///db?host=/run/postgresql']],
  };

  for (const [name, [url, expected]] of Object.entries(CASES)) {
    it(name, () => {
      expect(hostUrls(url)).to.deep.equal(expected);
    });
  }

  for (const url of [
    'mysql://h/db',
    'h1,h2',
    'postgres://h1:x,h2/db',
    'postgres://h1,h2/db?target_session_attrs=standby',
    'postgres://h1/db?target_session_attrs=prefer-standby',
    'postgres:///db?host=h1,h2,h3&port=1,2',
    'postgres://u:pa@ss/word@h/db',
    'postgres://u:12/word@h/db',
    'postgres://u:pa@ss?word@h/db',
    'postgres://u:pa@ss#word@h/db',
    'postgres://u:100%@h/db',
  ]) {
    it(`is none that can be used: ${url}`, () => {
      expect(hostUrls(url)).to.equal(undefined);
    });
  }
});
