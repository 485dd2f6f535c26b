import { program } from './program.js';

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
