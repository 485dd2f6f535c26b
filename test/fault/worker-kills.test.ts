import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { WorkerProcess, WorkerSettings } from '../soak/processes/worker-process.js';
import type { Op, Program } from '../soak/script/op.js';
import { until } from '../support/until.js';
import { WireGate, type Passing } from '../support/wire-gate.js';
import { WorkerCrew } from '../support/worker-crew.js';
import { WorkerScene, type Place } from '../support/worker-scene.js';

/** Hours: only the daemon that saw the socket close takes anything away, a moment later. */
const LEASES = { leaseMs: 3_600_000, lostLeaseMs: 100, orphanMs: 3_600_000 };

/** Every operation that there is, in a workflow that sends to itself. */
function everything(workflowId: string): Op[] {
  return [
    { do: 'setEvent', key: 'state', value: 1 },
    { do: 'step', ms: 0 },
    { do: 'send', to: workflowId },
    { do: 'recv', timeoutMs: 60_000 },
    { do: 'write', key: 'out' },
    { do: 'step', ms: 0, writes: { key: 'out', count: 2, dedupe: false } },
    { do: 'step', ms: 0, writes: { key: 'out', count: 2, dedupe: true }, to: workflowId },
    { do: 'recv', timeoutMs: 60_000 },
    { do: 'sleep', ms: 1 },
    { do: 'child', ops: [{ do: 'write', key: 'out' }] },
    {
      do: 'together',
      ops: [
        { do: 'write', key: 'out' },
        { do: 'setEvent', key: 'state', value: 2 },
        { do: 'step', ms: 0 },
      ],
    },
    { do: 'close', key: 'out' },
  ];
}

type Matches = (operation: Passing, workflowId: string) => boolean;

const OPERATIONS: Readonly<Record<string, Matches>> = {
  'a setEvent': own('setEvent'),
  'the record of a step': own('recordStep'),
  'a send': own('sendMessage'),
  'a recv': own('receive'),
  'a write to a stream': own('writeStream'),
  'a write to a stream, in a step': inStep(
    'writeStream',
    ({ writeStream }) => writeStream?.dedupeOrdinal === undefined,
  ),
  'a write to a stream with dedupe, in a step': inStep(
    'writeStream',
    (operation) => operation.writeStream?.dedupeOrdinal === 2,
  ),
  'a send in a step': inStep('sendMessage'),
  'the start of a sleep': own('recordDeadline'),
  'the start of a child': own('startWorkflow'),
  'the end of a child': (operation, id) => operation.kind === 'finishWorkflow' && operation.workflowId !== id,
  'one of several writes at once': (operation, id) =>
    own('setEvent')(operation, id) &&
    operation.setEvent?.value?.data === '{"json":2,"__dbos_serializer":"superjson"}',
  'a closeStream': own('closeStream'),
  'the end': own('finishWorkflow'),
};

function own(kind: Passing['kind']): Matches {
  return (operation, id) =>
    operation.kind === kind && operation.workflowId === id && operation.stepAttempt === undefined;
}

function inStep(kind: Passing['kind'], also: (operation: Passing) => boolean = () => true): Matches {
  return (operation) => operation.kind === kind && operation.stepAttempt !== undefined && also(operation);
}

interface Victim {
  readonly worker: WorkerProcess;
  readonly wire: WireGate;
}

describe('a worker that is killed', () => {
  let scene: WorkerScene;
  let place: Place;
  let crew: WorkerCrew;
  let rescuer: WorkerProcess;
  let next: Promise<Victim>;
  const wires: WireGate[] = [];

  before(async () => {
    scene = await WorkerScene.open();
    place = await scene.place(LEASES);
    crew = await WorkerCrew.open(scene);
    rescuer = await crew.start('rescuer', place.daemon.address);
    next = newVictim();
  });

  after(async () => {
    await next;
    await crew.close();
    for (const wire of wires) wire.stop();
    await scene.close();
  });

  /** A worker behind a gate. While it is used the next one starts: most of a test would be that. */
  function victim(): Promise<Victim> {
    const taken = next;
    next = newVictim();
    next.catch(() => undefined);
    return taken;
  }

  async function newVictim(more: Partial<WorkerSettings> = {}): Promise<Victim> {
    const wire = await WireGate.start(place.daemon.address);
    wires.push(wire);
    return { wire, worker: await crew.start(`victim ${randomUUID()}`, wire.address, more) };
  }

  const count = async (sql: string, ...values: unknown[]): Promise<number> =>
    Number((await scene.dbos.query<{ count: string }>(`select count(*) from ${sql}`, values))[0]?.count);

  /** Whether the store shows that an operation was carried out. */
  async function isDone({
    kind,
    workflowId,
    functionId,
    stepAttempt,
    writeStream,
  }: Passing): Promise<boolean> {
    if (kind === 'finishWorkflow') return (await scene.row(workflowId))?.['status'] === 'SUCCESS';
    if (stepAttempt === undefined) {
      const row = 'dbos.operation_outputs where workflow_uuid = $1 and function_id = $2';
      return (await count(row, workflowId, functionId)) === 1;
    }
    if (kind === 'sendMessage') {
      return (
        (await count('dbos.notifications where destination_uuid = $1 and not consumed', workflowId)) === 1
      );
    }
    const rows = 'dbos.streams where workflow_uuid = $1 and function_id = $2';
    return (await count(rows, workflowId, functionId)) >= (writeStream?.dedupeOrdinal ?? 1);
  }

  for (const [name, matches] of Object.entries(OPERATIONS)) {
    it(`before ${name} reaches its daemon has not done it, and another does`, async () => {
      const { worker, wire } = await victim();
      const program = crew.program(everything);
      const reached = wire.stopAt({
        at: 'operation',
        matches: (operation) => matches(operation, program.workflowId),
      });
      worker.command({ kind: 'start', program });
      expect(await isDone(await reached)).to.equal(false);
      await worker.kill();
      await crew.completes(program);
    });

    it(`before it learns that ${name} is done has done it, and nobody does it again`, async () => {
      const { worker, wire } = await victim();
      const program = crew.program(everything);
      const reached = wire.stopAt({
        at: 'answer',
        matches: (operation) => matches(operation, program.workflowId),
      });
      worker.command({ kind: 'start', program });
      expect(await isDone(await reached)).to.equal(true);
      await worker.kill();
      await crew.completes(program);
    });
  }

  it('before it learns that a workflow is started has started it', async () => {
    const { worker, wire } = await victim();
    const program = crew.program(everything);
    const reached = wire.stopAt({ at: 'answer', matches: ({ kind }) => kind === 'startWorkflow' });
    worker.command({ kind: 'start', program });
    await reached;
    await worker.kill();
    await crew.completes(program);
  });

  it('in the middle of a step leaves it to be run again', async () => {
    const { worker } = await newVictim({ holdSteps: true });
    const program = crew.program(everything);
    worker.command({ kind: 'start', program });
    await worker.heard('inStep');
    await worker.kill();
    await crew.completes(program);
    const begun = (await crew.history()).filter(
      (entry) =>
        entry.op === 'step' &&
        entry.phase === 'invoke' &&
        entry.workflowId === program.workflowId &&
        entry.path === '1',
    );
    expect(begun).to.have.length(2);
  });

  it('in the middle of a wait for a message leaves the message to the next, and the deadline as it was', async () => {
    const { worker, wire } = await victim();
    const program: Program = crew.program(() => [{ do: 'recv', topic: 'late', timeoutMs: 60_000 }]);
    const { workflowId } = program;
    const sender = crew.program(() => [{ do: 'send', to: workflowId, topic: 'late' }]);
    worker.command({ kind: 'start', program });
    await wire.passing(({ kind }) => kind === 'receive');
    const deadline = () =>
      scene.dbos.query(
        'select output from dbos.operation_outputs where workflow_uuid = $1 and function_id = 1',
        [workflowId],
      );
    await until(async () => (await deadline()).length === 1);
    const [before] = await deadline();
    await worker.kill();
    rescuer.command({ kind: 'start', program: sender });
    await crew.completes(program);
    expect(await deadline()).to.deep.equal([before]);
  });
});
