import { DbosdError, msToDuration, timestampToMs, type contract, type Reason } from '@dbosd/shared';
import type { FakeWorkerScript, FakeWorkerStream, Operation } from './fake-worker-stream.js';

type Payload = contract.Payload__Output;

interface StoredStep {
  readonly name: string;
  readonly startedAtMs: number;
  readonly output?: Payload;
  readonly error?: Payload;
  readonly childWorkflowId?: string;
  readonly withoutSerialization?: boolean;
  /** Of a sleep: when it is over. */
  readonly untilMs?: number;
}

interface StoredMessage {
  readonly topic: string | undefined;
  readonly payload: Payload;
  readonly key: string | undefined;
  consumed: boolean;
}

/** A workflow as the fake stores it. */
export interface StoredWorkflow {
  readonly id: string;
  readonly name: string;
  readonly className: string | undefined;
  readonly configName: string | undefined;
  readonly input: Payload | null;
  readonly parentId: string | undefined;
  readonly start: contract.StartWorkflow__Output | undefined;
  token: string | undefined;
  creator: string | undefined;
  status: 'PENDING' | 'ENQUEUED' | 'SUCCESS' | 'ERROR' | 'CANCELLED';
  output: Payload | undefined;
  error: Payload | undefined;
  readonly steps: Map<number, StoredStep>;
  readonly messages: StoredMessage[];
  readonly events: Map<string, Payload>;
  readonly streams: Map<string, { value: string; functionId: number }[]>;
  readonly tries: Map<number, number>;
}

const CLOSED = '"__DBOS_STREAM_CLOSED__"';

/**
 * The store behind a fake daemon, in memory: it does with durable operations what the protocol says (fence, checkpoint
 * and effect together, repeats), so that programs run, break and are replayed against it.
 */
export class MemoryEngine {
  readonly workflows = new Map<string, StoredWorkflow>();
  readonly #receives: { worker: FakeWorkerStream; operation: Operation }[] = [];
  /** Orders of workflows in which an operation has failed in passing. */
  readonly #broken = new Set<string>();
  #worker: FakeWorkerStream | undefined;
  #tokens = 0;
  /** Looks at each operation first; true: it does not reach the store, the test answers it or does not. */
  intercept: (worker: FakeWorkerStream, operation: Operation) => boolean = () => false;

  get script(): FakeWorkerScript {
    return {
      onHello: (worker) => {
        this.#worker = worker;
      },
      onOperation: (worker, operation) => {
        if (!this.intercept(worker, operation)) this.perform(worker, operation);
      },
    };
  }

  of(id: string): StoredWorkflow {
    const found = this.workflows.get(id);
    if (found === undefined) throw new Error(`the fake has no workflow ${id}`);
    return found;
  }

  /** Takes a workflow away from whoever runs it and gives it to the worker connected last. */
  assign(id: string, pages = 1): void {
    const workflow = this.of(id);
    workflow.status = 'PENDING';
    workflow.token = this.#newToken();
    const checkpoints = checkpointsOf(workflow);
    const size = Math.ceil(checkpoints.length / pages);
    const page = (at: number): contract.CheckpointPage => ({
      workflowId: id,
      ownerToken: workflow.token!,
      checkpoints: checkpoints.slice(at * size, (at + 1) * size),
      last: at === pages - 1,
    });
    this.#worker!.write({
      assignments: [
        {
          workflowId: id,
          ownerToken: workflow.token,
          workflowName: workflow.name,
          ...(workflow.className === undefined ? {} : { className: workflow.className }),
          ...(workflow.configName === undefined ? {} : { configName: workflow.configName }),
          input: workflow.input,
          attempt: 1,
          checkpoints: page(0),
        },
      ],
    });
    for (let at = 1; at < pages; at += 1) this.#worker!.write({ checkpointPages: [page(at)] });
  }

  /** A message from outside. */
  deliver(id: string, data: unknown, topic?: string): void {
    const payload = { data: JSON.stringify(data), serialization: 'portable_json' } as Payload;
    this.of(id).messages.push({ topic, payload, key: undefined, consumed: false });
    this.#serveReceives();
  }

  /** Fails an operation that will be sent again, and with it what follows it. */
  failInPassing(worker: FakeWorkerStream, operation: Operation, reason: Reason = 'STORE_UNAVAILABLE'): void {
    const order = orderOf(operation);
    if (order !== undefined) this.#broken.add(order);
    worker.refuse(operation.id, failure(reason, 'the store rests'));
  }

  perform(worker: FakeWorkerStream, operation: Operation): void {
    const order = orderOf(operation);
    if (order !== undefined && this.#broken.has(order)) {
      if (operation.follows) {
        this.failInPassing(worker, operation);
        return;
      }
      this.#broken.delete(order);
    }
    try {
      const answer = this.#perform(worker, operation);
      if (answer !== undefined) worker.answer(operation.id, answer);
    } catch (error) {
      worker.refuse(operation.id, error as DbosdError);
    }
  }

  #perform(worker: FakeWorkerStream, operation: Operation): Omit<contract.DurableAnswer, 'id'> | undefined {
    if (operation.startWorkflow) return this.#start(operation, operation.startWorkflow);
    const workflow = this.#fenced(operation);
    if (operation.stepAttempt !== undefined) {
      const seen = workflow.tries.get(operation.functionId) ?? 0;
      if (operation.stepAttempt < seen) throw failure('STEP_SUPERSEDED', 'a later try was seen');
      workflow.tries.set(operation.functionId, operation.stepAttempt);
    }
    // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- starts are answered above
    switch (operation.kind) {
      case 'recordStep':
        return this.#once(workflow, operation, { ...stepOf(operation) }, { recorded: {} });
      case 'recordDeadline': {
        const { duration } = operation.recordDeadline!;
        const untilMs = Date.now() + (duration?.seconds ?? 0) * 1000 + (duration?.nanos ?? 0) / 1e6;
        this.#once(workflow, operation, { ...stepOf(operation, 'DBOS.sleep'), untilMs }, {});
        const leftMs = Math.max(0, workflow.steps.get(operation.functionId)!.untilMs! - Date.now());
        return { deadlineRecorded: { remaining: msToDuration(leftMs) } };
      }
      case 'sendMessage':
        return this.#send(workflow, operation);
      case 'receive':
        this.#receives.push({ worker, operation });
        this.#serveReceives();
        return undefined;
      case 'setEvent': {
        const { key, value } = operation.setEvent!;
        return this.#once(workflow, operation, stepOf(operation, 'DBOS.setEvent'), { recorded: {} }, () => {
          workflow.events.set(key, value!);
        });
      }
      case 'writeStream':
        return this.#append(
          workflow,
          operation,
          operation.writeStream!.key,
          operation.writeStream!.value!.data,
        );
      case 'closeStream':
        return this.#append(workflow, operation, operation.closeStream!.key, CLOSED);
      case 'confirmRun':
        return { runConfirmed: { age: { seconds: 0, nanos: 0 } } };
      case 'finishWorkflow': {
        const { output, error } = operation.finishWorkflow!;
        workflow.status = output ? 'SUCCESS' : 'ERROR';
        workflow.output = output ?? undefined;
        workflow.error = error ?? undefined;
        return { recorded: {} };
      }
      default:
        throw failure('INVALID_FIELD', 'no kind');
    }
  }

  #fenced(operation: Operation): StoredWorkflow {
    const workflow = this.workflows.get(operation.workflowId);
    if (workflow === undefined) throw failure('WORKFLOW_NOT_FOUND', operation.workflowId);
    if (workflow.token === operation.ownerToken && workflow.status === 'PENDING') return workflow;
    if (workflow.status === 'CANCELLED') throw failure('WORKFLOW_CANCELLED', workflow.id);
    if (workflow.status !== 'PENDING') throw failure('WORKFLOW_NOT_ACTIVE', workflow.id);
    throw failure('OWNERSHIP_LOST', workflow.id);
  }

  /** Records the step and lets its effect happen, unless it is recorded; inside a step, in any case. */
  #once(
    workflow: StoredWorkflow,
    operation: Operation,
    step: StoredStep,
    answer: Omit<contract.DurableAnswer, 'id'>,
    effect: () => void = () => undefined,
  ): Omit<contract.DurableAnswer, 'id'> {
    if (operation.stepAttempt !== undefined) {
      effect();
      return answer;
    }
    const known = workflow.steps.get(operation.functionId);
    if (known === undefined) {
      workflow.steps.set(operation.functionId, step);
      effect();
      return answer;
    }
    if (known.name !== step.name)
      throw failure('UNEXPECTED_STEP', `${known.name} is recorded, not ${step.name}`);
    if (known.startedAtMs !== step.startedAtMs) throw failure('STEP_NONDETERMINISM', step.name);
    return answer;
  }

  #send(workflow: StoredWorkflow, operation: Operation): Omit<contract.DurableAnswer, 'id'> {
    const { destinationId, payload, topic, idempotencyKey } = operation.sendMessage!;
    const destination = this.workflows.get(destinationId);
    if (destination === undefined) {
      throw failure('WORKFLOW_NOT_FOUND', destinationId, { destination_id: destinationId });
    }
    const answer = this.#once(
      workflow,
      operation,
      stepOf(operation, 'DBOS.send'),
      { messageSent: {} },
      () => {
        const known = destination.messages.some(({ key }) => key !== undefined && key === idempotencyKey);
        if (!known)
          destination.messages.push({ topic, payload: payload!, key: idempotencyKey, consumed: false });
      },
    );
    this.#serveReceives();
    return answer;
  }

  #append(
    workflow: StoredWorkflow,
    operation: Operation,
    key: string,
    value: string,
  ): Omit<contract.DurableAnswer, 'id'> {
    const isClose = value === CLOSED;
    const stream = workflow.streams.get(key) ?? [];
    const answer = isClose ? { recorded: {} } : { streamWritten: {} };
    const name = isClose ? 'DBOS.closeStream' : 'DBOS.writeStream';
    return this.#once(workflow, operation, stepOf(operation, name), answer, () => {
      if (!isClose && stream.at(-1)?.value === CLOSED) {
        workflow.steps.delete(operation.functionId);
        throw failure('STREAM_CLOSED', key);
      }
      const ordinal = operation.writeStream?.dedupeOrdinal;
      const stored = stream.filter(({ functionId }) => functionId === operation.functionId).length;
      if (ordinal !== undefined && stored >= ordinal) return;
      stream.push({ value, functionId: operation.functionId });
      workflow.streams.set(key, stream);
    });
  }

  #start(operation: Operation, start: contract.StartWorkflow__Output): Omit<contract.DurableAnswer, 'id'> {
    const parent = start.withoutParent ? undefined : this.#fenced(operation);
    const known = this.workflows.get(start.workflowId);
    if (known !== undefined && known.name !== start.workflowName) {
      throw failure('WORKFLOW_ID_CONFLICT', `${start.workflowId} is ${known.name}`);
    }
    const isRepeat = known?.creator === start.token;
    if (known !== undefined && !isRepeat && start.workflowIdReusePolicy.endsWith('REJECT')) {
      throw failure('WORKFLOW_ID_IN_USE', start.workflowId);
    }
    const child = { childWorkflowId: start.workflowId };
    if (parent) this.#once(parent, operation, { ...stepOf(operation, start.workflowName), ...child }, {});
    if (known === undefined) {
      const isQueued = start.queue !== null;
      this.workflows.set(start.workflowId, {
        ...newWorkflow(start.workflowId, start.workflowName, start.input, start, parent?.id),
        token: isQueued ? undefined : start.token,
        creator: start.token,
        status: isQueued ? 'ENQUEUED' : 'PENDING',
      });
    }
    const { token, status } = this.of(start.workflowId);
    const run = token === start.token && status === 'PENDING';
    return {
      workflowStarted: { workflowId: start.workflowId, existing: known !== undefined && !isRepeat, run },
    };
  }

  #serveReceives(): void {
    for (const waiting of this.#receives.splice(0)) {
      if (!this.#serve(waiting.worker, waiting.operation)) this.#receives.push(waiting);
    }
  }

  #serve(worker: FakeWorkerStream, operation: Operation): boolean {
    const { topic, timeout, deadlineFunctionId } = operation.receive!;
    const workflow = this.workflows.get(operation.workflowId);
    if (workflow?.token !== operation.ownerToken || worker.cancels.includes(operation.id)) return true;
    const known = workflow.steps.get(operation.functionId);
    if (known !== undefined) {
      worker.answer(operation.id, { received: known.output ? { message: known.output } : { timedOut: {} } });
      return true;
    }
    if (deadlineFunctionId !== undefined && !workflow.steps.has(deadlineFunctionId)) {
      const untilMs = Date.now() + timeout!.seconds * 1000 + timeout!.nanos / 1e6;
      workflow.steps.set(deadlineFunctionId, { ...stepOf(operation, 'DBOS.sleep'), untilMs });
      setTimeout(
        () => {
          this.#serveReceives();
        },
        untilMs - Date.now() + 1,
      ).unref();
    }
    const message = workflow.messages.find((one) => !one.consumed && one.topic === topic);
    const untilMs = deadlineFunctionId === undefined ? 0 : workflow.steps.get(deadlineFunctionId)!.untilMs!;
    if (message === undefined && untilMs > Date.now()) return false;
    if (message !== undefined) message.consumed = true;
    const output = message === undefined ? {} : { output: message.payload };
    workflow.steps.set(operation.functionId, { ...stepOf(operation, 'DBOS.recv'), ...output });
    worker.answer(operation.id, { received: message ? { message: message.payload } : { timedOut: {} } });
    return true;
  }

  #newToken(): string {
    this.#tokens += 1;
    return `assigned-${String(this.#tokens)}`;
  }
}

function orderOf({ workflowId, writeStream, closeStream, sendMessage }: Operation): string | undefined {
  if (sendMessage) return `${workflowId} to ${sendMessage.destinationId}`;
  const key = writeStream?.key ?? closeStream?.key;
  return key === undefined ? undefined : `${workflowId} stream ${key}`;
}

export function failure(reason: Reason, message: string, metadata: Record<string, string> = {}): DbosdError {
  return new DbosdError({ reason, message, metadata });
}

/** A workflow that somebody has enqueued. */
export function newWorkflow(
  id: string,
  name: string,
  input: Payload | null,
  start?: contract.StartWorkflow__Output,
  parentId?: string,
): StoredWorkflow {
  return {
    id,
    name,
    className: start?.className,
    configName: start?.configName,
    input,
    parentId,
    start,
    token: undefined,
    creator: undefined,
    status: 'ENQUEUED',
    output: undefined,
    error: undefined,
    steps: new Map(),
    messages: [],
    events: new Map(),
    streams: new Map(),
    tries: new Map(),
  };
}

function stepOf({ startedAt, recordStep }: Operation, name = recordStep?.functionName ?? ''): StoredStep {
  return {
    name,
    startedAtMs: timestampToMs(startedAt!),
    ...(recordStep?.output ? { output: recordStep.output } : {}),
    ...(recordStep?.error ? { error: recordStep.error } : {}),
    ...(recordStep?.childWorkflowId === undefined ? {} : { childWorkflowId: recordStep.childWorkflowId }),
    ...(recordStep?.withoutSerialization === true ? { withoutSerialization: true } : {}),
  };
}

function checkpointsOf({ steps }: StoredWorkflow): contract.Checkpoint[] {
  return [...steps]
    .sort(([a], [b]) => a - b)
    .map(([functionId, step]) => ({
      functionId,
      functionName: step.name,
      output: step.output ?? null,
      error: step.error ?? null,
      ...(step.childWorkflowId === undefined ? {} : { childWorkflowId: step.childWorkflowId }),
      ...(step.untilMs === undefined
        ? {}
        : { remaining: msToDuration(Math.max(0, step.untilMs - Date.now())) }),
    }));
}
