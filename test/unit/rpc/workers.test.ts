import { DbosdError, fromStatus, type contract } from '@dbosd/shared';
import type { DurableOperations, SetEventCommand } from '@dbosd/daemon/internal/model/durable.js';
import type {
  ConnectedWorker,
  WorkerHello,
  WorkerSink,
  WorkflowStop,
} from '@dbosd/daemon/internal/model/workers.js';
import type { RpcServerOptions } from '@dbosd/daemon/internal/rpc/server.js';
import { expect } from 'chai';
import { deferred } from '../../support/deferred.js';
import { fakeOperations } from '../../support/fake-operations.js';
import { withServer, type RunningServer } from '../../support/rpc-server.js';
import { until } from '../../support/until.js';
import { helloOf, type WorkerCaller } from '../../support/worker-caller.js';
import { defined } from '../../support/defined.js';

/** A dispatch that lets everybody in and notes what it is told. */
class FakeDispatch {
  readonly told: string[] = [];
  readonly hellos: WorkerHello[] = [];
  /** Frames of workers. */
  beats = 0;
  sink: WorkerSink | undefined;
  stops: WorkflowStop[] = [];
  goodbye: () => Promise<void> = () => Promise.resolve();
  letIn: () => Promise<void> = () => Promise.resolve();

  async connect(hello: WorkerHello, sink: WorkerSink): Promise<ConnectedWorker> {
    await this.letIn();
    this.hellos.push(hello);
    this.sink = sink;
    const note = (what: string): void => {
      this.told.push(what);
    };
    return {
      stops: this.stops,
      beat: () => {
        this.beats += 1;
      },
      offer: ({ slots }) => {
        note(`offer ${String(slots)}`);
      },
      answer: (workflowId, _token, refused) => {
        note(`${refused ? 'refused' : 'taken'} ${workflowId}`);
      },
      runs: ({ workflowId }) => {
        note(`runs ${workflowId}`);
      },
      confirm: (workflowId) => {
        note(`confirm ${workflowId}`);
        return Promise.resolve(300);
      },
      ended: (workflowId) => {
        note(`ended ${workflowId}`);
      },
      lost: ({ workflowId, cause }) => {
        note(`lost ${workflowId} ${cause.reason}`);
      },
      stopped: (workflowId) => {
        note(`stopped ${workflowId}`);
      },
      goodbye: async () => {
        await this.goodbye();
        note('goodbye');
      },
      gone: () => {
        note('gone');
      },
    };
  }
}

const EVENT = { key: 'k', value: { data: '1' } };

function operation(id: number, kind: contract.DurableOperation, workflowId = 'w'): contract.DurableOperation {
  return { id, workflowId, ownerToken: 't', functionId: id, startedAt: { seconds: 1 }, ...kind };
}

describe('the stream of a worker', () => {
  let dispatch: FakeDispatch;

  beforeEach(() => {
    dispatch = new FakeDispatch();
  });

  function withWorker(
    durable: Partial<DurableOperations>,
    use: (worker: WorkerCaller, running: RunningServer) => Promise<void>,
    options: Partial<RpcServerOptions> = {},
  ): Promise<void> {
    return withServer(
      fakeOperations({}),
      async (running) => {
        const worker = running.caller.connectWorker();
        await use(worker, running);
        worker.die();
      },
      { dispatch, durable: durable as DurableOperations, ...options },
    );
  }

  async function answer(worker: WorkerCaller, id: number): Promise<contract.DurableAnswer__Output> {
    return worker.until((frames) => frames.flatMap(({ answers }) => answers).find((one) => one.id === id));
  }

  it('announces its limits, and what the worker must stop', async () => {
    const cause = new DbosdError({ reason: 'WORKFLOW_CANCELLED', message: 'over' });
    dispatch.stops = [{ workflowId: 'w', ownerToken: 't', cause }];
    await withWorker({}, async (worker) => {
      const accepted = await worker.join(helloOf({ executorId: 'e' }));
      expect(accepted).to.include({
        maxPayloadBytes: 2 * 1024 * 1024,
        maxOperationBytes: 2.5 * 1024 * 1024,
        maxOperations: 4096,
        maxBytes: 16 * 1024 * 1024,
        daemonVersion: '0.0.0-test',
      });
      expect(fromStatus(accepted.stops[0]!.cause!)).to.include({ reason: 'WORKFLOW_CANCELLED' });
      expect(defined(dispatch.hellos[0])).to.deep.include({
        executorId: 'dbosd:e',
        workflows: [{ workflowName: 'order', maxRecoveryAttempts: 100 }],
        offer: { queueNames: [] },
      });
    });
  });

  it('ends with the error with which the worker is not let in', async () => {
    dispatch.letIn = () =>
      Promise.reject(new DbosdError({ reason: 'EXECUTOR_ID_IN_USE', message: 'taken', retryAfterMs: 5 }));
    await withWorker({}, async (worker) => {
      worker.write({ hello: helloOf() });
      expect(await worker.end).to.include({ reason: 'EXECUTOR_ID_IN_USE', retryAfterMs: 5 });
    });
  });

  it('takes operations that follow the hello at once, in their order', async () => {
    const keys: string[] = [];
    const letIn = deferred();
    dispatch.letIn = () => letIn.promise;
    const setEvent = ({ key }: SetEventCommand): Promise<void> => {
      keys.push(key);
      return Promise.resolve();
    };
    await withWorker({ setEvent }, async (worker) => {
      worker.write({ hello: helloOf(), operations: [operation(1, { setEvent: { ...EVENT, key: 'a' } })] });
      worker.write({
        operations: [
          operation(2, { setEvent: { ...EVENT, key: 'b' } }),
          operation(3, { setEvent: { ...EVENT, key: 'c' } }),
        ],
      });
      letIn.resolve();
      await answer(worker, 3);
      expect(worker.frames[0]!.accepted).to.not.equal(null);
      expect(keys).to.deep.equal(['a', 'b', 'c']);
    });
  });

  it('answers what is wrong with one operation, and carries out its neighbours', async () => {
    await withWorker({ setEvent: () => Promise.resolve() }, async (worker) => {
      await worker.join(helloOf());
      worker.write({
        operations: [
          operation(1, { setEvent: EVENT }),
          operation(2, { setEvent: { ...EVENT, key: '' } }),
          operation(3, { setEvent: EVENT }),
        ],
      });
      expect((await answer(worker, 1)).outcome).to.equal('recorded');
      expect(fromStatus((await answer(worker, 2)).error!)).to.include({ field: 'set_event.key' });
      expect((await answer(worker, 3)).outcome).to.equal('recorded');
    });
  });

  it('hides an error that nobody expected behind a request id', async () => {
    const recordStep = (): Promise<void> => Promise.reject(new Error('a secret'));
    await withWorker({ recordStep }, async (worker, { log }) => {
      await worker.join(helloOf());
      worker.write({ operations: [operation(1, { recordStep: { functionName: 's' } })] });
      const error = fromStatus((await answer(worker, 1)).error!);
      expect(error).to.include({ reason: 'INTERNAL', outcome: 'unknown' });
      expect(error.message).to.not.include('secret');
      expect(log.map((line) => line['requestId'])).to.include(error.metadata['request_id']);
    });
  });

  it('tells dispatch what the worker starts, ends, and has lost', async () => {
    const lost = new DbosdError({
      reason: 'OWNERSHIP_LOST',
      message: 'lost',
      metadata: { workflow_id: 'lost' },
    });
    const durable: Partial<DurableOperations> = {
      startWorkflow: ({ workflowId }) =>
        Promise.resolve({ workflowId, existing: false, run: workflowId === 'child', status: 'PENDING' }),
      finishWorkflow: () => Promise.resolve(),
      setEvent: () => Promise.reject(lost),
      sendMessage: () =>
        Promise.reject(
          new DbosdError({
            reason: 'WORKFLOW_NOT_FOUND',
            message: 'no destination',
            metadata: { workflow_id: 'd', destination_id: 'd' },
          }),
        ),
    };
    const start = { workflowName: 'order', token: 'new', input: { data: '{}' } };
    await withWorker(durable, async (worker) => {
      await worker.join(helloOf());
      worker.write({
        offer: { slots: 3 },
        assignmentAnswers: [
          { workflowId: 'a', ownerToken: 't' },
          { workflowId: 'b', ownerToken: 't', refused: true },
        ],
        operations: [
          operation(1, { startWorkflow: { ...start, workflowId: 'child' } }),
          operation(2, { startWorkflow: { ...start, workflowId: 'queued', withoutParent: true } }),
          operation(3, { sendMessage: { destinationId: 'd', payload: { data: '1' } } }, 'sender'),
          operation(4, { setEvent: EVENT }, 'lost'),
          operation(5, { finishWorkflow: { output: { data: '1' } } }, 'over'),
          operation(6, { confirmRun: {} }, 'asked'),
        ],
        stopped: [{ workflowId: 'c', ownerToken: 't' }],
      });
      for (const id of [1, 2, 3, 4, 5]) await answer(worker, id);
      expect((await answer(worker, 6)).runConfirmed?.age).to.deep.equal({ seconds: 0, nanos: 300_000_000 });
      expect(dispatch.told).to.have.members([
        'offer 3',
        'taken a',
        'refused b',
        'runs child',
        'runs w',
        'confirm asked',
        'runs asked',
        'lost lost OWNERSHIP_LOST',
        'stopped c',
        'ended over',
      ]);
    });
  });

  it('ends a Receive that nobody waits for, without an answer, and counts none as an operation', async () => {
    const aborted: unknown[] = [];
    const durable: Partial<DurableOperations> = {
      receive: (_command, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted.push(signal.reason);
            reject(signal.reason as Error);
          });
        }),
      setEvent: () => Promise.resolve(),
    };
    await withWorker(
      durable,
      async (worker) => {
        await worker.join(helloOf());
        worker.write({ operations: [operation(1, { receive: {} }), operation(2, { receive: {} })] });
        worker.write({ operations: [operation(3, { setEvent: EVENT })] });
        await answer(worker, 3);
        worker.write({ cancels: [1] });
        await until(() => aborted.length === 1);
        // Its number is free again.
        worker.write({ operations: [operation(1, { setEvent: EVENT })] });
        expect((await answer(worker, 1)).outcome).to.equal('recorded');
      },
      { workers: { maxOperations: 1 } },
    );
  });

  it('is refused a Receive more than may wait, and carries out all else', async () => {
    const durable: Partial<DurableOperations> = {
      receive: () => new Promise(() => undefined),
      setEvent: () => Promise.resolve(),
    };
    await withWorker(
      durable,
      async (worker) => {
        await worker.join(helloOf());
        const receives = [1, 2, 3].map((id) => operation(id, { receive: {} }));
        worker.write({ operations: [...receives, operation(4, { setEvent: EVENT })] });
        expect((await answer(worker, 4)).outcome).to.equal('recorded');
        expect(fromStatus((await answer(worker, 3)).error!)).to.include({ reason: 'TOO_MANY_WAITS' });
        expect(worker.frames.flatMap(({ answers }) => answers).map(({ id }) => id)).to.have.members([3, 4]);
      },
      { workers: { maxWaits: 2 } },
    );
  });

  it('is not read from while as many operations are in flight as may be', async () => {
    const keys: string[] = [];
    const held = deferred();
    const setEvent = ({ key }: SetEventCommand): Promise<void> => {
      keys.push(key);
      return key === 'held' ? held.promise : Promise.resolve();
    };
    await withWorker(
      { setEvent },
      async (worker) => {
        await worker.join(helloOf());
        worker.write({ operations: [operation(1, { setEvent: { ...EVENT, key: 'held' } })] });
        await until(() => keys.length === 1);
        worker.write({ operations: [operation(2, { setEvent: EVENT })] });
        // Something that goes the same way, and is answered behind it.
        dispatch.sink!.stop({
          workflowId: 'w',
          ownerToken: 'stop',
          cause: new DbosdError({ reason: 'WORKFLOW_CANCELLED', message: 'over' }),
        });
        await worker.stop('stop');
        expect(keys).to.deep.equal(['held']);
        // Its silence is none of the worker's doing.
        expect(dispatch.sink!.hears).to.equal(false);
        held.resolve();
        await answer(worker, 2);
        expect(dispatch.sink!.hears).to.equal(true);
      },
      { workers: { maxOperations: 1 } },
    );
  });

  it('is full when the worker takes nothing, and has room again when it does', async () => {
    await withWorker(
      {},
      async (worker) => {
        await worker.join(helloOf());
        worker.stream.pause();
        const { sink } = dispatch;
        const page = {
          workflowId: 'w',
          ownerToken: 't',
          last: false,
          checkpoints: [{ functionId: 0, functionName: 's', output: { data: 'x'.repeat(1024 * 1024) } }],
        };
        let pages = 0;
        while (!sink!.full) {
          sink!.checkpoints(page);
          pages += 1;
          await new Promise(setImmediate);
        }
        const room = sink!.room();
        worker.stream.resume();
        await room;
        expect(sink!.full).to.equal(false);
        await worker.until((frames) =>
          frames.flatMap(({ checkpointPages }) => checkpointPages).length === pages ? true : undefined,
        );
      },
      { workers: { maxOutputBytes: 4 * 1024 * 1024 } },
    );
  });

  it('keeps few of the large messages that end many Receives at once: the others are asked for again', async () => {
    const MESSAGE_BYTES = 200 * 1024;
    const MAX_OUTPUT_BYTES = 600 * 1024;
    const RECEIVES = 100;
    const arrived = deferred();
    const durable: Partial<DurableOperations> = {
      receive: async () => {
        await arrived.promise;
        return { kind: 'message', message: { data: 'x'.repeat(MESSAGE_BYTES) } };
      },
    };
    await withWorker(
      durable,
      async (worker, { server }) => {
        await worker.join(helloOf());
        worker.stream.pause();
        const ids = Array.from({ length: RECEIVES }, (_, index) => index + 1);
        worker.write({ operations: ids.map((id) => operation(id, { receive: {} })) });
        await until(() => dispatch.beats === 2);
        arrived.resolve();
        await until(() => server.heldOutputBytes > MAX_OUTPUT_BYTES);
        await new Promise(setImmediate);
        expect(server.heldOutputBytes).to.be.lessThan(MAX_OUTPUT_BYTES + 2 * MESSAGE_BYTES + RECEIVES * 1024);
        worker.stream.resume();
        const outcomes = [];
        for (const id of ids) outcomes.push((await answer(worker, id)).received?.outcome);
        expect(outcomes.filter((outcome) => outcome === 'notYet')).to.have.length.above(RECEIVES / 2);
        // It is recorded: the worker gets it when it asks again.
        const again = ids[outcomes.indexOf('notYet')] as number;
        worker.write({ operations: [operation(RECEIVES + again, { receive: {} })] });
        expect((await answer(worker, RECEIVES + again)).received?.outcome).to.equal('message');
      },
      { workers: { maxOutputBytes: MAX_OUTPUT_BYTES } },
    );
  });

  it('lets go of those that wait for room when it is over', async () => {
    await withWorker(
      {},
      async (worker) => {
        await worker.join(helloOf());
        worker.stream.pause();
        const { sink } = dispatch;
        const output = { data: 'x'.repeat(1024 * 1024) };
        const checkpoints = [{ functionId: 0, functionName: 's', output }];
        while (!sink!.full) {
          sink!.checkpoints({ workflowId: 'w', ownerToken: 't', last: false, checkpoints });
          await new Promise(setImmediate);
        }
        const room = sink!.room();
        worker.die();
        await room;
      },
      { workers: { maxOutputBytes: 1024 * 1024 } },
    );
  });

  it('beats when it has nothing to say', async () => {
    await withWorker(
      {},
      async (worker) => {
        await worker.join(helloOf());
        await worker.until((frames) => (frames.length > 3 ? true : undefined));
      },
      { timing: { workerHeartbeatMs: 10 } },
    );
  });

  it('ends when the worker falls silent, and says so', async () => {
    await withWorker(
      {},
      async (worker) => {
        await worker.join(helloOf());
        const error = await worker.end;
        expect(error).to.include({ reason: 'TRANSPORT' });
        expect(error!.message).to.include('send a frame every 5 s');
        await until(() => dispatch.told.includes('gone'));
      },
      { timing: { workerSilenceMs: 30 } },
    );
  });

  it('is asked to go when the daemon drains, answers what is in flight, and ends when the worker half-closes', async () => {
    const held = deferred();
    await withWorker({ setEvent: () => held.promise }, async (worker, { server, caller }) => {
      await worker.join(helloOf());
      worker.write({ operations: [operation(1, { setEvent: EVENT })] });
      server.beginDrain();
      await worker.until((frames) => frames.find(({ goingAway }) => goingAway?.draining));
      const late = caller.connectWorker();
      late.write({ hello: helloOf() });
      expect(await late.end).to.include({ reason: 'DRAINING' });
      worker.stream.end();
      held.resolve();
      expect((await answer(worker, 1)).outcome).to.equal('recorded');
      expect(await worker.end).to.equal(undefined);
      await until(() => dispatch.told.includes('gone'));
    });
  });

  it('is asked to move after a while', async () => {
    await withWorker(
      {},
      async (worker) => {
        await worker.join(helloOf());
        const { goingAway } = await worker.until((frames) => frames.find((frame) => frame.goingAway));
        expect(goingAway!.draining).to.equal(false);
      },
      { timing: { renewMs: 20 } },
    );
  });

  it('hands over after a goodbye, when what was asked for before is answered', async () => {
    const held = deferred();
    const handedOver = deferred();
    dispatch.goodbye = () => handedOver.promise;
    const durable: Partial<DurableOperations> = {
      setEvent: () => held.promise,
      receive: (_command, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        }),
    };
    await withWorker(durable, async (worker) => {
      await worker.join(helloOf());
      worker.write({
        operations: [operation(1, { setEvent: EVENT }), operation(2, { receive: {} })],
        goodbye: {},
      });
      held.resolve();
      expect((await answer(worker, 1)).outcome).to.equal('recorded');
      expect(dispatch.told).to.deep.equal(['runs w']);
      handedOver.resolve();
      expect(await worker.end).to.equal(undefined);
      expect(dispatch.told[1]).to.equal('goodbye');
    });
  });

  it('ends with the error of a goodbye that failed, which the worker may say again', async () => {
    dispatch.goodbye = () => Promise.reject(new DbosdError({ reason: 'STORE_UNAVAILABLE', message: 'gone' }));
    await withWorker({}, async (worker) => {
      await worker.join(helloOf());
      worker.write({ goodbye: {} });
      expect(await worker.end).to.include({ reason: 'STORE_UNAVAILABLE' });
    });
  });

  it('tells dispatch that it is gone also when that happened while the worker was let in', async () => {
    const letIn = deferred();
    dispatch.letIn = () => letIn.promise;
    await withWorker({}, async (worker, { server }) => {
      worker.write({ hello: helloOf() });
      await until(() => server.openWorkers === 1);
      worker.die();
      await until(() => server.openWorkers === 0);
      letIn.resolve();
      await until(() => dispatch.told.includes('gone'));
    });
  });
});
