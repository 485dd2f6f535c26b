import {
  WorkflowQueue,
  type CancelWorkflowsOptions,
  type DBOSClient,
  type GetWorkflowsInput,
  type ListWorkflowStepsOptions,
  type PollingOptions,
  type RegisterQueueOptions,
  type SetWorkflowDelayOptions,
  type StepInfo,
  type WorkflowSerializationFormat,
  type WorkflowStatus,
} from '@dbosd/client';
import { checkFlag, checkOptions, connectionOf, takeOptions, type OptionNames } from '@dbosd/client/internal';
import { enqueueWorkflow, type EnqueueWorkflowOptions } from './children/enqueue-workflow.js';
import { startTarget } from './children/start-planned.js';
import { startWorkflow, type StartWorkflowParams } from './children/start-workflow.js';
import {
  checkCompletionTimeout,
  checkConfiguration,
  type DBOSConfig,
  type Identity,
} from './configuration.js';
import { systemClock } from '@dbosd/shared';
import { currentContext, runWith } from './context.js';
import { DBOSExecutorNotInitializedError, DBOSInitializationError } from './errors.js';
import { quiet } from './execution/workflow-run.js';
import { getResult, type GetResultOptions } from './handles/await-result.js';
import {
  retrievedHandle,
  startedHandle,
  type PlacedHandle,
  type WorkflowHandle,
} from './handles/workflow-handle.js';
import { stderrLogger, steadyLogger, type Logger, type LogLevel } from './logger.js';
import { getWorkflowStatus } from './management.js';
import * as management from './management.js';
import { getAllEvents, getEvent, setEvent, type GetEventOptions } from './operations/events.js';
import { deprecatePatch, patch } from './operations/patch.js';
import {
  readStream,
  readStreamOffset,
  type ReadStreamOffsetOptions,
  type ReadStreamOptions,
  closeStream,
  writeStream,
  type WriteStreamOptions,
} from './operations/streams.js';
import { receive, type RecvOptions, send } from './operations/messages.js';
import { now, uuid } from './operations/recorded.js';
import { sleep, checkPollingOptions } from './operations/waits.js';
import { type ConfiguredInstance, program } from './registry/registry.js';
import {
  classNameDecorator,
  type MethodDecorator,
  instanceOf,
  registerStep,
  registerWorkflow,
  stepDecorator,
  workflowDecorator,
} from './registry/register.js';
import type { AnyFunction, FunctionName, Registration, WorkflowConfig } from './registry/registrations.js';
import { runStep, checkStepConfig, type StepConfig } from './steps/run-step.js';
import type { StepStatus } from './steps/step-try.js';
import { Worker } from './worker.js';

export interface SendOptions {
  /** How the message is written. Absent: as the workflow's values are; outside workflows native. */
  serializationType?: WorkflowSerializationFormat;
}
export interface SetEventOptions {
  /** How the value is written. Absent: as the workflow's values are. */
  serializationType?: WorkflowSerializationFormat;
}

type AsyncFunction = (...args: never[]) => Promise<unknown>;
type StartersOf<T> = {
  [K in keyof T]: T[K] extends (...args: infer Args) => Promise<infer Return>
    ? (...args: Args) => Promise<WorkflowHandle<Return>>
    : never;
};
type ClassStarters<T> = T extends AsyncFunction | (abstract new (...args: never[]) => object) | object
  ? StartersOf<T>
  : never;

// How registered functions, which are made before a launch, find the worker of the launch.
let launched: (call: string) => Worker;

/** Durable workflows that talk through dbosd: DBOS's own interface, with a daemon's address in place of a database. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- DBOS is static
export class DBOS {
  static #config: DBOSConfig | undefined;
  static #worker: Worker | undefined;
  /** Of the last launch: what still runs after a shutdown ran under it. */
  static #identity: Identity | undefined;
  static #launching: Promise<void> | undefined;
  static #ending: Promise<void> | undefined;
  static #logger: Logger | undefined;

  // Life

  /** Takes the configuration of the next launch. Throws INVALID_FIELD naming the option that is wrong. */
  static setConfig(config: DBOSConfig): void {
    if (this.#worker !== undefined) {
      throw new DBOSInitializationError('DBOS is launched: call DBOS.setConfig before DBOS.launch');
    }
    this.#config = checkConfiguration(config);
    this.#logger = undefined;
  }

  static isInitialized(): boolean {
    return this.#worker !== undefined;
  }

  /**
   * Connects to a daemon and begins to run workflows, after any shutdown in progress. Rejects with TRANSPORT, or
   * with the daemon's refusal. It takes no options: those that DBOS has are about its conductor, and are refused by
   * name.
   */
  static async launch(options: Record<string, never> = {}): Promise<void> {
    checkOptions('options', options, {});
    if (this.#ending !== undefined) {
      await this.#ending;
      return this.launch();
    }
    if (this.#worker !== undefined) return;
    this.#launching ??= this.#launch().finally(() => {
      this.#launching = undefined;
    });
    await this.#launching;
  }

  /**
   * Takes no more workflows, lets those that run here end for `workflowCompletionTimeoutMS` (absent: not at all), and
   * hands what is left over to another worker at once. `deregister`: forgets all registrations, for tests. A second
   * call waits for the first. Rejects with INVALID_FIELD for a wrong timeout, and nothing is shut down.
   */
  static async shutdown(
    options: { deregister?: boolean; workflowCompletionTimeoutMS?: number } = {},
  ): Promise<void> {
    const { deregister, workflowCompletionTimeoutMS } = takeOptions('options', options, SHUTDOWN_OPTIONS);
    checkFlag('options.deregister', deregister);
    const completionTimeoutMs = checkCompletionTimeout(workflowCompletionTimeoutMS);
    this.#ending ??= this.#shutdown(completionTimeoutMs).finally(() => {
      this.#ending = undefined;
    });
    await this.#ending;
    if (deregister === true) program.clear();
  }

  // Where the code runs

  static get logger(): Logger {
    const { logger, logLevel = 'info' } = this.#config ?? {};
    this.#logger ??= logger ?? stderrLogger(logLevel as LogLevel, () => this.workflowID);
    return this.#logger;
  }

  /** Of the last launch; before the first the configured one, else the empty text. */
  static get applicationVersion(): string {
    return this.#identity?.applicationVersion ?? this.#config?.applicationVersion ?? '';
  }

  /** Of the last launch; before the first the configured one, else `local`, as in DBOS. */
  static get executorID(): string {
    return this.#identity?.executorId ?? this.#config?.executorID ?? 'local';
  }

  static get workflowID(): string | undefined {
    return currentContext().run?.workflowId;
  }

  static get stepID(): number | undefined {
    return currentContext().step?.functionId;
  }

  static get stepStatus(): StepStatus | undefined {
    return currentContext().step?.status;
  }

  static get authenticatedUser(): string {
    const { run, defaults } = currentContext();
    return run?.parts.authentication.user ?? defaults.user ?? '';
  }

  static get authenticatedRoles(): string[] {
    const { run, defaults } = currentContext();
    return [...(run?.parts.authentication.roles ?? defaults.roles ?? [])];
  }

  static get assumedRole(): string {
    return currentContext().run?.parts.authentication.assumedRole ?? '';
  }

  static isInStep(): boolean {
    return currentContext().step !== undefined;
  }

  /** There are none here. */
  static isInTransaction(): boolean {
    return false;
  }

  static isWithinWorkflow(): boolean {
    return currentContext().run !== undefined;
  }

  static isInWorkflow(): boolean {
    return this.isWithinWorkflow() && !this.isInStep();
  }

  // Workflows and steps

  /** Registers a function as a workflow. Call the returned function instead of the original. */
  static registerWorkflow<This, Args extends unknown[], Return>(
    func: (this: This, ...args: Args) => Promise<Return>,
    config: FunctionName & WorkflowConfig = {},
  ): (this: This, ...args: Args) => Promise<Return> {
    return registerWorkflow(func as AnyFunction, config, callWorkflow) as typeof func;
  }

  /** Makes workflows of static methods, and of methods of a ConfiguredInstance. */
  static workflow(config: WorkflowConfig = {}): MethodDecorator {
    return workflowDecorator(config, callWorkflow);
  }

  /** Registers a function as a step. Call the returned function instead of the original. */
  static registerStep<This, Args extends unknown[], Return>(
    func: (this: This, ...args: Args) => Promise<Return>,
    config: StepConfig & FunctionName = {},
  ): (this: This, ...args: Args) => Promise<Return> {
    return registerStep(func as AnyFunction, config, callStep) as typeof func;
  }

  /** Makes steps of methods. */
  static step(config: StepConfig = {}): MethodDecorator {
    return stepDecorator(config, callStep);
  }

  /** Gives a class the name under which its workflows are recorded. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any, @typescript-eslint/no-unnecessary-type-parameters -- the official signature
  static className(name: string): <T extends new (...args: any[]) => object>(ctor: T) => void {
    return classNameDecorator(name);
  }

  /** Runs a function as a step. */
  static runStep<Return>(
    func: () => Promise<Return>,
    config: StepConfig & { name?: string } = {},
  ): Promise<Return> {
    const name = config.name ?? nameOf(func);
    checkStepConfig(config, name);
    const call = { name, config, body: func };
    return runStep(this.#launched('DBOS.runStep'), call) as Promise<Return>;
  }

  /** Starts a workflow without waiting for its result: `startWorkflow(fn)(…)`, `startWorkflow(Class).method(…)`. */
  static startWorkflow<Args extends unknown[], Return>(
    target: (...args: Args) => Promise<Return>,
    params?: StartWorkflowParams,
  ): (...args: Args) => Promise<WorkflowHandle<Return>>;
  static startWorkflow<T extends ConfiguredInstance>(target: T, params?: StartWorkflowParams): StartersOf<T>;
  static startWorkflow<T extends object>(target: T, params?: StartWorkflowParams): ClassStarters<T>;
  static startWorkflow(target: object, params: StartWorkflowParams = {}): object {
    this.#launched('DBOS.startWorkflow');
    return startTarget(target, (registration, instance, args) =>
      handled(async () =>
        startWorkflow(starterOf(this.#launched('DBOS.startWorkflow')), {
          registration,
          instance,
          args,
          params,
        }),
      ),
    );
  }

  /**
   * Enqueues a workflow by its name: its function may be in another process, application or language. In a workflow it
   * is a recorded child.
   */

  static enqueueWorkflowWithOptions<T = unknown>(
    options: EnqueueWorkflowOptions,
    ...args: unknown[]
  ): Promise<WorkflowHandle<T>> {
    return handled(async () => {
      const starter = starterOf(this.#launched('DBOS.enqueueWorkflowWithOptions'));
      return (await enqueueWorkflow(starter, options, { positional: args })) as WorkflowHandle<T>;
    });
  }

  /** The same with portable arguments, and with named ones for languages that have them. */

  static enqueueWorkflowWithOptionsPortable<T = unknown>(
    options: EnqueueWorkflowOptions,
    positionalArgs: unknown[],
    namedArgs?: Record<string, unknown>,
  ): Promise<WorkflowHandle<T>> {
    return handled(async () => {
      const starter = starterOf(this.#launched('DBOS.enqueueWorkflowWithOptionsPortable'));
      const given = { positional: positionalArgs, named: namedArgs };
      const portable = { serializationType: 'portable', ...options } as const;
      return (await enqueueWorkflow(starter, portable, given)) as WorkflowHandle<T>;
    });
  }

  /** The first workflow that is started inside gets this id. */
  static withNextWorkflowID<R>(workflowID: string, callback: () => Promise<R>): Promise<R> {
    return runWith({ next: { workflowId: workflowID } }, callback);
  }

  /** Workflows started inside may run so long; null: without limit. */
  static withWorkflowTimeout<R>(timeoutMS: number | null, callback: () => Promise<R>): Promise<R> {
    return runWith({ timeoutMs: timeoutMS }, callback);
  }

  /** Workflows started inside wait on this queue. */
  static withWorkflowQueue<R>(queueName: string, callback: () => Promise<R>): Promise<R> {
    return runWith({ queueName }, callback);
  }

  /** Workflows started inside carry this user and these roles. */
  static withAuthedContext<R>(user: string, roles: string[], callback: () => Promise<R>): Promise<R> {
    return runWith({ user, roles }, callback);
  }

  static withNamedContext<R>(_callerName: string, callback: () => Promise<R>): Promise<R> {
    return runWith({}, callback);
  }

  // Messages, events and streams

  /** Sends a message. Throws DBOSNonExistentWorkflowError. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the official signature
  static send<T>(
    destinationID: string,
    message: T,
    topic?: string,
    idempotencyKey?: string,
    options: SendOptions = {},
  ): Promise<void> {
    return promised(() => {
      const { client } = this.#launched('DBOS.send');
      const format = formatOf(options);
      return send(client, {
        destinationID,
        message,
        // Null is none, as in DBOS.
        topic: topic ?? undefined,
        idempotencyKey: idempotencyKey ?? undefined,
        format,
      });
    });
  }

  /** Waits for the next message of a topic and consumes it. Null when the time (absent: 60 s) is over. */
  static recv<T>(topic?: string, options?: number | RecvOptions): Promise<T | null> {
    return handled(async () => (await receive(topic ?? undefined, options)) as T | null);
  }

  /** Sets an event of the workflow. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the official signature
  static setEvent<T>(key: string, value: T, options: SetEventOptions = {}): Promise<void> {
    return promised(() => setEvent(key, value, formatOf(options)));
  }

  /** Waits for an event. Null when the time (absent: 60 s) is over, or the workflow has ended without it. */
  static getEvent<T>(workflowID: string, key: string, options?: number | GetEventOptions): Promise<T | null> {
    return handled(async () => {
      const { client, session } = this.#launched('DBOS.getEvent');
      return (await getEvent(client, session, workflowID, key, options)) as T | null;
    });
  }

  /** The latest value of every event of a workflow. */
  static getAllEvents(workflowID: string): Promise<Record<string, unknown>> {
    return handled(async () => getAllEvents(this.#launched('DBOS.getAllEvents').client, workflowID));
  }

  /** Appends to a stream of the workflow. It need not be awaited: values keep the order of the calls. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the official signature
  static writeStream<T>(key: string, value: T, options: WriteStreamOptions = {}): Promise<void> {
    return promised(() => writeStream(key, value, options));
  }

  /** Closes a stream of the workflow. */
  static closeStream(key: string): Promise<void> {
    return promised(() => closeStream(key));
  }

  /** The values of a stream in order, each once, until it is closed or its workflow ends. */
  static async *readStream<T>(
    workflowID: string,
    key: string,
    options: ReadStreamOptions = {},
  ): AsyncGenerator<T, void, unknown> {
    const { client } = this.#launched('DBOS.readStream');
    yield* readStream(client, workflowID, key, options) as AsyncGenerator<T, void, unknown>;
  }

  /** One value of a stream. Throws DBOSStreamTimeoutError when it does not come. */
  static readStreamOffset<T>(
    workflowID: string,
    key: string,
    offset: number,
    options: ReadStreamOffsetOptions = {},
  ): Promise<T> {
    return handled(async () => {
      const { client } = this.#launched('DBOS.readStreamOffset');
      return (await readStreamOffset(client, workflowID, key, offset, options)) as T;
    });
  }

  // Time and chance, the same in every run

  static sleepms(durationMS: number): Promise<void> {
    return handled(async () => {
      await sleep(systemClock, durationMS);
    });
  }

  static sleepSeconds(durationSec: number): Promise<void> {
    // What is no number would become one.
    return this.sleepms(typeof (durationSec as unknown) === 'number' ? durationSec * 1000 : NaN);
  }

  static sleep(durationMS: number): Promise<void> {
    return this.sleepms(durationMS);
  }

  static now(): Promise<number> {
    return now();
  }

  static randomUUID(): Promise<string> {
    return uuid();
  }

  static patch(patchName: string): Promise<boolean> {
    return handled(() => patch(patchName));
  }

  static deprecatePatch(patchName: string): Promise<boolean> {
    return handled(() => deprecatePatch(patchName));
  }

  // Other workflows

  static retrieveWorkflow<T = unknown>(workflowID: string): WorkflowHandle<Awaited<T>> {
    this.#launched('DBOS.retrieveWorkflow');
    return retrievedHandle(clientOfLaunch, workflowID);
  }

  static getResult<T>(workflowID: string, options?: number | GetResultOptions): Promise<T | null> {
    return handled(async () => {
      const { client } = this.#launched('DBOS.getResult');
      return (await getResult(client, workflowID, options)) as T | null;
    });
  }

  static getWorkflowStatus(workflowID: string): Promise<WorkflowStatus | null> {
    return handled(async () =>
      getWorkflowStatus(this.#launched('DBOS.getWorkflowStatus').client, workflowID),
    );
  }

  static waitFirst(
    handles: WorkflowHandle<unknown>[],
    options?: PollingOptions,
  ): Promise<WorkflowHandle<unknown>> {
    return handled(async () => {
      checkPollingOptions(options);
      return management.waitFirst(this.#launched('DBOS.waitFirst').client, handles);
    });
  }

  static waitAll<R>(handles: WorkflowHandle<R>[], options?: PollingOptions): Promise<WorkflowHandle<R>[]> {
    return handled(async () => {
      checkPollingOptions(options);
      return management.waitAll(this.#launched('DBOS.waitAll').client, handles);
    });
  }

  static listWorkflows(input: GetWorkflowsInput): Promise<WorkflowStatus[]> {
    return handled(async () => management.listWorkflows(this.#launched('DBOS.listWorkflows').client, input));
  }

  static listQueuedWorkflows(input: GetWorkflowsInput): Promise<WorkflowStatus[]> {
    return handled(async () =>
      management.listQueuedWorkflows(this.#launched('DBOS.listQueuedWorkflows').client, input),
    );
  }

  static listWorkflowSteps(
    workflowID: string,
    options: ListWorkflowStepsOptions = {},
  ): Promise<StepInfo[] | undefined> {
    return handled(async () =>
      management.listWorkflowSteps(this.#launched('DBOS.listWorkflowSteps').client, workflowID, options),
    );
  }

  static cancelWorkflow(workflowID: string, options: CancelWorkflowsOptions = {}): Promise<void> {
    return this.cancelWorkflows([workflowID], options);
  }

  static cancelWorkflows(workflowIDs: string[], options: CancelWorkflowsOptions = {}): Promise<void> {
    return handled(async () => {
      await management.cancelWorkflows(this.#launched('DBOS.cancelWorkflows').client, workflowIDs, options);
    });
  }

  static resumeWorkflow<T>(
    workflowID: string,
    options: { queueName?: string } = {},
  ): Promise<WorkflowHandle<Awaited<T>>> {
    return handled(async () => {
      await management.resumeWorkflows(this.#launched('DBOS.resumeWorkflow').client, [workflowID], options);
      return this.retrieveWorkflow<T>(workflowID);
    });
  }

  static resumeWorkflows<T>(
    workflowIDs: string[],
    options: { queueName?: string } = {},
  ): Promise<WorkflowHandle<Awaited<T>>[]> {
    return handled(async () => {
      await management.resumeWorkflows(this.#launched('DBOS.resumeWorkflows').client, workflowIDs, options);
      return workflowIDs.map((workflowID) => this.retrieveWorkflow<T>(workflowID));
    });
  }

  static deleteWorkflow(workflowID: string, deleteChildren = false): Promise<void> {
    return this.deleteWorkflows([workflowID], deleteChildren);
  }

  static deleteWorkflows(workflowIDs: string[], deleteChildren = false): Promise<void> {
    return handled(async () => {
      await management.deleteWorkflows(
        this.#launched('DBOS.deleteWorkflows').client,
        workflowIDs,
        deleteChildren,
      );
    });
  }

  static forkWorkflow<T>(
    workflowID: string,
    startStep: number,
    options: management.ForkOptions = {},
  ): Promise<WorkflowHandle<Awaited<T>>> {
    return handled(async () => {
      const { client } = this.#launched('DBOS.forkWorkflow');
      const forkedID = await management.forkWorkflow(client, workflowID, startStep, options);
      return startedHandle<Awaited<T>>(clientOfLaunch, forkedID);
    });
  }

  static rewindWorkflow<T>(
    workflowID: string,
    options: management.RewindOptions = {},
  ): Promise<WorkflowHandle<Awaited<T>>> {
    return handled(async () => {
      await management.rewindWorkflow(this.#launched('DBOS.rewindWorkflow').client, workflowID, options);
      return this.retrieveWorkflow<T>(workflowID);
    });
  }

  static setWorkflowPriority(workflowID: string, priority: number): Promise<void> {
    return handled(async () => {
      await management.setWorkflowPriority(
        this.#launched('DBOS.setWorkflowPriority').client,
        workflowID,
        priority,
      );
    });
  }

  static setWorkflowDelay(workflowID: string, options: number | SetWorkflowDelayOptions): Promise<void> {
    return handled(async () => {
      await management.setWorkflowDelay(this.#launched('DBOS.setWorkflowDelay').client, workflowID, options);
    });
  }

  // Queues

  /** Registers a queue of the application, or changes its settings. */
  static registerQueue(name: string, options: RegisterQueueOptions = {}): Promise<WorkflowQueue> {
    return handled(async () => {
      const { onConflict = 'update_if_latest_version', ...rest } = options;
      // Which version is the latest only DBOS applications ask: the worker that registers has its way.
      const policy = onConflict === 'update_if_latest_version' ? 'always_update' : onConflict;
      const { client } = this.#launched('DBOS.registerQueue');
      return queueOfLaunch(await client.registerQueue(name, { ...rest, onConflict: policy }));
    });
  }

  static retrieveQueue(name: string): Promise<WorkflowQueue | null> {
    return handled(async () => {
      const queue = await this.#launched('DBOS.retrieveQueue').client.retrieveQueue(name);
      return queue === null ? null : queueOfLaunch(queue);
    });
  }

  static deleteQueue(name: string): Promise<void> {
    return handled(async () => {
      await this.#launched('DBOS.deleteQueue').client.deleteQueue(name);
    });
  }

  static listQueues(applicationName?: string | string[]): Promise<WorkflowQueue[]> {
    return handled(async () => {
      const queues = await this.#launched('DBOS.listQueues').client.listQueues(applicationName);
      return queues.map(queueOfLaunch);
    });
  }

  static {
    launched = (call) => this.#launched(call);
  }

  static #launched(call: string): Worker {
    if (this.#worker === undefined) throw new DBOSExecutorNotInitializedError(call);
    return this.#worker;
  }

  static async #shutdown(completionTimeoutMs: number): Promise<void> {
    // A launch that is under way ends first: else its worker would outlive the shutdown.
    await this.#launching?.catch(() => undefined);
    await this.#worker?.shutdown(completionTimeoutMs);
    this.#worker = undefined;
    program.unseal();
  }

  static async #launch(): Promise<void> {
    if (this.#config === undefined) {
      throw new DBOSInitializationError('there is no configuration: call DBOS.setConfig before DBOS.launch');
    }
    program.seal();
    try {
      this.#worker = await Worker.launch(this.#config, program, {
        log: steadyLogger(this.logger),
        readers: { handle: (workflowID) => retrievedHandle(clientOfLaunch, workflowID) },
      });
      this.#identity = this.#worker.identity;
    } catch (error) {
      program.unseal();
      throw error;
    }
  }
}

/** A workflow called like a function: it is started, and its result awaited. */
function callWorkflow(registration: Registration, self: unknown, args: unknown[]): Promise<unknown> {
  return handled(() => runWorkflow(registration, self, args));
}

async function runWorkflow(registration: Registration, self: unknown, args: unknown[]): Promise<unknown> {
  const worker = launched(`workflow ${registration.name}`);
  const start = { registration, instance: instanceOf(registration, self), args, params: {} };
  const { run, step } = currentContext();
  if (run === undefined || step !== undefined) {
    return (await startWorkflow(starterOf(worker), start)).getResult();
  }
  // Both places are taken before anything is awaited.
  const functionId = run.takeFunctionId();
  const resultFunctionId = run.takeFunctionId();
  const handle: PlacedHandle<unknown> = await startWorkflow(starterOf(worker), { ...start, functionId });
  return handle.resultAt(resultFunctionId);
}

/** A step called like a function. */
function callStep(registration: Registration, self: unknown, args: unknown[]): Promise<unknown> {
  const { name, original, stepConfig } = registration;
  const body = async (): Promise<unknown> => original.apply(self, args);
  if (!DBOS.isWithinWorkflow()) return body();
  instanceOf(registration, self);
  return runStep(launched(`step ${name}`), { name, config: stepConfig, body });
}

function starterOf({ connection, runs, identity }: Worker): Parameters<typeof startWorkflow>[0] {
  return { clientOf: clientOfLaunch, connection, runs, applicationName: identity.applicationName };
}

/** The client of the launch that there is: handles and queues outlive the launch that they come from. */
function clientOfLaunch(): DBOSClient {
  return launched('a call of a handle').client;
}

function queueOfLaunch(queue: WorkflowQueue): WorkflowQueue {
  return WorkflowQueue.connect(queue, () => connectionOf(clientOfLaunch()));
}

/** Turns an exception that a call throws synchronously into a rejection. */
function promised<T>(call: () => Promise<T>): Promise<T> {
  try {
    return call();
  } catch (error) {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as it was thrown
    return Promise.reject(error);
  }
}

/** In a workflow a stop fails all that is under way: a promise that is not awaited must not end the process. */
function handled<T>(call: () => Promise<T>): Promise<T> {
  return DBOS.isWithinWorkflow() ? quiet(call()) : call();
}

const SHUTDOWN_OPTIONS: OptionNames<{ deregister?: boolean; workflowCompletionTimeoutMS?: number }> = {
  deregister: true,
  workflowCompletionTimeoutMS: true,
};
const VALUE_OPTIONS: OptionNames<SendOptions & SetEventOptions> = { serializationType: true };

function formatOf(options: SendOptions | SetEventOptions): WorkflowSerializationFormat {
  return takeOptions('options', options, VALUE_OPTIONS).serializationType;
}

function nameOf(func: () => Promise<unknown>): string {
  return func.name === '' ? '<unnamed>' : func.name;
}
