import { program } from './program.js';
import type { AnyConstructor, AnyFunction, ClassRegistration, Registration } from './registrations.js';

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
export interface DecoratedMethod {
  readonly original: AnyFunction;
  readonly name: string;
  readonly owner: ClassRegistration | undefined;
  /** A method of objects, and not of the class itself. */
  readonly needsInstance: boolean;
}

/** Makes a decorator that puts the wrapper which `register` returns in the method's place. */
export function methodDecorator(register: (method: DecoratedMethod) => Registration): MethodDecorator {
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
