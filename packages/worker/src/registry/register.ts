import { DBOSInvalidWorkflowTransitionError } from '../errors.js';
import { checkStepConfig, type StepConfig } from '../steps/step-config.js';
import { ConfiguredInstance } from './configured-instance.js';
import { constructorOf, methodDecorator, type DecoratedMethod, type MethodDecorator } from './decorators.js';
import { program } from './program.js';
import type { AnyFunction, FunctionName, Registration, WorkflowConfig } from './registrations.js';

/** Calls a registered function: in place of the function itself. */
export type Caller = (registration: Registration, self: unknown, args: unknown[]) => Promise<unknown>;

/** Registers a workflow and returns what is to be called in its place. */
export function registerWorkflow(
  func: AnyFunction,
  config: FunctionName & WorkflowConfig,
  call: Caller,
): AnyFunction {
  const { name = func.name, className, ctorOrProto } = config;
  const owner = program.classOf(
    ctorOrProto === undefined ? undefined : constructorOf(ctorOrProto),
    className,
  );
  return register('workflow', { original: func, name, owner }, config, {}, false, call).wrapper;
}

/** Registers a step and returns what is to be called in its place. */
export function registerStep(
  func: AnyFunction,
  config: StepConfig & FunctionName,
  call: Caller,
): AnyFunction {
  const { name = func.name } = config;
  checkStepConfig(config, name);
  return register('step', { original: func, name, owner: undefined }, {}, config, false, call).wrapper;
}

export function workflowDecorator(config: WorkflowConfig, call: Caller): MethodDecorator {
  return methodDecorator((method) =>
    register('workflow', { ...method, name: config.name ?? method.name }, config, {}, true, call),
  );
}

export function stepDecorator(config: StepConfig, call: Caller): MethodDecorator {
  return methodDecorator((method) => {
    const name = config.name ?? method.name;
    checkStepConfig(config, name);
    return register('step', { ...method, name }, {}, config, true, call);
  });
}

/** The configured instance that a method is called on; undefined where it needs none. */
export function instanceOf(registration: Registration, self: unknown): ConfiguredInstance | undefined {
  if (self === undefined || self === null || typeof self === 'function') return undefined;
  if (self instanceof ConfiguredInstance) return self;
  // A function that was registered by itself may be called as a property of any object.
  if (!registration.isMethod) return undefined;
  throw new DBOSInvalidWorkflowTransitionError(
    `${registration.kind} ${registration.name} is called on an object that is no ConfiguredInstance: ` +
      'let its class extend ConfiguredInstance, so that another process finds the object by its name',
  );
}

function register(
  kind: Registration['kind'],
  { original, name, owner }: DecoratedMethod,
  workflowConfig: WorkflowConfig,
  stepConfig: StepConfig,
  isMethod: boolean,
  call: Caller,
): Registration {
  const wrapper = function (this: unknown, ...args: unknown[]): Promise<unknown> {
    return call(registration, this, args);
  };
  Object.defineProperty(wrapper, 'name', { value: name });
  const registration: Registration = {
    kind,
    name,
    original,
    wrapper,
    owner,
    isMethod,
    workflowConfig,
    stepConfig,
  };
  program.add(registration);
  return registration;
}
