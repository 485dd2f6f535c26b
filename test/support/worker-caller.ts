import { randomUUID } from 'node:crypto';
import { fromStatus, type contract, type DbosdError } from '@dbosd/shared';
import { status, type ClientDuplexStream, type ServiceError, type StatusObject } from '@grpc/grpc-js';
import { errorOf } from './error-of.js';

type Frame = contract.ConnectResponse__Output;
type Stream = ClientDuplexStream<Buffer | contract.ConnectRequest, Frame>;

/** A hello that is good: of an application of its own, with a workflow `order`, unless told otherwise. */
export function helloOf(hello: contract.WorkerHello = {}): contract.WorkerHello {
  return {
    applicationName: `app ${randomUUID()}`,
    applicationVersion: 'v1',
    executorId: randomUUID(),
    instance: randomUUID(),
    workflows: [{ workflowName: 'order' }],
    ...hello,
  };
}

/** A worker's stream as a test drives it: frames go out as they are, what comes is kept until it is asked for. */
export class WorkerCaller {
  readonly stream: Stream;
  readonly frames: Frame[] = [];
  /** How the stream ended; undefined: well. */
  readonly end: Promise<DbosdError | undefined>;
  readonly #waiting: (() => void)[] = [];
  #over = false;
  #operations = 0;
  #beats: NodeJS.Timeout | undefined;

  constructor(stream: Stream) {
    this.stream = stream;
    stream.on('data', (frame: Frame) => {
      this.frames.push(frame);
      this.#tell();
    });
    this.end = new Promise((resolve) => {
      stream.on('error', (error: ServiceError) => {
        resolve(errorOf(error));
      });
      stream.on('status', (ended: StatusObject) => {
        if (ended.code === status.OK) resolve(undefined);
        this.#over = true;
        clearInterval(this.#beats);
        this.#tell();
      });
    });
  }

  write(frame: Buffer | contract.ConnectRequest): void {
    this.stream.write(frame);
  }

  /** Says hello and waits until it is let in. */
  async join(hello: contract.WorkerHello): Promise<contract.WorkerAccepted__Output> {
    this.write({ hello });
    return this.accepted();
  }

  /** Sends an empty frame again and again, as a worker that lives. */
  beatEvery(ms: number): void {
    this.#beats = setInterval(() => {
      this.write({});
    }, ms);
  }

  /** Resolves with the first thing that `find` finds in all frames so far, now or later. */
  async until<T>(find: (frames: readonly Frame[]) => T | undefined): Promise<T> {
    for (;;) {
      const found = find(this.frames);
      if (found !== undefined) return found;
      if (this.#over)
        throw new Error('the stream ended before what was waited for came', { cause: await this.end });
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  accepted(): Promise<contract.WorkerAccepted__Output> {
    return this.until((frames) => frames[0]?.accepted ?? undefined);
  }

  get assignments(): contract.Assignment__Output[] {
    return this.frames.flatMap((frame) => frame.assignments);
  }

  /** The n-th assignment of a workflow, from 0, which is taken. */
  async assignment(workflowId: string, place = 0): Promise<contract.Assignment__Output> {
    const found = await this.offered(workflowId, place);
    this.take(found);
    return found;
  }

  /** The same, not answered. */
  offered(workflowId: string, place = 0): Promise<contract.Assignment__Output> {
    return this.until(() => this.assignments.filter((one) => one.workflowId === workflowId)[place]);
  }

  take({ workflowId, ownerToken }: contract.Assignment__Output, refused = false): void {
    this.write({ assignmentAnswers: [{ workflowId, ownerToken, refused }] });
  }

  /** Waits for the stop of a run; answers with its cause. */
  async stop(ownerToken: string): Promise<DbosdError> {
    const stop = await this.until((frames) =>
      frames.flatMap(({ stops }) => stops).find((one) => one.ownerToken === ownerToken),
    );
    return fromStatus(stop.cause!);
  }

  /** The same, of a run that the acceptance stops. */
  async stopCause(ownerToken: string): Promise<DbosdError> {
    const { stops } = await this.accepted();
    return fromStatus(stops.find((one) => one.ownerToken === ownerToken)!.cause!);
  }

  /** Carries an operation of a run out; rejects with the error that it is answered with. */
  async operate(
    run: { readonly workflowId: string; readonly ownerToken: string },
    operation: contract.DurableOperation,
  ): Promise<contract.DurableAnswer__Output> {
    const id = (this.#operations += 1);
    const startedAt = { seconds: Math.floor(Date.now() / 1000) };
    const { workflowId, ownerToken } = run;
    this.write({ operations: [{ workflowId, ownerToken, startedAt, ...operation, id }] });
    const answer = await this.until((frames) =>
      frames.flatMap(({ answers }) => answers).find((one) => one.id === id),
    );
    if (answer.error) throw fromStatus(answer.error);
    return answer;
  }

  /** Ends the stream as the end of a process does. */
  die(): void {
    clearInterval(this.#beats);
    this.stream.cancel();
  }

  #tell(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
