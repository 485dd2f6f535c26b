import { DBOSInvalidWorkflowTransitionError, DBOSNotRegisteredError } from '../errors.js';
import { ConfiguredInstance } from '../registry/configured-instance.js';
import { program } from '../registry/program.js';
import { instanceOf } from '../registry/register.js';
import type { Registration } from '../registry/registrations.js';

/** Starts a registered workflow on an object, or on none. */
export type Starter = (
  registration: Registration,
  instance: ConfiguredInstance | undefined,
  args: unknown[],
) => Promise<unknown>;

/**
 * What `DBOS.startWorkflow(target)` returns: called, it starts the workflow; of a class or a configured instance its
 * methods do.
 */
export function startTarget(target: object, start: Starter): object {
  // Callers in plain JavaScript may pass anything.
  if (typeof target !== 'function' && (typeof target !== 'object' || (target as object | null) === null)) {
    const given = (target as object | null) === null ? 'null' : typeof target;
    throw new DBOSInvalidWorkflowTransitionError(
      `DBOS.startWorkflow is given ${given}: give a workflow, a class, or a ConfiguredInstance`,
    );
  }
  if (typeof target !== 'function' && !(target instanceof ConfiguredInstance)) {
    throw new DBOSInvalidWorkflowTransitionError(
      'DBOS.startWorkflow is given an object that is no ConfiguredInstance: give a workflow, a class, or such an object',
    );
  }
  const instance = target instanceof ConfiguredInstance ? target : undefined;
  return new Proxy(target, {
    apply: (_target, _self, args: unknown[]) => {
      const registration = workflowOf(program.find(target), nameOf(target));
      return start(registration, instanceOf(registration, undefined), args);
    },
    get: (_target, property, receiver) => {
      const found =
        program.find(Reflect.get(target, property, receiver)) ?? program.methodOf(target, String(property));
      const registration = workflowOf(found, String(property));
      return (...args: unknown[]) => start(registration, instanceOf(registration, instance), args);
    },
  });
}

function workflowOf(registration: Registration | undefined, name: string): Registration {
  if (registration === undefined) throw new DBOSNotRegisteredError(name);
  if (registration.kind === 'step') {
    throw new DBOSInvalidWorkflowTransitionError(`${name} is a step: only workflows can be started`);
  }
  return registration;
}

function nameOf(target: object): string {
  return typeof target === 'function' && target.name !== '' ? target.name : 'the function';
}
