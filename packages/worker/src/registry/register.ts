import { checkChoice, checkOptions, checkWhole, type OptionNames } from '@dbosd/client/internal';
import { DBOSInvalidWorkflowTransitionError } from '../errors.js';
import { checkStepConfig, STEP_OPTIONS, type StepConfig } from '../steps/run-step.js';
import type {
  AnyConstructor,
  AnyFunction,
  ClassRegistration,
  FunctionName,
  Registration,
  WorkflowConfig,
} from './registrations.js';
import { ConfiguredInstance, program } from './registry.js';

/** Calls a registered function: in place of the function itself. */
type Caller = (registration: Registration, self: unknown, args: unknown[]) => Promise<unknown>;

/** Registers a workflow and returns what is to be called in its place. */
export function registerWorkflow(
  func: AnyFunction,
  config: FunctionName & WorkflowConfig,
  call: Caller,
): AnyFunction {
  checkFunction('DBOS.registerWorkflow', func);
  checkWorkflowConfig(config, REGISTERED_WORKFLOW_OPTIONS);
  const { ctorOrProto } = config;
  const name = nameOf(func, config);
  const owner = ownerOf(config);
  // Given with the prototype it is a method of objects; with the class it may be either.
  const needsInstance = ctorOrProto !== undefined && typeof ctorOrProto !== 'function';
  return register('workflow', { original: func, name, owner, needsInstance }, config, {}, false, call)
    .wrapper;
}

/** Registers a step and returns what is to be called in its place. */
export function registerStep(
  func: AnyFunction,
  config: StepConfig & FunctionName,
  call: Caller,
): AnyFunction {
  checkFunction('DBOS.registerStep', func);
  const name = nameOf(func, config);
  checkStepConfig(config, name, REGISTERED_STEP_OPTIONS);
  const method = { original: func, name, owner: ownerOf(config), needsInstance: false };
  return register('step', method, {}, config, false, call).wrapper;
}

export function workflowDecorator(config: WorkflowConfig, call: Caller): MethodDecorator {
  checkWorkflowConfig(config, WORKFLOW_OPTIONS);
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

/** The configured instance that a workflow or step is called on; undefined where it needs none. */
export function instanceOf(registration: Registration, self: unknown): ConfiguredInstance | undefined {
  if (self === undefined || self === null || typeof self === 'function') {
    // A step is not looked up: it is its workflow that another process finds.
    if (!registration.needsInstance || registration.kind === 'step') return undefined;
    throw new DBOSInvalidWorkflowTransitionError(
      `workflow ${registration.name} is a method of objects, and called without one: ` +
        'call it on a ConfiguredInstance, so that another process finds the object by its name',
    );
  }
  if (self instanceof ConfiguredInstance) return self;
  // A function that was registered by itself may be called as a property of any object.
  if (!registration.isMethod) return undefined;
  throw new DBOSInvalidWorkflowTransitionError(
    `${registration.kind} ${registration.name} is called on an object that is no ConfiguredInstance: ` +
      'let its class extend ConfiguredInstance, so that another process finds the object by its name',
  );
}

/** What a function without a name is registered as, where the options give none. */
const UNNAMED = '<unnamed>';

function nameOf(func: AnyFunction, { name = func.name }: FunctionName): string {
  return name === '' ? UNNAMED : name;
}

function ownerOf({ ctorOrProto, className }: FunctionName): ClassRegistration | undefined {
  return program.classOf(ctorOrProto === undefined ? undefined : constructorOf(ctorOrProto), className);
}

/** A decorated method has its class. */
const WORKFLOW_OPTIONS: OptionNames<WorkflowConfig> = {
  name: true,
  maxRecoveryAttempts: true,
  serialization: true,
  inputSchema: true,
};
const REGISTERED_WORKFLOW_OPTIONS: OptionNames<FunctionName & WorkflowConfig> = {
  ...WORKFLOW_OPTIONS,
  className: true,
  ctorOrProto: true,
};
const REGISTERED_STEP_OPTIONS: OptionNames<FunctionName & StepConfig> = {
  ...STEP_OPTIONS,
  className: true,
  ctorOrProto: true,
};

/** As many as the daemon takes. */
const MOST_RECOVERY_ATTEMPTS = 1_000_000;

function checkWorkflowConfig(config: WorkflowConfig, names: Readonly<Record<string, true>>): void {
  checkOptions('config', config, names);
  checkChoice('config.serialization', config.serialization, ['native', 'portable']);
  const { maxRecoveryAttempts } = config;
  if (maxRecoveryAttempts !== undefined)
    checkWhole('config.maxRecoveryAttempts', maxRecoveryAttempts, [1, MOST_RECOVERY_ATTEMPTS]);
}

function checkFunction(call: string, func: unknown): void {
  if (typeof func !== 'function') throw new TypeError(`${call} is given ${typeof func}: give it a function`);
}

function register(
  kind: Registration['kind'],
  { original, name, owner, needsInstance }: DecoratedMethod,
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
    needsInstance,
    workflowConfig,
    stepConfig,
  };
  program.add(registration);
  return registration;
}

type Method<This, Args extends unknown[], Return> = (this: This, ...args: Args) => Promise<Return>;

/** A decorator of static and instance methods, in the experimental form (three arguments) and in the standard one. */
export interface MethodDecorator {
  <This, Args extends unknown[], Return>(
    target: object,
    propertyKey: string,
    descriptor: TypedPropertyDescriptor<Method<This, Args, Return>>,
  ): TypedPropertyDescriptor<Method<This, Args, Return>>;
  <This, Args extends unknown[], Return>(
    method: Method<This, Args, Return>,
    context: ClassMethodDecoratorContext<This, Method<This, Args, Return>>,
  ): Method<This, Args, Return>;
}

/** A decorated method: what it is registered with. Its class is not known yet in the standard form. */
interface DecoratedMethod {
  readonly original: AnyFunction;
  readonly name: string;
  readonly owner: ClassRegistration | undefined;
  /** A method of objects, and not of the class itself. */
  readonly needsInstance: boolean;
}

/** Makes a decorator that puts the wrapper which `register` returns in the method's place. */
function methodDecorator(register: (method: DecoratedMethod) => Registration): MethodDecorator {
  const decorate = (
    target: object,
    key: string | ClassMethodDecoratorContext,
    descriptor?: TypedPropertyDescriptor<AnyFunction>,
  ): unknown => {
    if (typeof key === 'object') return standard(target as AnyFunction, key, register);
    const original = descriptor?.value;
    if (original === undefined) throw new TypeError(`${key} is not a method: decorate methods only`);
    const owner = program.classOf(constructorOf(target), undefined);
    const needsInstance = typeof target !== 'function';
    return { ...descriptor, value: register({ original, name: key, owner, needsInstance }).wrapper };
  };
  return decorate as MethodDecorator;
}

/** A class decorator that gives the class a name of its own choice, in both forms. */
export function classNameDecorator(name: string): (ctor: AnyConstructor) => void {
  return (ctor) => {
    program.classOf(ctor, name);
  };
}

function standard(
  original: AnyFunction,
  context: ClassMethodDecoratorContext,
  register: (method: DecoratedMethod) => Registration,
): AnyFunction {
  const registration = register({
    original,
    name: String(context.name),
    owner: undefined,
    needsInstance: !context.static,
  });
  const { wrapper } = registration;
  // For a static method it runs when the class is made, for others when an object of it is.
  context.addInitializer(function (this: unknown) {
    registration.owner ??= program.classOf(declaringClass(this as object, context, wrapper), undefined);
  });
  return wrapper;
}

/** The class in whose body the method is: an object may be of a class that inherits it. */
function declaringClass(
  thing: object,
  { name, static: isStatic }: ClassMethodDecoratorContext,
  wrapper: AnyFunction,
): AnyConstructor {
  if (isStatic) return thing as AnyConstructor;
  for (let at: object | null = thing; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    if (Object.getOwnPropertyDescriptor(at, name)?.value === wrapper) return at.constructor as AnyConstructor;
  }
  return thing.constructor as AnyConstructor;
}

/** Of a static method the target is the class, of others its prototype. */
export function constructorOf(target: object): AnyConstructor {
  return (typeof target === 'function' ? target : target.constructor) as AnyConstructor;
}
