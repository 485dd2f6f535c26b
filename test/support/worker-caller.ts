import { randomUUID } from 'node:crypto';
import { fromStatus, type contract, type DbosdError } from '@dbosd/shared';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import { StreamCaller } from './stream-caller.js';

type Frame = contract.ConnectResponse__Output;
type Stream = ClientDuplexStream<Buffer | contract.ConnectRequest, Frame>;

/** A valid hello: of an application of its own, with a workflow `order`, unless `hello` sets others. */
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

/** A worker's stream as a test drives it. */
export class WorkerCaller {
  readonly #link: StreamCaller<contract.ConnectRequest, Frame>;
  #operations = 0;
  #beats: NodeJS.Timeout | undefined;

  constructor(stream: Stream) {
    this.#link = new StreamCaller<contract.ConnectRequest, Frame>(stream);
    stream.on('status', () => {
      clearInterval(this.#beats);
    });
  }

  get stream(): Stream {
    return this.#link.stream;
  }

  get frames(): readonly Frame[] {
    return this.#link.frames;
  }

  /** How the stream ended; undefined: well. */
  get end(): Promise<DbosdError | undefined> {
    return this.#link.end;
  }

  write(frame: Buffer | contract.ConnectRequest): void {
    this.#link.write(frame);
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
  until<T>(find: (frames: readonly Frame[]) => T | undefined): Promise<T> {
    return this.#link.until(find);
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
}
