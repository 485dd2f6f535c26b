import { parseCommand, UsageError } from '@dbosd/bench/options.js';
import type { Row } from '@dbosd/bench/rows/row.js';
import { expect } from 'chai';

const ROWS: readonly Row[] = ['send', 'tail', 'writes'].map((name) => ({
  name,
  title: name,
  measure: () => Promise.resolve([]),
}));

function run(...words: string[]) {
  const command = parseCommand(words, ROWS);
  if (command.kind !== 'run') throw new Error(`${command.kind}, in place of a run`);
  return command.options;
}

describe('the options of the bench', () => {
  it('are five rounds of two seconds of all rows, when nothing is said', () => {
    expect(run()).to.deep.equal({
      rows: ROWS,
      rounds: 5,
      roundMs: 2000,
      quick: false,
      peers: true,
      page: false,
      out: undefined,
      slowerCommitsMs: undefined,
    });
  });

  it('make a quick run short, unless a length is named', () => {
    expect(run('--quick')).to.include({ rounds: 2, roundMs: 500, quick: true });
    expect(run('--quick', '--rounds', '3', '--seconds=1.5')).to.include({ rounds: 3, roundMs: 1500 });
  });

  it('write the page of a whole run only', () => {
    expect(run('--page')).to.include({ page: true });
    for (const words of [
      ['--page', '--quick'],
      ['--page', '--only', 'send'],
    ])
      expect(() => run(...words)).to.throw(UsageError, /leave out --quick and --only/);
  });

  it('choose rows by name, in the order in which they always run', () => {
    const names = (...words: string[]) => run(...words).rows.map(({ name }) => name);

    expect(names('--only', 'tail, send')).to.deep.equal(['send', 'tail']);
    expect(names('--only', 'writes', '--only=send')).to.deep.equal(['send', 'writes']);
  });

  it('leave Restate out, and put the results elsewhere', () => {
    expect(run('--no-peers', '--out', 'there')).to.include({ peers: false, out: 'there' });
  });

  it('ask for help or the list of rows', () => {
    expect(parseCommand(['--help'], ROWS)).to.deep.equal({ kind: 'help' });
    expect(parseCommand(['-h'], ROWS)).to.deep.equal({ kind: 'help' });
    expect(parseCommand(['--list', '--quick'], ROWS)).to.deep.equal({ kind: 'list' });
  });

  const wrong: readonly (readonly [words: string[], message: RegExp])[] = [
    [['--only', 'send,sned,x'], /^no row is named sned, x; there are: send, tail, writes$/],
    [['--only', ','], /^--only wants names of rows; there are: send, tail, writes$/],
    [['--only', ''], /^--only wants names of rows/],
    [['--rounds', '0'], /^--rounds wants a number above 0 and up to 100, not 0$/],
    [['--rounds', '101'], /^--rounds wants a number above 0 and up to 100, not 101$/],
    [['--rounds', '1.5'], /^--rounds 1\.5 is not a whole number; for instance --rounds 5$/],
    [['--rounds', 'many'], /^--rounds wants a number above 0 and up to 100, not many$/],
    [['--rounds', ''], /^--rounds wants a number above 0 and up to 100, not nothing$/],
    [['--rounds'], /--rounds.*missing; npm run bench -- --help shows what there is$/],
    [['--seconds=-1'], /^--seconds wants a number above 0 and up to 600, not -1$/],
    [['--seconds', 'Infinity'], /^--seconds wants a number above 0 and up to 600, not Infinity$/],
    [['--out', ''], /^--out wants a folder/],
    [['--fast'], /'--fast'; npm run bench -- --help shows what there is$/],
    [['send'], /'send'; npm run bench -- --help shows what there is$/],
  ];
  for (const [words, message] of wrong) {
    it(`refuse ${words.map((word) => word || "''").join(' ')} and say what to do`, () => {
      expect(() => parseCommand(words, ROWS)).to.throw(UsageError, message);
    });
  }
});
