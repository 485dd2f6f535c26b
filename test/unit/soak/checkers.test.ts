import { expect } from 'chai';
import { check } from '../../soak/checkers/check.js';
import type { Evidence } from '../../soak/checkers/evidence.js';
import type { Event } from '../../soak/history/entry.js';
import { dedupedValue, messageValue, triedValue, writtenValue, type Program } from '../../soak/script/op.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends object | undefined ? Mutable<T[K]> : T[K] };
type Mutation = (evidence: Mutable<Evidence>) => void;

const SENDER: Program = {
  workflowId: 'sender',
  ops: [
    { do: 'send', to: 'receiver' },
    { do: 'send', to: 'receiver' },
    { do: 'setEvent', key: 'e', value: 1 },
    { do: 'setEvent', key: 'e', value: 2 },
  ],
};
const RECEIVER: Program = {
  workflowId: 'receiver',
  ops: [
    { do: 'recv', timeoutMs: 1000 },
    { do: 'recv', timeoutMs: 1000 },
    { do: 'recv', timeoutMs: 1000 },
    { do: 'write', key: 's' },
    { do: 'step', ms: 0, writes: { key: 's', count: 2, dedupe: false } },
    { do: 'step', ms: 0, writes: { key: 's', count: 2, dedupe: true } },
    { do: 'close', key: 's' },
  ],
};
const [FIRST, SECOND] = [messageValue('sender', '0'), messageValue('sender', '1')];
const STREAM = [
  writtenValue('3'),
  triedValue('4', 'killed', 1),
  triedValue('4', 'done', 1),
  triedValue('4', 'done', 2),
  dedupedValue('5', 1),
  dedupedValue('5', 2),
];

/** A run in which nothing went wrong, though a worker was killed in the middle of step 4. */
function faultless(): Mutable<Evidence> {
  const events: Event[] = [
    ...sent(FIRST),
    ...sent(SECOND),
    { op: 'recv', phase: 'ok', workflowId: 'receiver', path: '0', value: FIRST },
    { op: 'setEvent', phase: 'invoke', workflowId: 'sender', key: 'e', value: 1 },
    { op: 'setEvent', phase: 'ok', workflowId: 'sender', key: 'e', value: 1 },
    { op: 'getEvent', phase: 'invoke', look: 'l', workflowId: 'sender', key: 'e' },
    { op: 'getEvent', phase: 'ok', look: 'l', workflowId: 'sender', key: 'e', value: 1 },
    { op: 'setEvent', phase: 'invoke', workflowId: 'sender', key: 'e', value: 2 },
    { op: 'setEvent', phase: 'ok', workflowId: 'sender', key: 'e', value: 2 },
    { op: 'step', phase: 'invoke', workflowId: 'receiver', path: '4', execution: 'killed' },
    { op: 'step', phase: 'invoke', workflowId: 'receiver', path: '4', execution: 'done' },
    { op: 'step', phase: 'ok', workflowId: 'receiver', path: '4', execution: 'done' },
    { op: 'step', phase: 'invoke', workflowId: 'receiver', path: '5', execution: 'other' },
    { op: 'step', phase: 'ok', workflowId: 'receiver', path: '5', execution: 'other' },
    ...STREAM.map(
      (value, offset) =>
        ({ op: 'read', reader: 'r', workflowId: 'receiver', key: 's', offset, value }) as const,
    ),
    { op: 'readEnd', reader: 'r', workflowId: 'receiver', key: 's' },
  ];
  const outcomes = [FIRST, SECOND, null, 'done', 'other'];
  const names = ['DBOS.recv', 'DBOS.recv', 'DBOS.recv', 'step 4', 'step 5'];
  const recorded = outcomes.map((output, n) => operation(2 * n, names[n]!, output));
  return {
    programs: [SENDER, RECEIVER],
    history: events.map((event, n) => ({ proc: 'p', tUs: n * 10, wallMs: n * 10, ...event })),
    tables: {
      workflows: [
        { workflowId: 'sender', status: 'SUCCESS', output: [] },
        { workflowId: 'receiver', status: 'SUCCESS', output: outcomes },
      ],
      // A sleep behind the last recv holds its deadline.
      operations: [...recorded, operation(5, 'DBOS.sleep', 60)].sort((a, b) => a.functionId - b.functionId),
      messages: [
        { to: 'receiver', topic: undefined, value: FIRST, consumedBy: 0 },
        { to: 'receiver', topic: undefined, value: SECOND, consumedBy: 2 },
      ],
      streams: [...STREAM, undefined].map((value, offset) => ({
        workflowId: 'receiver',
        key: 's',
        offset,
        value,
      })),
      events: [{ workflowId: 'sender', key: 'e', value: 2 }],
      eventHistory: [
        { workflowId: 'sender', key: 'e', functionId: 2, value: 1 },
        { workflowId: 'sender', key: 'e', functionId: 3, value: 2 },
      ],
    },
  } as Mutable<Evidence>;
}

function sent(value: string): Event[] {
  const send = { op: 'send', from: 'sender', to: 'receiver', value } as const;
  return [
    { ...send, phase: 'invoke' },
    { ...send, phase: 'ok' },
  ];
}

function operation(
  functionId: number,
  name: string,
  output: unknown,
): Evidence['tables']['operations'][number] {
  return {
    workflowId: 'receiver',
    functionId,
    name,
    output,
    failed: false,
    completedAtMs: 1000 * functionId,
  };
}

const rowOf = ({ tables }: Mutable<Evidence>, functionId: number): { output: unknown } =>
  tables.operations.find((row) => row.functionId === functionId)!;
const returned = ({ tables }: Mutable<Evidence>, outcomes: unknown[]): void => {
  tables.workflows[1]!.output = outcomes;
};
const entriesOf = ({ history }: Mutable<Evidence>, op: Event['op']): Mutable<Evidence>['history'][number][] =>
  history.filter((entry) => entry.op === op);
const swap = (list: { value: unknown }[], a: number, b: number): void => {
  [list[a]!.value, list[b]!.value] = [list[b]!.value, list[a]!.value];
};

/** What can go wrong, and the rules that find it. */
const MUTATIONS: Readonly<Record<string, readonly [rules: readonly string[], mutation: Mutation]>> = {
  'a message that is acknowledged and not stored': [
    ['message lost'],
    (run) => {
      // Received all the same: only its row is gone.
      run.history.push({ ...run.history[0]!, tUs: 5, ...sent('gone')[1]! } as (typeof run.history)[number]);
    },
  ],
  'a send of a workflow that had no effect': [
    ['message lost'],
    (run) => {
      run.programs[0]!.ops.push({ do: 'send', to: 'receiver' });
    },
  ],
  'a message stored twice': [
    ['message stored twice'],
    (run) => {
      run.tables.messages.push({ ...run.tables.messages[1]! });
    },
  ],
  'a message that nobody sent': [
    ['message from nowhere'],
    (run) => {
      run.tables.messages.push({ to: 'sender', topic: undefined, value: 'ghost', consumedBy: undefined });
    },
  ],
  'a message that two recvs return': [
    ['message received twice'],
    (run) => {
      rowOf(run, 4).output = SECOND;
      returned(run, [FIRST, SECOND, SECOND, 'done', 'other']);
    },
  ],
  'a message that is consumed, and that no recv returned': [
    ['message consumed by nobody', 'received, and not recorded'],
    (run) => {
      rowOf(run, 0).output = null;
      returned(run, [null, SECOND, null, 'done', 'other']);
    },
  ],
  'a message that is received and waits on': [
    ['message received, and still waiting', 'message overtaken', 'recv gave up although a message waited'],
    (run) => {
      run.tables.messages[0]!.consumedBy = undefined;
    },
  ],
  'a message that another recv is said to have consumed': [
    ['message received by another'],
    (run) => {
      run.tables.messages[0]!.consumedBy = 4;
    },
  ],
  'a message of another topic': [
    ['message received by another'],
    (run) => {
      run.tables.messages[0]!.topic = 'other';
    },
  ],
  'a recv that returned something else in an earlier life': [
    ['received, and not recorded'],
    (run) => {
      Object.assign(entriesOf(run, 'recv')[0]!, { value: 'else' });
    },
  ],
  'a message that is overtaken': [
    ['message overtaken'],
    (run) => {
      rowOf(run, 0).output = SECOND;
      rowOf(run, 2).output = FIRST;
      run.tables.messages[0]!.consumedBy = 2;
      run.tables.messages[1]!.consumedBy = 0;
      returned(run, [SECOND, FIRST, null, 'done', 'other']);
    },
  ],
  'a message that waits on although a later one was received': [
    ['message overtaken'],
    (run) => {
      rowOf(run, 0).output = SECOND;
      rowOf(run, 2).output = null;
      run.tables.messages[0]!.consumedBy = undefined;
      run.tables.messages[1]!.consumedBy = 0;
      returned(run, [SECOND, null, null, 'done', 'other']);
      run.history = run.history.filter((entry) => entry.op !== 'recv');
      // Too late for the recv that gave up, so that only its order is wrong.
      rowOf(run, 5).output = 0;
    },
  ],
  'a recv that gives up although a message waits': [
    ['recv gave up although a message waited'],
    (run) => {
      rowOf(run, 2).output = null;
      run.tables.messages[1]!.consumedBy = undefined;
      returned(run, [FIRST, null, null, 'done', 'other']);
    },
  ],
  'a recv that gives up before a later one gets the message': [
    ['recv gave up although a message waited'],
    (run) => {
      rowOf(run, 0).output = null;
      rowOf(run, 2).output = FIRST;
      rowOf(run, 4).output = SECOND;
      run.tables.messages[0]!.consumedBy = 2;
      run.tables.messages[1]!.consumedBy = 4;
      returned(run, [null, FIRST, SECOND, 'done', 'other']);
      run.tables.operations.push(operation(1, 'DBOS.sleep', 15));
    },
  ],
  'a gap in a stream': [
    ['stream with a gap'],
    (run) => {
      for (const row of run.tables.streams.slice(2)) row.offset += 1;
    },
  ],
  'a write that is not in the stream': [
    ['stream with other values', 'reader saw another stream'],
    (run) => {
      run.tables.streams.shift();
      for (const row of run.tables.streams) row.offset -= 1;
    },
  ],
  'a write that is in the stream twice': [
    [
      'stream with other values',
      'stream with more values',
      'recorded try of a step not whole',
      'reader saw another stream',
    ],
    (run) => {
      run.tables.streams.unshift({ ...run.tables.streams[0]! });
      run.tables.streams.forEach((row, offset) => (row.offset = offset));
    },
  ],
  'a write with dedupe that is in the stream twice': [
    ['stream with other values', 'stream with more values', 'reader saw another stream'],
    (run) => {
      run.tables.streams.splice(5, 0, { ...run.tables.streams[4]! });
      run.tables.streams.forEach((row, offset) => (row.offset = offset));
    },
  ],
  'writes that changed places': [
    ['stream with other values', 'stream with more values', 'reader saw another stream'],
    (run) => {
      swap(run.tables.streams, 4, 5);
    },
  ],
  'a value behind the end of a stream': [
    ['stream with more values', 'reader was ended early'],
    (run) => {
      run.tables.streams.push({ workflowId: 'receiver', key: 's', offset: 7, value: 'late' });
    },
  ],
  'a stream that nobody writes': [
    ['stream from nowhere'],
    (run) => {
      run.tables.streams.push({ workflowId: 'sender', key: 's', offset: 0, value: 'ghost' });
    },
  ],
  'tries of a step that write between each other': [
    [
      'tries of a step mixed',
      'try of a step with a gap',
      'recorded try of a step not whole',
      'reader saw another stream',
    ],
    (run) => {
      swap(run.tables.streams, 1, 2);
    },
  ],
  'a try whose writes changed places': [
    ['try of a step with a gap', 'reader saw another stream'],
    (run) => {
      swap(run.tables.streams, 2, 3);
    },
  ],
  'a recorded step of which a write is missing': [
    ['recorded try of a step not whole', 'reader saw another stream'],
    (run) => {
      run.tables.streams.splice(3, 1);
      run.tables.streams.forEach((row, offset) => (row.offset = offset));
    },
  ],
  'a reader that skips a value': [
    ['reader saw another stream'],
    (run) => {
      run.history.splice(run.history.indexOf(entriesOf(run, 'read')[2]!), 1);
    },
  ],
  'a reader that is told of the end too early': [
    ['reader was ended early'],
    (run) => {
      run.history.splice(run.history.indexOf(entriesOf(run, 'read').at(-1)!), 1);
    },
  ],
  'an event with an older value': [
    ['event with another value'],
    (run) => {
      run.tables.events[0]!.value = 1;
    },
  ],
  'an event whose history has a call twice': [
    ['event with another history'],
    (run) => {
      run.tables.eventHistory.push({ ...run.tables.eventHistory[1]!, functionId: 4 });
    },
  ],
  'an event that nobody sets': [
    ['event from nowhere'],
    (run) => {
      run.tables.events.push({ workflowId: 'receiver', key: 'e', value: 1 });
    },
  ],
  'an event that is seen as it was before': [
    ['event went back'],
    (run) => {
      Object.assign(entriesOf(run, 'getEvent')[1]!, { value: null });
    },
  ],
  'an event that is seen before it is set': [
    ['event seen before it was set'],
    (run) => {
      Object.assign(entriesOf(run, 'getEvent')[1]!, { value: 2 });
    },
  ],
  'a step that is run again after it was recorded': [
    ['step run again after it was recorded'],
    (run) => {
      run.history.push({
        ...run.history[0]!,
        tUs: 1e6,
        ...{ op: 'step', phase: 'invoke', workflowId: 'receiver', path: '4', execution: 'again' },
      });
    },
  ],
  'a step that is recorded, and was not run': [
    ['step recorded that was not run', 'step with two outcomes'],
    (run) => {
      rowOf(run, 8).output = 'ghost';
      returned(run, [FIRST, SECOND, null, 'done', 'ghost']);
    },
  ],
  'a step that is not recorded': [
    ['step not recorded once'],
    (run) => {
      run.tables.operations = run.tables.operations.filter(({ name }) => name !== 'step 5');
      returned(run, [FIRST, SECOND, null, 'done']);
    },
  ],
  'a workflow that does not end': [
    ['workflow did not complete'],
    (run) => {
      run.tables.workflows[0]!.status = 'PENDING';
    },
  ],
  'a workflow that returns what is not recorded': [
    ['workflow returned what is not recorded'],
    (run) => {
      returned(run, [FIRST, SECOND, null, 'killed', 'other']);
    },
  ],
};

describe('the checkers of recorded histories', () => {
  it('find nothing in a run in which all went well', () => {
    expect(check(faultless())).to.deep.equal([]);
  });

  for (const [name, [rules, mutate]] of Object.entries(MUTATIONS)) {
    it(`find ${name}`, () => {
      const run = structuredClone(faultless());
      mutate(run);
      const found = new Set(check(run as Evidence).map(({ rule }) => rule));
      expect([...found]).to.have.members(rules);
    });
  }
});
