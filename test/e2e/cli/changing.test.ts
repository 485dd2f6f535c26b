import { expect } from 'chai';
import { type OwnDaemon, startOwnDaemon } from '../../support/own-daemon.js';
import { until } from '../../support/until.js';
import { runCli } from '../../support/cli/run-cli.js';
import { expectTranscript } from '../../support/cli/transcript.js';

describe('dbosd in a pipe, changing', () => {
  let daemon: OwnDaemon;
  let env: Record<string, string>;

  before(async () => {
    daemon = await startOwnDaemon();
    env = { DBOSD_ADDRESS: daemon.address };
  });

  after(() => daemon.stop());

  it('sends what it is given, and what is fed in', async () => {
    const id = await daemon.dbos.workflow('wf-1');
    await daemon.dbos.end(await daemon.dbos.workflow('over'));
    await expectTranscript('send', env, [
      `send wf-1 '{"paid":true}' --topic payment`,
      ['send wf-1 --topic t', { input: '{"a":1}\n' }],
      ['send wf-1 -', { input: '[1, 2]' }],
      `send wf-1 'call me' --text`,
      ['send wf-1 --text --key note', { input: 'two\nlines\n' }],
      'send wf-1 1 --key k1 -o json',
      'send wf-1 2 --key k1 -o jsonl',
      'send wf-1 2 --key k1 --reject-different',
      'send over 1 --key k2',
      'send over 2 --require-active',
      'send wf-1 9 --native --key k3',
    ]);
    expect(
      (await daemon.dbos.messages(id)).map(({ topic, message, serialization }) => [
        topic,
        message,
        serialization,
      ]),
    ).to.deep.equal([
      ['payment', '{"paid":true}', 'portable_json'],
      ['t', '{"a":1}', 'portable_json'],
      ['__null__topic__', '[1,2]', 'portable_json'],
      ['__null__topic__', '"call me"', 'portable_json'],
      ['__null__topic__', '"two\\nlines"', 'portable_json'],
      ['__null__topic__', '1', 'portable_json'],
      ['__null__topic__', '{"json":9,"__dbos_serializer":"superjson"}', 'js_superjson'],
    ]);
  });

  it('enqueues with every option, and changes what waits', () =>
    expectTranscript('enqueue', env, [
      `workflow enqueue checkout '"cart-3"' 2 --queue orders --id e-1`,
      'workflow enqueue greet Ada Bob --text -q mail --id e-2 -o json',
      [
        `workflow enqueue send_mail - --queue mail --id e-3 --named '{"urgent":true}' --app news --version 1.2 --class Mailer ` +
          '--config-name main --deduplication-id d1 --priority 3 --delay 1h --timeout 5m --attribute tenant=acme ' +
          '--attribute tier=2 --user ada --role admin --role clerk',
        { input: '{"to":"a@b.c"}' },
      ],
      'workflow list --id e-1 --id e-2 --values -o json',
      'workflow enqueue checkout -q orders --id e-1 --on-existing reject',
      'workflow enqueue checkout -q mail --app news --deduplication-id d1',
      'workflow enqueue checkout -q mail --app news --deduplication-id d1 --on-duplicate return-existing',
      'workflow set e-3 --delay 30m --priority 1 --attribute tenant=widgets',
      'workflow get e-3 -o json',
      'workflow set e-3 --clear-attributes',
      'workflow set e-1 --delay 5s',
    ]));

  it('cancels, resumes, rewinds, forks and deletes', async () => {
    await daemon.dbos.workflow('m-1');
    await daemon.dbos.workflow('m-2');
    await daemon.dbos.end(await daemon.dbos.workflow('m-3'), { output: 1 });
    await expectTranscript('manage', env, [
      'workflow cancel m-1 m-2 m-3 m-1',
      'workflow resume m-1 -o jsonl',
      'workflow rewind m-3 --from-step 0 --queue again',
      'workflow fork m-2 --from-step 1 --id m-4',
      'workflow fork m-2 --id m-5 --version 2 -o json',
      'workflow delete m-1 --yes',
      'workflow delete m-2 m-4 --children -y -o jsonl',
      'workflow get m-2',
    ]);
  });

  it('registers, shows and deletes queues with every setting', () =>
    expectTranscript('queues', env, [
      'queue list',
      'queue register plain',
      'queue register orders --app shop --concurrency 10 --worker-concurrency 5 --rate 100/m --partition-concurrency 4 ' +
        '--partition-worker-concurrency 2 --partition-rate 10/30s --polling-interval 500ms',
      'queue get orders -o json',
      'queue list',
      'queue list --app nobody',
      'queue register orders --app shop --concurrency 3 -o jsonl',
      'queue register orders --app shop --concurrency 4 --keep',
      'queue delete plain --yes',
      'queue delete orders -y -o json',
    ]));

  it('waits for a result, an event or a value, and learns of it', async () => {
    const { dbos } = daemon;
    const id = await dbos.workflow('w-1');
    const waits = [
      runCli(['workflow', 'wait', id, '--timeout', '60s'], { env }),
      runCli(['event', 'get', id, 'status', '--timeout', '60s', '-r'], { env }),
      runCli(['stream', 'read', id, 'log', '--follow', '-r'], { env }),
      runCli(['event', 'watch', id, '-o', 'jsonl'], { env }),
    ];
    // All are there, so that they are told and do not find it.
    // Each waits for the end of the workflow and, but for the first, for something more; the stream's reader does so twice,
    // for itself and for all readers of that stream.
    await until(() => daemon.parts.hub.size === 9);
    await dbos.setEvent(id, 'status', 'ready');
    await dbos.write(id, 'log', 'one');
    await dbos.end(id, { output: { total: 3 } });
    expect((await Promise.all(waits)).map(({ code, out }) => [code, out])).to.deep.equal([
      [0, '{"total":3}\n'],
      [0, 'ready\n'],
      [0, 'one\n'],
      [0, '{"type":"set","key":"status","value":"ready"}\n{"type":"workflowEnded","status":"SUCCESS"}\n'],
    ]);
  });
});
