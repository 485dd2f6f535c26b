import { status } from '@grpc/grpc-js';
import { expect } from 'chai';
import {
  checkKey,
  checkNewQueueName,
  checkNewWorkflowId,
  checkPartitionKey,
  checkName,
  checkTopic,
  checkWorkflowId,
  contractDefinition,
  backoffMs,
  DbosdError,
  decodeStatus,
  durationToMs,
  encodeStatus,
  fromStatus,
  invalidField,
  isTerminal,
  msToDuration,
  msToTimestamp,
  reasonRules,
  startTimer,
  systemClock,
  timestampToMs,
  toStatus,
  WORKFLOW_STATUSES,
  type Reason,
} from '@dbosd/shared';

const CHECKS = [
  { what: 'an id of an existing workflow', check: checkWorkflowId, bytes: 1280 },
  { what: 'an id of a new workflow', check: checkNewWorkflowId, bytes: 1024 },
  { what: 'a key', check: checkKey, bytes: 1024 },
  { what: 'a topic', check: checkTopic, bytes: 1024 },
  { what: 'a partition key', check: checkPartitionKey, bytes: 512 },
  { what: 'a name', check: checkName, bytes: 255 },
  { what: 'a name of a new queue', check: checkNewQueueName, bytes: 255 },
];

function violationOf(check: () => unknown): DbosdError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return error as DbosdError;
  }
}

describe('the names of the contract', () => {
  for (const { what, check, bytes } of CHECKS) {
    it(`take ${what} of up to ${String(bytes)} bytes of well-formed UTF-8 without NUL`, () => {
      const good = ['x', ' x', 'ü'.repeat(Math.floor(bytes / 2)), 'x'.repeat(bytes), '\u{1F600}', '\uFFFD'];
      const bad = ['', 'x\0', '\uD800', 'x'.repeat(bytes + 1), 'ü'.repeat(Math.floor(bytes / 2) + 1)];

      for (const name of good) expect(check('field', name)).to.equal(name);
      for (const name of bad) {
        const error = violationOf(() => check('some.field', name));
        expect(error, JSON.stringify(name.slice(0, 20))).to.include({
          reason: 'INVALID_FIELD',
          field: 'some.field',
          outcome: 'not_applied',
        });
      }
    });
  }

  it('leave to DBOS what is its own: blank ids, its stand-in for no topic, its queues', () => {
    expect(violationOf(() => checkNewWorkflowId('f', ' \t'))).to.include({ reason: 'INVALID_FIELD' });
    expect(checkWorkflowId('f', ' ')).to.equal(' ');
    expect(violationOf(() => checkTopic('f', '__null__topic__'))).to.include({ reason: 'INVALID_FIELD' });
    expect(violationOf(() => checkNewQueueName('f', '_dbos_internal_queue'))).to.include({
      reason: 'INVALID_FIELD',
    });
  });
});

describe('the states of a workflow', () => {
  it('are terminal but for three, and one that a newer DBOS made up is not', () => {
    expect(WORKFLOW_STATUSES.filter((name) => !isTerminal(name))).to.deep.equal([
      'PENDING',
      'ENQUEUED',
      'DELAYED',
    ]);
    expect(isTerminal('SOMETHING_NEW')).to.equal(false);
  });
});

describe('an error', () => {
  it('comes back from the wire as it was, whatever its reason', () => {
    for (const reason of Object.keys(reasonRules) as Reason[]) {
      const sent = new DbosdError({
        reason,
        message: `${reason} – ü`,
        outcome: reason === 'OUTCOME_UNKNOWN' ? 'unknown' : 'not_applied',
        metadata: { workflow_id: 'w', outcome_of: 'x' },
        violations: [{ field: 'a.b', description: 'is wrong' }],
        retryAfterMs: 1500,
        cause: new Error('a secret'),
      });

      const got = decodeStatus(encodeStatus(sent), status.UNKNOWN, '');

      for (const key of ['reason', 'code', 'outcome', 'message', 'retryAfterMs'] as const) {
        expect(got[key], `${reason} ${key}`).to.equal(sent[key]);
      }
      expect(got.metadata).to.deep.equal(sent.metadata);
      expect(got.violations).to.deep.equal(sent.violations);
      expect(encodeStatus(sent).includes('a secret')).to.equal(false);
    }
  });

  it('without a retry says nothing of one, and a retry at once is said', () => {
    const never = new DbosdError({ reason: 'WORKFLOW_NOT_FOUND', message: 'm' });
    const now = new DbosdError({ reason: 'DRAINING', message: 'm', retryAfterMs: 0 });

    expect(fromStatus(toStatus(never)).retryAfterMs).to.equal(undefined);
    expect(fromStatus(toStatus(now)).retryAfterMs).to.equal(0);
    expect(toStatus(never).details).to.have.length(1);
    expect(toStatus(invalidField('f', 'is wrong')).details).to.have.length(2);
  });

  it('that no daemon of ours said is one of the transport, with its code, and its outcome unknown', () => {
    for (const wire of [Buffer.alloc(0), Buffer.from('no protobuf at all')]) {
      expect(decodeStatus(wire, status.UNAVAILABLE, 'reset')).to.include({
        reason: 'TRANSPORT',
        outcome: 'unknown',
      });
    }
  });
});

describe('spans and moments', () => {
  it('cross the wire without loss, and what is left of a wait is never said shorter than it is', () => {
    for (const ms of [0, 1, 999, 1000, 1001, 315_360_000_000]) {
      expect(durationToMs(msToDuration(ms))).to.equal(ms);
      expect(timestampToMs(msToTimestamp(ms))).to.equal(ms);
    }
    expect(durationToMs(msToDuration(0.2))).to.equal(1);
    expect(msToDuration(1999.5)).to.deep.equal({ seconds: 2, nanos: 0 });
    expect(durationToMs({ seconds: 1, nanos: 500_000 })).to.equal(1000.5);
    expect(timestampToMs({ seconds: 1, nanos: 999_999 })).to.equal(1000);
    expect(msToTimestamp(-1)).to.deep.equal({ seconds: -1, nanos: 999_000_000 });
    expect(timestampToMs(msToTimestamp(-1))).to.equal(-1);
  });

  it('longer than a timer of Node can be do not end at once', async () => {
    let woken = false;
    const cancel = startTimer(2 ** 31 + 5, () => (woken = true));
    await systemClock.sleep(2);
    cancel();

    expect(woken).to.equal(false);
  });

  it('between retries double up to a limit, and spread over their second half', () => {
    const at = (attempt: number, random: number): number =>
      backoffMs(attempt, { firstMs: 100, maxMs: 1000, random: () => random });

    expect([0, 1, 2, 3, 4, 2000].map((attempt) => at(attempt, 0))).to.deep.equal([
      50, 100, 200, 400, 500, 500,
    ]);
    expect([0, 4].map((attempt) => at(attempt, 1))).to.deep.equal([100, 1000]);
  });
});

describe('a field of a message that is undefined', () => {
  const { OpenRequest, ConnectRequest } = {
    OpenRequest: (contractDefinition()['dbosd.v1.SessionService'] as unknown as Method<'Open'>).Open,
    ConnectRequest: (contractDefinition()['dbosd.v1.WorkerService'] as unknown as Method<'Connect'>).Connect,
  };

  it('is absent from the bytes, be it optional, a message, or a member of a oneof', () => {
    const queue = { name: 'q', applicationName: undefined, concurrency: undefined, rateLimit: undefined };
    const requests = [{ id: 1, getEvent: undefined, upsertQueue: { queue, requestId: undefined } }];
    expect(OpenRequest.requestSerialize({ requests })).to.deep.equal(
      OpenRequest.requestSerialize({ requests: [{ id: 1, upsertQueue: { queue: { name: 'q' } } }] }),
    );
    const operation = {
      id: 1,
      functionId: undefined,
      follows: undefined,
      startedAt: undefined,
      receive: undefined,
    };
    expect(ConnectRequest.requestSerialize({ operations: [operation], hello: undefined })).to.deep.equal(
      ConnectRequest.requestSerialize({ operations: [{ id: 1 }] }),
    );
  });
});

type Method<Name extends string> = Record<Name, { requestSerialize: (message: object) => Buffer }>;
