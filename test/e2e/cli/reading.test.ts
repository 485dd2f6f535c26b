import { expect } from 'chai';
import type { OwnDaemon } from '../../support/own-daemon.js';
import { runInside } from '../../support/cli/run-inside.js';
import { openShop } from '../../support/cli/shop.js';
import { expectTranscript } from '../../support/cli/transcript.js';

describe('dbosd in a pipe, looking', () => {
  let shop: OwnDaemon;
  let env: Record<string, string>;

  before(async () => {
    shop = await openShop();
    env = { DBOSD_ADDRESS: shop.address };
  });

  after(() => shop.stop());

  it('shows workflows as people and programs want them', () =>
    expectTranscript(
      'workflows',
      env,
      [
        'workflow list',
        'workflow get order-17',
        'workflow get order-17 -o json',
        'workflow get order-19 -o jsonl',
        'workflow list --status PENDING,enqueued -o jsonl',
        'workflow list --name nothing',
        'workflow list --name nothing -o json',
        'workflow list --limit 2 --oldest-first',
        'workflow steps order-17',
        'workflow steps order-17 -o json',
        'workflow wait order-17',
        'workflow wait order-17 -o json',
        'workflow wait order-19',
        'workflow wait report-1',
      ],
      { isReading: true },
    ));

  it('shows messages, events and streams', () =>
    expectTranscript(
      'messages-events-streams',
      env,
      [
        'messages order-17',
        'messages order-17 --state waiting -o jsonl',
        'event list order-17',
        'event list order-17 -o json',
        'event get order-17 status',
        'event get order-17 status --raw',
        'event get order-17 refund',
        'event watch order-17 total status',
        'event watch order-17 total -o jsonl',
        'stream list order-17',
        'stream read order-17 progress',
        'stream read order-17 progress --raw --last 2',
        'stream read order-17 progress --offset 1 -o jsonl',
        'stream read order-17 progress --follow --offset 3 -o jsonl',
        'stream read order-17 progress -o json',
        'stream read order-18 mixed',
        'stream read order-18 mixed --raw',
        'stream read order-18 mixed -o json',
        'stream read order-18 mixed -o jsonl',
        'stream read order-18 log',
        'stream read order-18 log --offset 1',
        'stream read order-18 log --last 0',
      ],
      { isReading: true },
    ));

  it('tells all that has happened to a workflow, and ends with it', async () => {
    const { code, out, err } = await runInside(['workflow', 'watch', 'order-17'], { env });
    expect([code, err]).to.deep.equal([0, '']);
    // Events are pushed, and steps are looked at: which comes first is not said.
    expect(out.split('\n').sort()).to.deep.equal(
      [
        '',
        'event   refund  null',
        'event   status  "shipped"',
        'event   total  42',
        'status  SUCCESS',
        'step    0 reserve  {"widgets":2}',
        'step    1 mail  mail-1',
        'step    2 charge  Error: try again',
      ].sort(),
    );
  });

  it('tells programs of a step as the list of steps does', async () => {
    const watched = await runInside(['workflow', 'watch', 'order-17', '-o', 'jsonl'], { env });
    const listed = await runInside(['workflow', 'steps', 'order-17', '-o', 'jsonl'], { env });
    const steps = watched.out.split('\n').filter((line) => line.startsWith('{"type":"step"'));
    expect(steps.join('\n')).to.equal(
      listed.out.trimEnd().replaceAll(/^.*$/gm, (step) => `{"type":"step","step":${step}}`),
    );
  });

  it('says where a stream ends to a reader that begins after its end', async () => {
    for (const where of [
      ['--offset', '99'],
      ['--last', '0'],
    ]) {
      const { code, out, err } = await runInside(['stream', 'read', 'order-17', 'progress', ...where], {
        env,
      });
      expect([code, out], where.join(' ')).to.deep.equal([0, '']);
      expect(err, where.join(' ')).to.match(/^end: (closed|its workflow has ended).*; next offset: \d+\n$/);
    }
  });

  it('takes every filter of workflows', async () => {
    const cases: [flags: string[], ids: string[]][] = [
      [
        ['--status', 'ERROR', '--status', 'PENDING'],
        ['order-18', 'order-19'],
      ],
      [
        ['--name', 'mail', '--name', 'report'],
        ['mail-1', 'report-1'],
      ],
      [
        ['--queue', 'orders'],
        ['order-17', 'order-18', 'order-20'],
      ],
      [['--queued'], ['order-18', 'order-20']],
      [
        ['--since', '4d'],
        ['order-17', 'order-18', 'order-19'],
      ],
      [['--until', '7d'], ['order-17-again']],
      [['--since', new Date(Date.now() - 60 * 3_600_000).toISOString(), '--until', '1d'], ['order-18']],
      [['--ended-since', '5h'], ['order-17']],
      [['--ended-until', '7d'], ['order-17-again']],
      [['--dequeued-since', '1w'], []],
      [['--dequeued-until', 'now'], []],
      [['--id', 'order-19', '--id', 'nosuch'], ['order-19']],
      [['--prefix', 'mail'], ['mail-1']],
      [['--parent', 'order-17'], ['mail-1']],
      [['--children'], ['mail-1']],
      [['--roots', '--queue', 'orders', '--status', 'SUCCESS'], ['order-17']],
      [['--forked-from', 'order-17'], ['order-17-again']],
      [['--forks'], ['order-17-again']],
      [['--forked'], []],
      [['--attribute', 'tenant=acme', '--attribute', 'tier=2'], ['order-17']],
      [['--attribute', 'tier=3'], []],
      [['--schedule', 'nightly'], ['report-1']],
      [['--user', 'ada'], ['order-17']],
      [['--app', 'shop', '--limit', '1'], ['order-17']],
      [['--app', 'other'], []],
      [['--version', '2.0.0'], ['order-19']],
      [['--executor', 'till-2'], ['order-18']],
      [
        ['--offset', '1', '--limit', '2'],
        ['order-18', 'order-19'],
      ],
      [['--oldest-first', '--limit', '1'], ['order-17-again']],
    ];
    for (const [flags, ids] of cases) {
      const { code, out } = await runInside(['workflow', 'list', '-o', 'jsonl', ...flags], { env });
      const listed = out
        .split('\n')
        .slice(0, -1)
        .map((line) => (JSON.parse(line) as { workflowID: string }).workflowID);
      expect([code, listed], flags.join(' ')).to.deep.equal([0, ids]);
    }
  });

  it('prints the digits of numbers that are stored, also where JavaScript would round them', async () => {
    const { dbos } = shop;
    const id = await dbos.workflow();
    const data = '{"id":12345678901234567891,"share":0.1234567890123456789,"text":"9007199254740993"}';
    const stored = { data, serialization: 'portable_json' };
    const go = { data: Buffer.from(data).toString('base64'), serialization: 'DBOS_JSON' };
    await dbos.storeEvent(id, 'k', stored);
    await dbos.storeEvent(id, 'go', go);
    await dbos.store(id, 's', stored);
    for (const [command, expected] of [
      [['event', 'get', id, 'k'], data],
      [['event', 'get', id, 'go'], data],
      [['event', 'list', id, '-o', 'jsonl'], `{"key":"k","value":${data}}`],
      [['stream', 'read', id, 's', '-o', 'jsonl'], `{"offset":0,"value":${data}}`],
      [['event', 'get', id, 'k', '-o', 'json'], '"id": 12345678901234567891,'],
    ] as const) {
      const { code, out, err } = await runInside(command, { env });
      expect([code, err.includes('Error')], err).to.deep.equal([0, false]);
      expect(out).to.include(expected);
    }
  });
});
