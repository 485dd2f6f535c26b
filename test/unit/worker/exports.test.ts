import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as official from '@dbos-inc/dbos-sdk';
import { DBOSClient } from '@dbosd/client';
import * as ours from '@dbosd/worker';
import { expect } from 'chai';
import { withWorker } from '../../support/launched-worker.js';
import { workspacePath } from '../../support/workspace.js';
import { rejection } from '../client/client-and-daemon.js';

const { DBOS, Error: Errors } = ours;

/** What the official package exports and ours does not: no program that only communicates imports it. */
const NOT_HERE: Readonly<Record<string, string>> = {
  AlertHandler: 'alerts come from its conductor',
  ApplicationRowCounts: 'administration: renaming an application',
  DBOSLifecycleCallback: 'extensions that receive events',
  DBOSSerializer: 'a serializer of one’s own',
  DBOSSpan: 'telemetry',
  Debouncer: 'debouncing',
  DebouncerClient: 'debouncing',
  ExternalRegistration: 'extensions that receive events',
  MethodRegistrationBase: 'extensions that receive events',
  OtelAttributeFormat: 'telemetry',
  ScheduledWorkflowFn: 'schedules',
  ScheduleOptions: 'schedules',
  SerializationRecipe: 'a serializer of one’s own',
  VersionInfo: 'administration: versions of an application',
  WorkflowSchedule: 'schedules',
};

/** The names that a package's declarations export. */
function exportedBy(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  const lists = [...text.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, list = '']) =>
    list.split(','),
  );
  const names = lists.map(
    (one) =>
      one
        .trim()
        .replace(/^type /, '')
        .split(' as ')
        .at(-1) ?? '',
  );
  return [...names, ...[...text.matchAll(/export \* as (\w+)/g)].map(([, name = '']) => name)].filter(
    (name) => name !== '',
  );
}

const theirNames = exportedBy(
  createRequire(import.meta.url)
    .resolve('@dbos-inc/dbos-sdk')
    .replace(/\.js$/, '.d.ts'),
);
const ourNames = exportedBy(workspacePath('packages/worker/dist/index.d.ts'));

type Theirs = typeof official.Error;
type Ours = typeof ours.Error;
type Fields<T> = { [K in keyof T]: T[K] extends abstract new (...args: never[]) => infer I ? I : T[K] };

describe('the names that the worker exports', () => {
  it('are those of the official package, but for a list with reasons', () => {
    expect(theirNames).to.include.members(['DBOS', 'DBOSClient', 'Error', 'EnqueueWorkflowOptions']);
    const missing = theirNames.filter((name) => !ourNames.includes(name));
    expect(missing.sort()).to.deep.equal(Object.keys(NOT_HERE).sort());
    const values = Object.keys(official).filter((name) => name !== 'default' && name !== '__esModule');
    expect(Object.keys(ours)).to.include.members(values.filter((name) => NOT_HERE[name] === undefined));
  });

  it('that are not here are listed in docs/migrating.md, each', () => {
    const page = readFileSync(workspacePath('docs/migrating.md'), 'utf8');
    for (const name of Object.keys(NOT_HERE)) expect(page).to.include(`\`${name}\``);
  });

  it('include the client: the same class', () => {
    expect(ours.DBOSClient).to.equal(DBOSClient);
  });

  it('include types that take what was written against the official ones', () => {
    const logger = (theirs: official.DLogger): ours.DLogger => theirs;
    const metadata = (
      theirs: official.ContextualMetadata & official.StackTrace,
    ): ours.ContextualMetadata & ours.StackTrace => theirs;
    const enqueued = (theirs: official.EnqueueWorkflowOptions): ours.EnqueueWorkflowOptions => theirs;
    const workflow = (theirs: official.WorkflowConfig): ours.WorkflowConfig => theirs;
    const step = (theirs: official.StepConfig): ours.StepConfig => theirs;
    const wait = (theirs: official.GetResultOptions): ours.GetResultOptions => theirs;
    const stream = (theirs: official.ReadStreamOptions): ours.ReadStreamOptions => theirs;
    const list = (theirs: official.GetWorkflowsInput): ours.GetWorkflowsInput => theirs;
    const status = (own: ours.WorkflowStatus): official.WorkflowStatus => own;
    const handle = (own: ours.WorkflowHandle<number>): official.WorkflowHandle<number> => own;
    const queue = (own: ours.WorkflowQueue): official.WorkflowQueue => own;
    [logger, metadata, enqueued, workflow, step, wait, stream, list, status, handle, queue];
  });

  it('include every error, number and function of the namespace Error, with the fields that programs read', () => {
    const asTheirs = (errors: Fields<Ours>): Fields<Theirs> => errors;
    asTheirs;
    expect(Object.keys(Errors)).to.include.members(Object.keys(official.Error));
    for (const [name, value] of Object.entries(official.Error)) {
      if (typeof value === 'number') expect(Errors[name as keyof Ours], name).to.equal(value);
    }
  });

  it('include errors that are made like the official ones: of the same number, name, parent and fields', () => {
    const made: ((errors: Theirs) => Error)[] = [
      (e) => new e.DBOSInitializationError('m', new Error('why')),
      (e) => new e.DBOSWorkflowConflictError('w'),
      (e) => new e.DBOSNotRegisteredError('f'),
      (e) => new e.DBOSNonExistentWorkflowError('m'),
      (e) => new e.DBOSMaxRecoveryAttemptsExceededError('w'),
      (e) => new e.DBOSInvalidWorkflowTransitionError('m'),
      (e) => new e.DBOSConflictingWorkflowError('w', 'm'),
      (e) => new e.DBOSMaxStepRetriesError('s', 1, [new Error('why')]),
      (e) => new e.DBOSWorkflowCancelledError('w'),
      (e) => new e.DBOSConflictingRegistrationError('m'),
      (e) => new e.DBOSUnexpectedStepError('w', 1, 'a', 'b'),
      (e) => new e.DBOSAwaitedWorkflowCancelledError('w'),
      (e) => new e.DBOSQueueDuplicatedError('w', 'q', 'd'),
      (e) => new e.DBOSInvalidQueuePriorityError(-1, 0, 1),
      (e) => new e.DBOSAwaitedWorkflowExceededMaxRecoveryAttempts('w'),
      (e) => new e.DBOSStepTimeoutError('s', 1),
      (e) => new e.DBOSInvalidWorkflowInputError('w', new Error('why')),
      (e) => new e.DBOSStreamTimeoutError('w', 's', 1),
      (e) => new e.DBOSStreamNondeterminismError('w', 's'),
      (e) => new e.DBOSQueryTimeoutError(1),
      (e) => new e.DBOSWorkflowIDInUseError('w', 'PENDING', 'n'),
      (e) => new e.DBOSStepNondeterminismError('w', 1),
    ];
    for (const make of made) {
      const theirs = make(official.Error);
      const own = make(Errors as unknown as Theirs);
      expect(own, theirs.constructor.name).to.be.instanceOf(Errors.DBOSError);
      expect(fieldsOf(own), theirs.constructor.name).to.deep.equal(fieldsOf(theirs));
      expect(Errors.getDBOSErrorCode(own)).to.equal(official.Error.getDBOSErrorCode(theirs));
      // Either of both packages knows the other's.
      expect(official.Error.isStreamTimeoutError(own)).to.equal(Errors.isStreamTimeoutError(theirs));
    }
  });

  it('include the class of a stream’s timeout, as DBOS throws it and as a client does', async () => {
    await withWorker(
      async ({ daemon }) => {
        const client = await ours.DBOSClient.create({ address: daemon.address });
        const none = { timeoutSeconds: 0 };
        for (const read of [
          () => DBOS.readStreamOffset('w', 's', 0, none),
          () => client.readStreamOffset('w', 's', 0, none),
        ]) {
          const error = await rejection(read());
          expect(error).to.be.instanceOf(Errors.DBOSStreamTimeoutError).and.instanceOf(Errors.DBOSError);
          expect(error).to.be.instanceOf(ours.DBOSStreamTimeoutError);
          expect(Errors.getDBOSErrorCode(error)).to.equal(Errors.StreamTimeout);
          expect(official.Error.isStreamTimeoutError(error)).to.equal(true);
        }
        await client.destroy();
      },
      {
        script: {
          onRequest: (session, { id, readStreamOffset }) => {
            if (readStreamOffset) session.answer(id, { readStreamOffset: { timedOut: {} } });
          },
        },
      },
    );
  });
});

/** What a program reads of an error, and what is stored of it. */
function fieldsOf(error: Error): object {
  const { stack: _stack, message: _message, ...own } = error as Error & Record<string, unknown>;
  const present = Object.entries({ ...own, name: error.name }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    present.map(([key, value]) => [key, value instanceof Error ? value.message : plain(value)]),
  );
}

function plain(value: unknown): unknown {
  return Array.isArray(value) ? value.map(String) : value;
}
