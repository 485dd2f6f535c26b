import { checkName, invalidField } from '@dbosd/shared';
import { DBOSConflictingRegistrationError, type DBOSError } from '../errors.js';
import {
  type AnyConstructor,
  classNameOf,
  type ClassRegistration,
  type Registration,
} from './registrations.js';

/** The workflows, steps, classes and configured instances of a program. */
export class Registry {
  readonly #byFunction = new Map<unknown, Registration>();
  readonly #workflows = new Set<Registration>();
  readonly #classes = new Map<AnyConstructor, ClassRegistration>();
  readonly #namedClasses = new Map<string, ClassRegistration>();
  readonly #instances = new Map<AnyConstructor, Map<string, ConfiguredInstance>>();
  #sealed = false;

  /** From now on no workflow is registered: the daemon has received the list of them. */
  seal(): void {
    this.#sealed = true;
  }

  unseal(): void {
    this.#sealed = false;
  }

  clear(): void {
    this.#byFunction.clear();
    this.#workflows.clear();
    this.#classes.clear();
    this.#namedClasses.clear();
    this.#instances.clear();
  }

  /** Throws DBOSConflictingRegistrationError for a function that is registered, and for a workflow after the launch. */
  add(registration: Registration): void {
    if (registration.name === '') {
      throw invalidField(
        'config.name',
        `is missing, and the ${registration.kind} is a function without a name: give it one`,
      );
    }
    checkName('config.name', registration.name);
    if (registration.kind === 'workflow') {
      if (this.#sealed) {
        throw new DBOSConflictingRegistrationError(
          `workflow ${registration.name} is registered after DBOS.launch: register it before`,
        );
      }
      this.#checkUnique(registration);
      this.#workflows.add(registration);
    }
    this.#byFunction.set(registration.wrapper, registration);
  }

  /** The registration of a function that `registerWorkflow`, `registerStep` or a decorator returned. */
  find(wrapper: unknown): Registration | undefined {
    return this.#byFunction.get(wrapper);
  }

  /** The registration of a class, or of a name without one. */
  classOf(ctor: AnyConstructor | undefined, name: string | undefined): ClassRegistration | undefined {
    if (ctor !== undefined) {
      const known = this.#classes.get(ctor) ?? { ctor, givenName: undefined };
      this.#classes.set(ctor, known);
      if (name !== undefined) rename(known, name);
      return known;
    }
    if (name === undefined || name === '') return undefined;
    const named = this.#namedClasses.get(name) ?? { ctor: undefined, givenName: name };
    this.#namedClasses.set(name, named);
    return named;
  }

  addInstance(instance: ConfiguredInstance): void {
    const ctor = instance.constructor as AnyConstructor;
    const ofClass = this.#instances.get(ctor) ?? new Map<string, ConfiguredInstance>();
    if (ofClass.has(instance.name)) {
      throw new DBOSConflictingRegistrationError(
        `class ${ctor.name} has an instance ${instance.name} already: give each a name of its own`,
      );
    }
    ofClass.set(checkName('name', instance.name), instance);
    this.#instances.set(ctor, ofClass);
  }

  get instances(): ConfiguredInstance[] {
    return [...this.#instances.values()].flatMap((ofClass) => [...ofClass.values()]);
  }

  /** All workflows, each with the names of the instances that it can run on; undefined: it runs without one. */
  workflows(): { registration: Registration; configName: string | undefined }[] {
    const found: { registration: Registration; configName: string | undefined }[] = [];
    const seen = new Map<string, Registration>();
    for (const registration of this.#workflows) {
      const key = `${classNameOf(registration)}\0${registration.name}`;
      if (seen.has(key)) throw registeredTwice(registration);
      seen.set(key, registration);
      if (!registration.needsInstance) found.push({ registration, configName: undefined });
      for (const configName of this.#instancesOf(registration).keys())
        found.push({ registration, configName });
    }
    return found;
  }

  /** What an assigned workflow runs. Undefined: this program has none of that name, class and instance. */
  resolve(
    name: string,
    className: string | undefined,
    configName: string | undefined,
  ): { registration: Registration; instance: ConfiguredInstance | undefined } | undefined {
    for (const registration of this.#workflows) {
      if (registration.name !== name || classNameOf(registration) !== (className ?? '')) continue;
      if (configName === undefined || configName === '')
        return registration.needsInstance ? undefined : { registration, instance: undefined };
      const instance = this.#instancesOf(registration).get(configName);
      return instance === undefined ? undefined : { registration, instance };
    }
    return undefined;
  }

  /** A method of a class or object by its name, where `startWorkflow(Class).method` does not find it as a property. */
  methodOf(target: object, name: string): Registration | undefined {
    const ctor = typeof target === 'function' ? target : target.constructor;
    return [...this.#workflows].find(({ owner, name: own }) => owner?.ctor === ctor && own === name);
  }

  /** The sources of all workflows, sorted: what an application's version is made from. */
  sources(): string[] {
    return [...this.#workflows].map(({ original }) => Function.prototype.toString.call(original)).sort();
  }

  /** By their names: those of the class, and of classes that inherit from it. */
  #instancesOf({ owner }: Registration): ReadonlyMap<string, ConfiguredInstance> {
    const ctor = owner?.ctor;
    const found = new Map<string, ConfiguredInstance>();
    for (const instance of ctor === undefined ? [] : this.instances) {
      if (!(instance instanceof (ctor as AnyConstructor))) continue;
      if (found.has(instance.name)) {
        throw new DBOSConflictingRegistrationError(
          `class ${String(ctor?.name)} and one that inherits its workflows both have an instance ` +
            `${instance.name}: give each a name of its own`,
        );
      }
      found.set(instance.name, instance);
    }
    return found;
  }

  #checkUnique(registration: Registration): void {
    for (const known of this.#workflows) {
      const isSameFunction = known.original === registration.original;
      // The class of a decorated method becomes known later: methods of one name are distinguished at the launch.
      const isSameName =
        !registration.isMethod && known.name === registration.name && known.owner === registration.owner;
      if (isSameFunction || isSameName) throw registeredTwice(registration);
    }
  }
}

function rename(known: ClassRegistration, name: string): void {
  if (known.givenName !== undefined && known.givenName !== name) {
    throw new DBOSConflictingRegistrationError(
      `class ${known.ctor?.name ?? known.givenName} is registered as ${known.givenName} and as ${name}: give it one name`,
    );
  }
  known.givenName = name;
}

function registeredTwice(registration: Registration): DBOSError {
  const className = classNameOf(registration);
  const name = className === '' ? registration.name : `${className}.${registration.name}`;
  return new DBOSConflictingRegistrationError(
    `workflow ${name} is registered twice: give one of them another name (the option name)`,
  );
}

/** What this program has registered. DBOS is static, and so is this: functions register when their modules load. */
export const program = new Registry();

/**
 * An object whose methods are workflows: it is registered under its class and its name, so that another process, which
 * has made an object of that name before `DBOS.launch`, can take up its workflows.
 */
export abstract class ConfiguredInstance {
  readonly name: string;

  /** Throws DBOSConflictingRegistrationError when the class has an instance of that name. */
  constructor(name: string) {
    this.name = name;
    program.addInstance(this);
  }

  /** Called by `DBOS.launch`, before workflows run. */
  initialize(): Promise<void> {
    return Promise.resolve();
  }
}
